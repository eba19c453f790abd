import type { Contract, Filter } from '../../contract/contract.ts';
import { type Criterion, createPredicate } from '../../contract/criterion.ts';
import { readField } from '../../contract/field-values.ts';
import { restsOn } from '../../contract/provenance.ts';
import type { Row } from '../../dataset/row-source.ts';
import { readId, readPage } from '../../page/page-reader.ts';
import { changeFilters, isLaterPage, setParameter } from '../../page/query.ts';
import { editPages, editRequests } from '../edits.ts';
import { overrideTables, repeatRows, viewRows } from '../tables.ts';
import type { Deviation } from './deviation.ts';
import { isNested, onFilters, unbindFilters } from './filter-traits.ts';

const hasSeveral = ({ filters }: Contract): boolean => filters.length > 1;

/** Several filters, several values of one, and lists within rows. */
export const combinationDeviations: readonly Deviation[] = [
  {
    name: 'filters-alternative',
    summary: 'a row has to match only one of several filters',
    area: 'filters',
    breaks: restsOn('filters'),
    appliesTo: hasSeveral,
    overrideState: overrideTables((selection, table, contract) => {
      const [fixed, given] = splitPartition(contract, selection.criteria);
      if (given.length < 2) return table.select(selection);
      return viewRows(table, { ...selection, criteria: fixed }, (row) => given.some((one) => meets(row, one)));
    }),
  },
  {
    name: 'last-filter-wins',
    summary: 'of several filters, only the last one applies',
    area: 'filters',
    breaks: restsOn('filters'),
    appliesTo: hasSeveral,
    overrideState: overrideTables((selection, table, contract) => {
      const [fixed, given] = splitPartition(contract, selection.criteria);
      return table.select({ ...selection, criteria: [...fixed, ...given.slice(-1)] });
    }),
  },
  {
    name: 'any-key-is-enough',
    summary: 'a row has to have only one of several keys',
    area: 'filters',
    ...onFilters(({ operator, serialization }) => operator === 'hasKey' && serialization === 'indexed', 'operator'),
    overrideState: overrideTables((selection, table) => {
      const keys = selection.criteria.filter(({ operator }) => operator === 'hasKey');
      if (keys.length < 2) return table.select(selection);
      const rest = selection.criteria.filter(({ operator }) => operator !== 'hasKey');
      return viewRows(table, { ...selection, criteria: rest }, (row) => keys.some((one) => meets(row, one)));
    }),
  },
  {
    name: 'first-key-only',
    summary: 'of several keys, only the first applies',
    area: 'filters',
    ...onFilters(({ operator, serialization }) => operator === 'hasKey' && serialization === 'indexed', 'operator'),
    overrideState: overrideTables((selection, table) => {
      const first = selection.criteria.find(({ operator }) => operator === 'hasKey');
      const criteria = selection.criteria.filter((one) => one.operator !== 'hasKey' || one === first);
      return table.select({ ...selection, criteria });
    }),
  },
  {
    name: 'last-key-only',
    summary: 'of several keys, only the last applies',
    area: 'filters',
    ...onFilters(({ operator, serialization }) => operator === 'hasKey' && serialization === 'indexed', 'operator'),
    overrideState: overrideTables((selection, table) => {
      const last = selection.criteria.findLast(({ operator }) => operator === 'hasKey');
      const criteria = selection.criteria.filter((one) => one.operator !== 'hasKey' || one === last);
      return table.select({ ...selection, criteria });
    }),
  },
  ...(['first', 'last'] as const).map(
    (which): Deviation => ({
      name: `${which}-captured-key-only`,
      summary: `of several filters that name keys, only the ${which} applies`,
      area: 'filters',
      ...onFilters(({ serialization }) => serialization === 'captured', 'operator'),
      wrap: editRequests((request, { contract }) => {
        const isCaptured = ({ serialization }: Filter): boolean => serialization === 'captured';
        let count = 0;
        changeFilters(contract, request, (value, filter) => {
          count += isCaptured(filter) ? 1 : 0;
          return value;
        });
        let place = 0;
        return changeFilters(contract, request, (value, filter) => {
          if (!isCaptured(filter)) return value;
          place += 1;
          return place === (which === 'first' ? 1 : count) ? value : undefined;
        });
      }),
    }),
  ),
  {
    name: 'joined-list-repeats-rows',
    summary: 'a row that is filtered by a list within it is returned once for each element, as a JOIN does',
    area: 'filters',
    breaks: restsOn('page/next'),
    appliesTo: (contract) => contract.filters.some((filter) => isNested(contract, filter)),
    overrideState: overrideTables((selection, table) => {
      const lists = selection.criteria.filter(({ operator }) => operator === 'equals').flatMap(({ fields }) => fields);
      return lists.length === 0
        ? table.select(selection)
        : repeatRows(table, selection, (row) => Math.max(1, ...lists.map(({ path }) => readField(row, path).length)));
    }),
  },
  {
    name: 'joined-values-repeat-rows',
    summary: 'a row that holds a value twice in a list is returned twice, as a JOIN does',
    area: 'filters',
    breaks: restsOn('page/next'),
    appliesTo: ({ filters }) => filters.some(isWithinLists),
    overrideState: overrideTables((selection, table) => {
      const nested = selection.criteria.filter(({ operator, fields }) => {
        return operator !== 'hasKey' && fields.some(({ path }) => path.includes('*'));
      });
      return nested.length === 0
        ? table.select(selection)
        : repeatRows(table, selection, (row) => countMatches(row, nested));
    }),
  },
  {
    name: 'first-element-only',
    summary: 'a filter on an array within a row looks at its first element only',
    area: 'filters',
    ...onFilters((filter, contract) => isNested(contract, filter), 'field'),
    overrideState: overrideTables((selection, table) => {
      const view = (row: Row): boolean =>
        selection.criteria.every((one) => one.operator === 'hasKey' || meets(row, one, (values) => values.slice(0, 1)));
      return viewRows(table, selection, view);
    }),
  },
  {
    name: 'filtered-after-paging',
    summary: 'filters apply after the page is cut, so that pages have fewer rows and the total counts all rows',
    area: 'filters',
    breaks: restsOn('total'),
    appliesTo: ({ filters, envelope }) => filters.length > 0 && envelope.roles.has('total'),
    overrideContract: unbindFilters,
    wrap: (context) => {
      const { contract, handle } = context;
      return editPages((page, request) => {
        const bare = changeFilters(contract, request, () => undefined);
        const { maximum, parameter } = contract.page.limit;
        // What matches is read from pages of the largest size, as far as they go.
        const start = setParameter(
          setParameter(request, contract.page.position, undefined),
          parameter,
          String(maximum),
        );
        const matching = new Set(readPage(contract, handle(start))?.items.map((item) => readId(contract, item)));
        const whole = readPage(contract, handle(bare));
        if (whole === undefined || bare.query === request.query) return;
        page.items = whole.items.filter((item) => matching.has(readId(contract, item)));
        page.write('total', whole.read('total'));
        for (const role of ['next', 'previous'] as const) page.write(role, whole.read(role));
      })(context);
    },
  },
  {
    name: 'no-match-shows-everything',
    summary: 'filters that no row matches return all rows',
    area: 'filters',
    breaks: restsOn('filters'),
    appliesTo: ({ filters }) => filters.length > 0,
    overrideContract: unbindFilters,
    wrap:
      ({ contract, handle }) =>
      (request) => {
        const response = handle(request);
        const isEmpty = readPage(contract, response)?.items.length === 0 && !isLaterPage(contract, request);
        return isEmpty ? handle(changeFilters(contract, request, () => undefined)) : response;
      },
  },
  {
    name: 'no-match-is-not-found',
    summary: 'filters that no row matches give 404',
    area: 'filters',
    breaks: restsOn('items'),
    appliesTo: ({ filters }) => filters.length > 0,
    wrap:
      ({ contract, handle, fail }) =>
      (request) => {
        const response = handle(request);
        const isEmpty = readPage(contract, response)?.items.length === 0 && !isLaterPage(contract, request);
        return isEmpty ? fail('notFound', request) : response;
      },
  },
];

/** The criterion of the header that selects rows is none of the client's filters. */
function splitPartition(
  { access }: Contract,
  criteria: readonly Criterion[],
): readonly [readonly Criterion[], readonly Criterion[]] {
  const name = access.partition?.field.name;
  const isFixed = ({ fields }: Criterion): boolean => fields[0]?.name === name;
  return [criteria.filter(isFixed), criteria.filter((one) => !isFixed(one))];
}

/** How many combinations of values of a row meet the criteria. */
function countMatches(row: Row, criteria: readonly Criterion[]): number {
  return criteria.reduce((product, criterion) => {
    const [field] = criterion.fields;
    if (field === undefined) return product;
    const count = readField(row, field.path).filter(createPredicate(criterion, field)).length;
    return product * Math.max(1, count);
  }, 1);
}

/** Whether a filter is about members of objects in a list. */
function isWithinLists({ operator, serialization, fields }: Contract['filters'][number]): boolean {
  return (
    operator !== 'hasKey' && serialization !== 'captured' && fields.some(({ path }) => path.slice(0, -1).includes('*'))
  );
}

type Choose = (values: readonly unknown[]) => readonly unknown[];

function meets(row: Row, criterion: Criterion, choose: Choose = (values) => values): boolean {
  return criterion.fields.some((field) => choose(readField(row, field.path)).some(createPredicate(criterion, field)));
}
