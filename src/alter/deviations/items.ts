import type { Contract, Json, Provenance } from '../../contract/contract.ts';
import { patternOf } from '../../contract/pattern.ts';
import { strongest } from '../../contract/provenance.ts';
import { type Item, readId } from '../../page/page-reader.ts';
import { editPages } from '../edits.ts';
import type { Deviation } from './deviation.ts';
import {
  type Concern,
  isChosen,
  isTime,
  isType,
  keywordMark,
  listItemFields,
  listMembers,
  type Member,
  visitMembers,
} from './schema-members.ts';

const isRequired: Concern = ({ required }) => required;
const isNumber: Concern = (field) =>
  keywordMark(field, 'type', (types) => isType('number')(types) || isType('integer')(types));
const isClosed: Concern = (field) => keywordMark(field, 'enum');
const isOptional: Concern = (field) => {
  const mark = keywordMark(field, 'type', (types) => !isType('null')(types));
  return field.required === undefined ? mark : undefined;
};
const isConditional: Concern = ({ name }, { itemSchema }) => {
  return Object.hasOwn((itemSchema['dependentSchemas'] ?? {}) as object, name) ? 'documented' : undefined;
};

/** Items that are not as their schema says, some of them or all. */
export const itemDeviations: readonly Deviation[] = [
  {
    name: 'required-field-missing',
    summary: 'some items lack a required field',
    area: 'shape',
    ...onField(isRequired, (item, name) => delete item[name]),
  },
  {
    name: 'required-field-null',
    summary: 'some items have null in a field that is not nullable',
    area: 'shape',
    ...onField(
      (field) =>
        field.required === undefined ? undefined : keywordMark(field, 'type', (types) => !isType('null')(types)),
      (item, name) => {
        item[name] = null;
      },
    ),
  },
  {
    name: 'number-as-text',
    summary: 'some items have a number as a string',
    area: 'shape',
    ...onField(isNumber, (item, name) => {
      if (typeof item[name] === 'number') item[name] = String(item[name]);
    }),
  },
  {
    name: 'absent-field-null',
    summary: 'optional fields that an item lacks are null',
    area: 'shape',
    ...onField(
      isOptional,
      (item, name) => {
        item[name] ??= null;
      },
      () => true,
      true,
    ),
  },
  {
    name: 'conditional-field-kept',
    summary: 'a field of an earlier state of an item is still present',
    area: 'shape',
    ...onField(
      isConditional,
      (item, name) => {
        item[name] ??= 1_777_852_800_000;
      },
      isChosen,
      true,
    ),
  },
  {
    name: 'known-value-in-other-case',
    summary: 'some items have an enum value in another case',
    area: 'shape',
    ...onField(isClosed, (item, name) => {
      item[name] = turnCase(item[name]);
    }),
  },
  {
    name: 'unknown-value-in-closed-set',
    summary: 'some items have an unknown enum value',
    area: 'shape',
    ...onField(isClosed, (item, name) => {
      item[name] = 'other';
    }),
  },
  {
    name: 'time-in-other-form',
    summary: 'times have a space in place of the T, and no time zone',
    area: 'shape',
    ...onField(
      isTime,
      (item, name) => {
        const value = item[name];
        if (typeof value === 'string') item[name] = value.replace('T', ' ').replace(/(\.\d+)?Z$/, '');
      },
      () => true,
    ),
  },
];

type Change = (item: Item, name: string, contract: Contract) => unknown;

/**
 * Changes a field of some items: one for which the broken rule is the most binding, and if possible, not a sort field.
 *
 * @param isAbsent - whether it is about a field that the item lacks
 */
function onField(
  concern: Concern,
  change: Change,
  concerns: (identity: string) => boolean = isChosen,
  isAbsent = false,
): Pick<Deviation, 'appliesTo' | 'wrap'> & Required<Pick<Deviation, 'breaks'>> {
  const choose = (contract: Contract): readonly { name: string; mark: Provenance }[] => {
    const found = listItemFields(contract).flatMap((field) => {
      const mark = concern(field, contract);
      return mark === undefined || field.name === contract.identity.path[0] ? [] : [{ name: field.name, mark }];
    });
    const most = strongest(...found.map(({ mark }) => mark));
    const best = found.filter(({ mark }) => mark === most);
    const keys = contract.order.by.map(({ field }) => field.path[0]);
    const free = best.filter(({ name }) => !keys.includes(name));
    return free.length > 0 ? free : best;
  };
  return {
    appliesTo: (contract) => choose(contract).length > 0,
    breaks: (contract) => choose(contract)[0]?.mark ?? 'chosen',
    wrap: editPages((page, _request, { contract }) => {
      const names = choose(contract).map(({ name }) => name);
      for (const item of page.items) {
        const name = names.findLast((one) => ((item[one] ?? null) === null) === isAbsent) ?? names.at(-1);
        if (name !== undefined && concerns(readId(contract, item))) change(item, name, contract);
      }
    }),
  };
}

function turnCase(value: Json | undefined): Json {
  if (typeof value !== 'string') return value ?? null;
  return value === value.toUpperCase() ? value.toLowerCase() : value.toUpperCase();
}

/** Values deep inside items that are not as their schema says. */
export const nestedDeviations: readonly Deviation[] = [
  {
    name: 'nested-field-missing',
    summary: 'objects within some items lack a required field',
    area: 'shape',
    ...onMembers(
      ({ isRequired, depth }) => isRequired && depth > 0,
      (holder, { name }) => delete holder[name],
    ),
  },
  {
    name: 'decimal-as-number',
    summary: 'amounts that are strings, so that nothing is rounded, are numbers in some items',
    area: 'shape',
    ...onMembers(isDecimal, (holder, { name }) => {
      const value = holder[name];
      if (typeof value === 'string') holder[name] = Number(value);
    }),
  },
  {
    name: 'empty-list-is-null',
    summary: 'arrays within items are null when they are empty',
    area: 'shape',
    ...onMembers(
      ({ schema }) => schema['type'] === 'array',
      (holder, { name }) => {
        const value = holder[name];
        if (Array.isArray(value) && value.length === 0) holder[name] = null;
      },
      () => true,
    ),
  },
];

function isDecimal({ schema: { pattern, type } }: Member): boolean {
  return type === 'string' && typeof pattern === 'string' && patternOf(pattern).test('49.00');
}

function onMembers(
  test: (member: Member) => boolean,
  change: (holder: Record<string, Json>, member: Member) => unknown,
  concerns: (identity: string) => boolean = isChosen,
): Pick<Deviation, 'appliesTo' | 'wrap'> & Required<Pick<Deviation, 'breaks'>> {
  const choose = ({ itemSchema }: Contract): readonly Member[] => [...listMembers(itemSchema)].filter(test);
  return {
    appliesTo: (contract) => choose(contract).length > 0,
    breaks: (contract) => strongest(...choose(contract).map(({ mark }) => mark)),
    wrap: editPages((page, _request, { contract }) => {
      for (const item of page.items) {
        if (!concerns(readId(contract, item))) continue;
        visitMembers(item, contract.itemSchema, (holder, member) => {
          if (test(member)) change(holder, member);
        });
      }
    }),
  };
}
