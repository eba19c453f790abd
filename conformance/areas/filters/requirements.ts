import type { Contract, Filter, JsonSchema } from '../../../src/contract/contract.ts';
import { familyOf } from '../../../src/contract/criterion.ts';
import { propertiesOf } from '../../../src/contract/json-schema.ts';
import { weakest } from '../../../src/contract/provenance.ts';
import type { CheckContext } from '../../check.ts';
import { listAllowed } from '../../list/conditions.ts';
import { completeRequirements, type Requirement, type RequirementDraft } from '../../requirement.ts';
import { rejectionRequirements } from '../rejections.ts';

export function deriveFilterRequirements(contract: Contract): readonly Requirement[] {
  const { filters } = contract;
  return completeRequirements(contract, 'filters', [
    ...filters.flatMap((filter) => listDrafts(contract, filter)),
    ...(filters.length > 1
      ? [
          {
            id: 'filters.combined',
            demand: 'return only rows that match all filters when several are given',
            entry: ['filters'],
          },
        ]
      : []),
    ...(filters.length > 0
      ? [
          {
            id: 'filters.subset',
            demand: 'return a subset of the rows when filters are given',
            entry: ['filters'],
          },
          {
            id: 'empty.page',
            demand: 'return an empty page when nothing matches the filters',
            entry: ['filters'],
          },
          ...(filters.some((filter) => !isHidden(contract, filter) && takesAnyText(filter))
            ? [
                { id: 'filters.encoding', demand: 'find rows by percent-encoded values, whatever their characters' },
                {
                  id: 'filters.plus',
                  demand: 'decode + in a value as a space, as forms send it',
                  mark: 'inferred' as const,
                },
              ]
            : []),
        ]
      : []),
  ]);
}

/** Whether responses do not include the field of a filter. */
export function isHidden({ hidden }: Pick<Contract, 'hidden'>, { fields }: Filter): boolean {
  return fields.some(({ path }) => Object.hasOwn(hidden, path[0] ?? ''));
}

/** Whether a filter has invalid values. */
export function canBeMalformed(filter: Filter): boolean {
  const kind = filter.fields[0]?.kind;
  return kind === 'number' || kind === 'instant' || declaredValues(filter).length > 0;
}

/** The enumeration of a filter's parameter. */
export function declaredValues(filter: Filter): readonly string[] {
  return (listAllowed(filter) ?? []).filter((value) => value !== filter.all);
}

/** The enumeration of a filter's field, as far as the parameter may have its values. */
export function exhaustiveValues(filter: Filter): readonly string[] {
  const schema = filter.fields[0]?.schema ?? {};
  const parts = [schema, ...((schema['allOf'] ?? []) as readonly JsonSchema[])];
  const listed = parts.flatMap((part) => (part['enum'] ?? []) as readonly unknown[]);
  const allowed = listAllowed(filter);
  return listed.filter((value): value is string => {
    return typeof value === 'string' && value !== filter.all && (allowed === undefined || allowed.includes(value));
  });
}

/** Whether a filter accepts any text, and looks for it in the rows. */
export function takesAnyText(filter: Filter): boolean {
  return comparesTexts(filter) && declaredValues(filter).length === 0 && exhaustiveValues(filter).length === 0;
}

/** Whether a filter looks for its value in texts; a bound compares with it, and a key names a place. */
export function comparesTexts(filter: Filter): boolean {
  const family = familyOf(filter);
  return filter.fields.some(({ kind }) => kind === 'string') && (family === 'equality' || family === 'part');
}

/** Whether every row has exactly one value of a filter's only field, and the parameter may have each of them: a row without one is under no value. */
export function hasOneValue(filter: Filter, { itemSchema, hidden }: Contract): boolean {
  const [field] = filter.fields;
  if (field === undefined || filter.fields.length > 1 || field.path.includes('*')) return false;
  const types = [field.schema['type'] ?? []].flat();
  const values = (field.schema['enum'] ?? []) as readonly unknown[];
  if (types.includes('null') || types.includes('array') || values.includes(null)) return false;
  const allowed = listAllowed(filter);
  if (allowed !== undefined && values.some((value) => !allowed.includes(String(value)))) return false;
  let schema: JsonSchema = { ...itemSchema, properties: { ...propertiesOf(itemSchema), ...hidden } };
  return field.path.every((segment, depth) => {
    const isHiddenField = depth === 0 && Object.hasOwn(hidden, segment);
    const isRequired = isHiddenField || listRequired(schema).includes(segment);
    schema = propertiesOf(schema)[segment] ?? {};
    return isRequired;
  });
}

function listRequired(schema: JsonSchema): readonly string[] {
  const parts = (schema['allOf'] ?? []) as readonly JsonSchema[];
  return [...((schema['required'] ?? []) as readonly string[]), ...parts.flatMap(listRequired)];
}

function listDrafts(contract: Contract, filter: Filter): readonly RequirementDraft[] {
  const id = `filter.${filter.parameter}`;
  const name = `\`${filter.parameter}\``;
  const field = { entry: ['filters', filter.parameter, 'field'] };
  return [
    ...(isHidden(contract, filter)
      ? filter.default !== undefined
        ? []
        : [{ id: `${id}.narrows`, demand: `return a subset of the rows with ${name}`, ...field }]
      : listVisibleDrafts(filter)),
    ...(comparesTexts(filter)
      ? [{ id: `${id}.unknown-value`, demand: `return no rows for a value of ${name} that no row has`, ...field }]
      : []),
    ...(exhaustiveValues(filter).length > 1 && filter.default === undefined
      ? [{ id: `${id}.partition`, demand: describePartition(contract, filter, name), ...field }]
      : []),
    ...(canBeMalformed(filter) ? listMalformedDrafts(contract, filter) : []),
    ...(filter.all === undefined
      ? []
      : [
          {
            id: `${id}.all`,
            demand:
              filter.default === undefined
                ? `return the same rows for \`${filter.parameter}=${filter.all}\` as without it`
                : `return no fewer rows for \`${filter.parameter}=${filter.all}\` than without it`,
            entry: ['filters', filter.parameter, 'all'],
          },
        ]),
    ...(filter.default === undefined
      ? []
      : [
          {
            id: `${id}.default`,
            demand: `return the same rows without ${name} as for its default ${filter.default.join(', ')}`,
            entry: ['filters', filter.parameter],
          },
        ]),
  ];
}

function describePartition(contract: Contract, filter: Filter, name: string): string {
  return hasOneValue(filter, contract)
    ? `return every row under exactly one value of ${name}`
    : `return every row that has a value under exactly one value of ${name}`;
}

/** It is only inferred that a value outside an enumeration is invalid, and not just one that no row has. */
function listMalformedDrafts(contract: Contract, filter: Filter): readonly RequirementDraft[] {
  const what = `an invalid \`${filter.parameter}\``;
  const drafts = rejectionRequirements(contract, `filter.${filter.parameter}.malformed`, 'invalidParameter', what);
  if (declaredValues(filter).length === 0) return drafts;
  return drafts.map((draft) => ({ ...draft, mark: weakest('inferred', draft.mark ?? 'documented') }));
}

function listVisibleDrafts(filter: Filter): readonly RequirementDraft[] {
  const { parameter, operator, ignoreCase, serialization } = filter;
  const id = `filter.${parameter}`;
  const name = `\`${parameter}\``;
  const of = (key: string): { readonly entry: readonly string[] } => ({ entry: ['filters', parameter, key] });
  const isOpen = takesAnyText(filter);
  const drafts: Readonly<Record<string, readonly RequirementDraft[]>> = {
    range: [
      {
        id: `${id}.inclusive`,
        demand: `treat ${name} as an ${operator === 'gt' || operator === 'lt' ? 'exclusive' : 'inclusive'} bound`,
        ...of('operator'),
      },
    ],
    equality: isOpen ? [{ id: `${id}.exact`, demand: `match ${name} against whole values`, ...of('operator') }] : [],
    part: [
      { id: `${id}.partial`, demand: `match ${name} against parts of values`, ...of('operator') },
      {
        id: `${id}.literal`,
        demand: `compare every character of ${name}, including wildcards, accents and spaces`,
        mark: 'inferred',
        ...of('operator'),
      },
      ...(filter.fields.length > 1
        ? [
            {
              id: `${id}.within-field`,
              demand: `not match ${name} across two fields`,
              mark: 'inferred' as const,
              ...of('field'),
            },
          ]
        : []),
    ],
    key:
      serialization === 'indexed'
        ? [
            {
              id: `${id}.every-key`,
              demand: `return only rows that have every key in ${name}`,
              ...of('operator'),
            },
          ]
        : [],
  };
  const isInstantRange = filter.fields[0]?.kind === 'instant' && familyOf(filter) === 'range';
  return [
    {
      id: `${id}.only-matching`,
      demand: `return only rows matching ${name}, on every page`,
      entry: ['filters', parameter],
    },
    { id: `${id}.all-matching`, demand: `return every row matching ${name}`, ...of('field') },
    ...(drafts[familyOf(filter)] ?? []),
    ...(comparesTexts(filter)
      ? [
          {
            id: `${id}.case`,
            demand: `compare ${name} ${ignoreCase ? 'case-insensitively, and exactly otherwise' : 'case-sensitively'}`,
            ...of('ignoreCase'),
            reading: of('operator').entry,
          },
        ]
      : []),
    ...(comparesTexts(filter) && ignoreCase
      ? [
          {
            id: `${id}.letters`,
            demand: `ignore the case of all letters in ${name}, not only of A to Z`,
            mark: 'inferred' as const,
            ...of('ignoreCase'),
          },
        ]
      : []),
    ...(isInstantRange
      ? [
          {
            id: `${id}.spellings`,
            demand: `accept every RFC 3339 format of a time in ${name}`,
            ...of('field'),
            // Only a parameter that is declared to hold one takes every format of it.
            ...(filter.declared?.schema['format'] === 'date-time' ? {} : { mark: 'inferred' as const }),
          },
          {
            id: `${id}.zoneless`,
            demand: `interpret a time without offset in ${name} as the contract says`,
            entry: ['query', 'instants'],
          },
        ]
      : []),
  ];
}

/**
 * The filters whose field is visible, documented, and returned with full precision. Where there are fewer than two, those with an
 * inferred field as well.
 */
export function listCertainFilters({ contract, survey }: Pick<CheckContext, 'contract' | 'survey'>): readonly Filter[] {
  const shown = contract.filters.filter((filter) => {
    return !isHidden(contract, filter) && !filter.fields.some(({ name }) => survey.coarse.has(name));
  });
  const documented = shown.filter(({ parameter }) => {
    return contract.provenanceOf(['filters', parameter, 'field']).mark === 'documented';
  });
  return documented.length > 1 ? documented : shown;
}
