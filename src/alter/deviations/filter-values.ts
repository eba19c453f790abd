import type { Contract, Filter } from '../../contract/contract.ts';
import { type Criterion, createPredicate } from '../../contract/criterion.ts';
import { readField, toComparable } from '../../contract/field-values.ts';
import { typesOf } from '../../contract/openapi/schema-branches.ts';
import { always, restsOn, weakest } from '../../contract/provenance.ts';
import type { Row } from '../../dataset/row-source.ts';
import type { MockRequest } from '../../mock/message.ts';
import { isSuccess } from '../../page/page-reader.ts';
import { changeFilters } from '../../page/query.ts';
import { CRASH, editRequests } from '../edits.ts';
import { overrideTables, viewRows } from '../tables.ts';
import type { Deviation } from './deviation.ts';
import { isClosedText, isOpenText, onFilters, overrideFilters } from './filter-traits.ts';

const hasOpenText = ({ filters }: Contract): boolean => filters.some(isOpenText);

const isHidden = ({ fields }: Filter, { hidden }: Contract): boolean =>
  fields.some(({ path }) => Object.hasOwn(hidden, path[0] ?? ''));

const isOpenEquality = (filter: Filter): boolean => isOpenText(filter) && filter.operator === 'equals';

const mayBeNull = ({ declared }: Filter): boolean => typesOf(declared?.schema ?? {}).includes('null');

const isEqualTime = ({ fields, operator }: Filter): boolean => operator === 'equals' && fields[0]?.kind === 'instant';

const hasDefault = (filter: Filter): boolean => filter.default !== undefined;

/** Values that are decoded in another way, hidden fields, and values that are none. */
export const valueDeviations: readonly Deviation[] = [
  {
    name: 'plus-is-no-space',
    summary: 'a plus sign in a query is not read as a space',
    area: 'filters',
    breaks: always('inferred'),
    appliesTo: hasOpenText,
    wrap: editRequests((request) => ({ ...request, query: request.query.replaceAll('+', '%2B') })),
  },
  {
    name: 'values-decoded-twice',
    summary: 'values are percent-decoded twice',
    area: 'filters',
    breaks: always('documented'),
    appliesTo: hasOpenText,
    wrap: changeValues((value) => decode(value.replaceAll('+', ' '))),
  },
  {
    name: 'values-read-as-latin-1',
    summary: 'non-ASCII characters in values are garbled',
    area: 'filters',
    breaks: always('documented'),
    appliesTo: hasOpenText,
    wrap: changeValues((value) => Buffer.from(value, 'utf8').toString('latin1')),
  },
  {
    name: 'values-cut-at-ampersand',
    summary: 'values end at & or #, even if it is percent-encoded',
    area: 'filters',
    breaks: always('documented'),
    appliesTo: hasOpenText,
    wrap: changeValues((value) => value.split(/[&#]/)[0] ?? value),
  },
  {
    name: 'hidden-filter-ignored',
    summary: 'filters on fields that the response does not show have no effect',
    area: 'filters',
    ...onFilters(isHidden, 'field'),
    overrideContract: overrideFilters(isHidden, () => undefined),
  },
  {
    name: 'hidden-filter-matches-nothing',
    summary: 'filters on fields that the response does not show match no rows, whatever their value',
    area: 'filters',
    ...onFilters(isHiddenAndOpen, 'field'),
    wrap: editRequests((request, { contract }) => {
      return changeFilters(contract, request, (value, filter) =>
        isHiddenAndOpen(filter, contract) ? `${value}\u0000` : value,
      );
    }),
  },
  {
    name: 'filter-default-ignored',
    summary: 'a filter with a default has none when it is not sent',
    area: 'filters',
    ...onFilters(hasDefault, 'field'),
    overrideContract: overrideFilters(hasDefault, ({ default: _forgotten, ...filter }) => filter),
  },
  {
    name: 'word-means-no-value',
    summary: 'a filter by the word null finds the rows without a value',
    area: 'filters',
    // Where a parameter may be null, the word may well mean that.
    ...onFilters((filter, contract) => {
      const { mark } = contract.provenanceOf(['filters', filter.parameter, 'field']);
      const isIdentity = filter.fields.some(({ name }) => name === contract.identity.name);
      return isOpenEquality(filter) && mark !== 'chosen' && !isIdentity && !mayBeNull(filter);
    }, 'operator'),
    overrideState: overrideTables((selection, table) => {
      const criteria = selection.criteria.filter(
        ({ operator, operand }) => operator !== 'equals' || operand !== 'null',
      );
      const words = selection.criteria.filter((one) => !criteria.includes(one));
      if (words.length === 0) return table.select(selection);
      return viewRows(table, { ...selection, criteria }, (row) =>
        words.every(({ fields }) => fields.every(({ path }) => (readField(row, path)[0] ?? null) === null)),
      );
    }),
  },
  {
    name: 'equality-takes-a-list',
    summary: 'a value with a comma matches what is before the comma, and what is behind it',
    area: 'filters',
    ...onFilters(isOpenEquality, 'operator', 'inferred'),
    overrideState: overrideTables((selection, table) => {
      const isList = ({ operator, operand }: Criterion): boolean => operator === 'equals' && /,/.test(String(operand));
      const lists = selection.criteria.filter(isList);
      if (lists.length === 0) return table.select(selection);
      const criteria = selection.criteria.filter((one) => !isList(one));
      const meets = (row: Row, one: Criterion, operand: string): boolean =>
        one.fields.some((field) => readField(row, field.path).some(createPredicate({ ...one, operand }, field)));
      return viewRows(table, { ...selection, criteria }, (row) =>
        lists.every((one) =>
          [String(one.operand), ...String(one.operand).split(',')].some((part) => meets(row, one, part)),
        ),
      );
    }),
  },
  {
    name: 'equal-times-by-second',
    summary: 'times in the same second are equal',
    area: 'filters',
    ...onFilters(isEqualTime, 'operator'),
    overrideState: overrideTables((selection, table) => {
      const isTime = ({ operator, fields }: Criterion): boolean =>
        operator === 'equals' && fields[0]?.kind === 'instant';
      const times = selection.criteria.filter(isTime);
      if (times.length === 0) return table.select(selection);
      const toSecond = (value: unknown): number => Math.floor(Number(value) / 1000);
      return viewRows(table, { ...selection, criteria: selection.criteria.filter((one) => !isTime(one)) }, (row) =>
        times.every(({ fields, operand }) =>
          fields.some((field) => {
            return readField(row, field.path).some(
              (value) => toSecond(toComparable(value, field.kind)) === toSecond(operand),
            );
          }),
        ),
      );
    }),
  },
  {
    name: 'captured-filter-ignored',
    summary: 'filters that name a key have no effect',
    area: 'filters',
    ...onFilters(({ serialization }) => serialization !== 'plain', 'field'),
    overrideContract: overrideFilters(
      ({ serialization }) => serialization !== 'plain',
      () => undefined,
    ),
  },
  {
    name: 'captured-key-ignored',
    summary: 'a filter that names a key matches the value under any key',
    area: 'filters',
    ...onFilters(({ serialization }) => serialization === 'captured', 'field'),
    overrideState: overrideTables((selection, table, contract) => {
      const roots = contract.filters.filter(({ serialization }) => serialization === 'captured').map(rootOf);
      const criteria = selection.criteria.filter(({ fields }) => !roots.includes(fields[0]?.path[0] ?? ''));
      const captured = selection.criteria.filter((one) => !criteria.includes(one));
      if (captured.length === 0) return table.select(selection);
      return viewRows(table, { ...selection, criteria }, (row) =>
        captured.every(({ fields, operand }) => {
          return Object.values(Object(row[fields[0]?.path[0] ?? ''])).some((value) => value === operand);
        }),
      );
    }),
  },
  {
    name: 'plus-tag-ignored',
    summary: 'what stands between + and @ in an address has no effect',
    area: 'filters',
    ...onFilters(({ fields }) => fields.some(({ schema }) => schema['format'] === 'email'), 'operator'),
    wrap: editRequests((request, { contract }) => {
      return changeFilters(contract, request, (value, { fields }) => {
        const isAddress = fields.some(({ schema }) => schema['format'] === 'email');
        return isAddress ? value.replace(/\+[^@]*(?=@)/, '') : value;
      });
    }),
  },
  {
    name: 'long-values-ignored',
    summary: 'a filter value of more than 255 characters has no effect',
    area: 'filters',
    ...onFilters(isOpenText, 'field'),
    wrap: editRequests((request, { contract }) => {
      return changeFilters(contract, request, (value) => (value.length > 255 ? undefined : value));
    }),
  },
  {
    name: 'unknown-value-ignored',
    summary: 'a filter value that is not in the closed set has no effect',
    area: 'filters',
    appliesTo: ({ filters }) => filters.some(isClosedText),
    breaks: (contract) => weakest('inferred', restsOn('errors/invalidParameter/status')(contract)),
    wrap: editRequests((request, { contract }) => {
      return changeFilters(contract, request, (value, { declared }) => {
        const values = declared?.schema['enum'];
        return Array.isArray(values) && !values.includes(value) ? undefined : value;
      });
    }),
  },
  {
    name: 'malformed-value-crashes',
    summary: 'an invalid filter value gives 500',
    area: 'filters',
    breaks: always('documented'),
    appliesTo: ({ filters }) =>
      filters.some(({ fields, declared }) => fields[0]?.kind !== 'string' || declared?.schema['enum'] !== undefined),
    wrap:
      ({ contract, handle }) =>
      (request) => {
        const response = handle(request);
        const isRejected = response?.status === contract.errors.get('invalidParameter')?.status;
        return isRejected && isSuccess(handle(withoutFilters(contract, request))) ? CRASH : response;
      },
  },
];

/** Nothing says which values there are. */
function isHiddenAndOpen(filter: Filter, contract: Contract): boolean {
  const isListed = filter.fields.some(({ schema }) => schema['enum'] !== undefined);
  return isHidden(filter, contract) && filter.declared?.schema['enum'] === undefined && !isListed;
}

function rootOf({ fields }: Filter): string {
  return fields[0]?.path[0] ?? '';
}

function withoutFilters(contract: Contract, request: MockRequest): MockRequest {
  return changeFilters(contract, request, () => undefined);
}

function changeValues(change: (value: string) => string): NonNullable<Deviation['wrap']> {
  return editRequests((request, { contract }) => {
    return changeFilters(contract, request, (value, filter) => (isOpenText(filter) ? change(value) : value));
  });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
