import type { Contract, Filter } from '../../../src/contract/contract.ts';
import { completeRequirements, type Requirement, type RequirementDraft } from '../../requirement.ts';
import { refusalRequirements } from '../answers/refusal-requirements.ts';

/** What a contract demands of its filters. */
export function deriveFilterRequirements(contract: Contract): readonly Requirement[] {
  const { filters } = contract;
  return completeRequirements(contract, 'filters', [
    ...filters.flatMap((filter) => listDrafts(contract, filter)),
    ...(filters.length > 1
      ? [
          {
            id: 'filters.combined',
            demand: 'show the rows that meet all filters when several are given',
            entry: ['filters'],
          },
        ]
      : []),
    ...(filters.length > 0
      ? [
          { id: 'filters.encoding', demand: 'find rows by values with any characters, percent-encoded' },
          { id: 'filters.plus', demand: 'take + for a space in a value, as forms send it', mark: 'inferred' as const },
        ]
      : []),
  ]);
}

/** Whether responses do not show what a filter is about. */
export function isHidden({ hidden }: Pick<Contract, 'hidden'>, { fields }: Filter): boolean {
  return fields.some(({ path }) => Object.hasOwn(hidden, path[0] ?? ''));
}

/** Whether a filter knows values that are none of its kind. */
export function canBeMalformed(filter: Filter): boolean {
  const kind = filter.fields[0]?.kind;
  return kind === 'number' || kind === 'instant' || closedValues(filter).length > 0;
}

/** The values of a filter that takes no others. */
export function closedValues({ declared, fields }: Filter): readonly string[] {
  const values = declared?.schema['enum'] ?? fields[0]?.schema['enum'];
  return Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [];
}

function listDrafts(contract: Contract, filter: Filter): readonly RequirementDraft[] {
  const { parameter, operator, ignoreCase } = filter;
  const id = `filter.${parameter}`;
  const entry = (key: string): { readonly entry: readonly string[] } => ({ entry: ['filters', parameter, key] });
  const isText = filter.fields.some(({ kind }) => kind === 'string') && operator !== 'hasKey';
  const isRange = ['gt', 'gte', 'lt', 'lte'].includes(operator);
  const isExclusive = operator === 'gt' || operator === 'lt';
  const name = `\`${parameter}\``;
  return [
    ...(isHidden(contract, filter)
      ? [{ id: `${id}.narrows`, demand: `show with ${name} some of the rows that it shows without`, ...entry('field') }]
      : [
          {
            id: `${id}.only-matching`,
            demand: `show with ${name} only rows that match it, on every page`,
            ...entry('field'),
          },
          { id: `${id}.all-matching`, demand: `show with ${name} every row that matches it`, ...entry('field') },
        ]),
    { id: `${id}.unknown-value`, demand: `show no rows for a value of ${name} that no row has`, ...entry('field') },
    ...(isRange
      ? [
          {
            id: `${id}.inclusive`,
            demand: `${isExclusive ? 'leave out' : 'include'} rows that are exactly at ${name}`,
            ...entry('operator'),
          },
        ]
      : []),
    ...(isText && (operator === 'equals' || operator === 'in')
      ? [{ id: `${id}.exact`, demand: `compare ${name} with the whole value`, ...entry('operator') }]
      : []),
    ...(operator === 'contains' || operator === 'startsWith'
      ? [
          { id: `${id}.partial`, demand: `find parts of the value by ${name}`, ...entry('operator') },
          {
            id: `${id}.literal`,
            demand: `take %, _, * and \\ in ${name} for themselves`,
            mark: 'inferred' as const,
            ...entry('operator'),
          },
        ]
      : []),
    ...(isText && closedValues(filter).length === 0
      ? [
          {
            id: `${id}.case`,
            demand: `${ignoreCase ? 'find the same rows' : 'tell values apart'} when ${name} differs in upper and lower case`,
            ...entry('ignoreCase'),
            ...(ignoreCase ? {} : { mark: 'inferred' as const }),
          },
        ]
      : []),
    ...(filter.fields[0]?.kind === 'instant'
      ? [
          {
            id: `${id}.spellings`,
            demand: `understand every RFC 3339 spelling of a time in ${name}`,
            ...entry('field'),
          },
          {
            id: `${id}.zoneless`,
            demand: `read a time without zone in ${name} as the contract says`,
            entry: ['query', 'instants'],
          },
        ]
      : []),
    ...(operator === 'hasKey' && filter.serialization === 'indexed'
      ? [
          {
            id: `${id}.every-key`,
            demand: `show with several keys in ${name} only rows that have all of them`,
            ...entry('operator'),
          },
        ]
      : []),
    ...(closedValues(filter).length > 1
      ? [
          {
            id: `${id}.partition`,
            demand: `show every row under exactly one of the values of ${name}`,
            ...entry('field'),
          },
        ]
      : []),
    ...(canBeMalformed(filter)
      ? refusalRequirements(contract, `${id}.malformed`, 'invalidParameter', `a malformed ${name}`)
      : []),
  ];
}
