import type { Filter } from '../../contract/contract.ts';
import { type Criterion, foldCase } from '../../contract/criterion.ts';
import { readField } from '../../contract/field-values.ts';
import { restsOn } from '../../contract/provenance.ts';
import type { Row } from '../../dataset/row-source.ts';
import { overrideTables, viewRows } from '../tables.ts';
import type { Deviation } from './deviation.ts';
import { isClosedText, isOpenText, onFilters, overrideFilters } from './filter-traits.ts';

const isOpenEquality = (filter: Filter): boolean => isOpenText(filter) && filter.operator === 'equals';
const isClosedEquality = (filter: Filter): boolean => {
  const isText = filter.fields.every(({ kind }) => kind === 'string');
  return isText && filter.operator === 'equals' && !isOpenText(filter);
};
const isPart = ({ operator }: Filter): boolean => operator === 'contains';

/** Texts that are compared in another way. */
export const textDeviations: readonly Deviation[] = [
  {
    name: 'equality-is-part',
    summary: 'a substring matches where the whole value should',
    area: 'filters',
    ...onFilters(isOpenEquality, 'operator'),
    overrideContract: overrideFilters(isOpenEquality, (filter) => ({ ...filter, operator: 'contains' })),
  },
  {
    name: 'equality-is-prefix',
    summary: 'a prefix matches where the whole value should',
    area: 'filters',
    ...onFilters(isOpenEquality, 'operator'),
    overrideContract: overrideFilters(isOpenEquality, (filter) => ({ ...filter, operator: 'startsWith' })),
  },
  {
    name: 'closed-equality-is-prefix',
    summary: 'the beginning of a value of a closed set matches the whole one',
    area: 'filters',
    ...onFilters(isClosedEquality, 'operator', 'inferred'),
    overrideContract: overrideFilters(isClosedEquality, (filter) => takeAnyText({ ...filter, operator: 'startsWith' })),
  },
  {
    name: 'closed-equality-is-part',
    summary: 'a part of a value of a closed set matches the whole one',
    area: 'filters',
    ...onFilters(isClosedEquality, 'operator', 'inferred'),
    overrideContract: overrideFilters(isClosedEquality, (filter) => takeAnyText({ ...filter, operator: 'contains' })),
  },
  {
    name: 'case-heeded',
    summary: 'the comparison is case-sensitive',
    area: 'filters',
    ...onFilters(({ ignoreCase }) => ignoreCase, 'ignoreCase'),
    overrideContract: overrideFilters(
      ({ ignoreCase }) => ignoreCase,
      (filter) => ({ ...filter, ignoreCase: false }),
    ),
  },
  {
    name: 'case-ignored',
    summary: 'the comparison ignores case',
    area: 'filters',
    ...onFilters((filter) => isOpenText(filter) && !filter.ignoreCase, 'operator', 'inferred'),
    overrideContract: overrideFilters(isOpenText, (filter) => ({ ...filter, ignoreCase: true })),
  },
  {
    name: 'accents-ignored',
    summary: 'the comparison ignores accents',
    area: 'filters',
    // Where case does not matter, accents may well not matter either.
    ...onFilters((filter) => isOpenText(filter) && !filter.ignoreCase, 'operator', 'inferred'),
    overrideState: overrideTexts(isOpenText, (value, { operand, operator, ignoreCase }) => {
      const [text, wanted] = [value, String(operand)].map((one) => {
        const bare = one.normalize('NFD').replace(/\p{M}/gu, '');
        return ignoreCase ? foldCase(bare) : bare;
      }) as [string, string];
      return operator === 'contains' ? text.includes(wanted) : text === wanted;
    }),
  },
  {
    name: 'blanks-ignored',
    summary: 'white space at the ends of a value is ignored',
    area: 'filters',
    ...onFilters(isOpenEquality, 'operator', 'chosen'),
    overrideState: overrideTexts(isOpenEquality, (value, { operand, ignoreCase }) => {
      const [text, wanted] = [value, String(operand)].map((one) => (ignoreCase ? foldCase(one.trim()) : one.trim()));
      return text === wanted;
    }),
  },
  {
    name: 'part-is-prefix',
    summary: 'a substring matches only as a prefix',
    area: 'filters',
    ...onFilters(isPart, 'operator'),
    overrideContract: overrideFilters(isPart, (filter) => ({ ...filter, operator: 'startsWith' })),
  },
  {
    name: 'part-is-whole',
    summary: 'a substring matches only as the whole value',
    area: 'filters',
    ...onFilters(isPart, 'operator'),
    overrideContract: overrideFilters(isPart, (filter) => ({ ...filter, operator: 'equals' })),
  },
  {
    name: 'wildcards-heeded',
    summary: 'percent signs and underscores in a value are wildcards',
    area: 'filters',
    ...onFilters(isPart, 'operator', 'inferred'),
    overrideState: overrideTexts(isPart, (value, { operand, ignoreCase }) => {
      const pattern = String(operand)
        .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
        .replaceAll('%', '[^]*')
        .replaceAll('_', '[^]');
      return new RegExp(pattern, ignoreCase ? 'iu' : 'u').test(value);
    }),
  },
  {
    name: 'first-field-only',
    summary: 'a filter over several fields looks at the first of them only',
    area: 'filters',
    ...onFilters(({ fields }) => fields.length > 1, 'field'),
    overrideContract: overrideFilters(
      ({ fields }) => fields.length > 1,
      (filter) => ({ ...filter, fields: filter.fields.slice(0, 1) }),
    ),
  },
  {
    name: 'search-finds-hidden-rows',
    summary: 'a substring also finds rows that are in the list in no other way',
    area: 'filters',
    breaks: restsOn('filters'),
    appliesTo: ({ filters }) => filters.some(isPart),
    overrideState: overrideTables((selection, table, { identity }) => {
      if (selection.criteria.some(({ operator }) => operator === 'contains')) return table.select(selection);
      return viewRows(table, selection, (row) => !isOneInTwenty(String(readField(row, identity.path)[0])));
    }),
  },
  {
    name: 'fields-joined',
    summary: 'a filter over several fields also matches across the end of one and the beginning of the next',
    area: 'filters',
    ...onFilters((filter) => isPart(filter) && filter.fields.length > 1, 'field'),
    overrideState: overrideTables((selection, table) => {
      const [joined, rest] = split(
        selection.criteria,
        ({ operator, fields }) => operator === 'contains' && fields.length > 1,
      );
      if (joined.length === 0) return table.select(selection);
      return viewRows(table, { ...selection, criteria: rest }, (row) => joined.every((one) => findsAcross(row, one)));
    }),
  },
  {
    name: 'text-filter-ignored',
    summary: 'filters that compare strings have no effect',
    area: 'filters',
    ...onFilters(isOpenText, 'field'),
    overrideContract: overrideFilters(isOpenText, () => undefined),
  },
  {
    name: 'closed-filter-ignored',
    summary: 'filters with a closed set of values have no effect',
    area: 'filters',
    ...onFilters(isClosedText, 'field'),
    overrideContract: overrideFilters(isClosedText, () => undefined),
  },
];

function isOneInTwenty(text: string): boolean {
  return [...text].reduce((sum, character) => sum + (character.codePointAt(0) ?? 0), 0) % 20 === 0;
}

type TextTest = (value: string, criterion: Criterion) => boolean;

/** Makes a override under which some criteria on texts are decided by a test of one's own. */
function overrideTexts(concerns: (filter: Filter) => boolean, test: TextTest): NonNullable<Deviation['overrideState']> {
  return overrideTables((selection, table, contract) => {
    const names = new Set(contract.filters.filter(concerns).flatMap(({ fields }) => fields.map(({ path }) => path[0])));
    const [own, rest] = split(selection.criteria, ({ fields }) => fields.some(({ path }) => names.has(path[0])));
    if (own.length === 0) return table.select(selection);
    const holds = (row: Row, criterion: Criterion): boolean =>
      criterion.fields.some(({ path }) =>
        readField(row, path).some((value) => typeof value === 'string' && test(value, criterion)),
      );
    return viewRows(table, { ...selection, criteria: rest }, (row) => own.every((criterion) => holds(row, criterion)));
  });
}

function split<T>(list: readonly T[], test: (item: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [list.filter(test), list.filter((item) => !test(item))];
}

function findsAcross(row: Row, { fields, operand, ignoreCase }: Criterion): boolean {
  const whole = fields.flatMap(({ path }) => readField(row, path)).join(' ');
  return ignoreCase ? foldCase(whole).includes(foldCase(String(operand))) : whole.includes(String(operand));
}

/** Lets a filter take values that its parameter does not declare. */
function takeAnyText({ declared, ...filter }: Filter): Filter {
  if (declared === undefined) return filter;
  const { enum: _members, ...schema } = declared.schema;
  return { ...filter, declared: { ...declared, schema } };
}
