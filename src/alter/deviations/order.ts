import type { Contract, OrderKey } from '../../contract/contract.ts';
import { compareComparables, readField, toComparable } from '../../contract/field-values.ts';

import { restsOn } from '../../contract/provenance.ts';
import { hasTokens, type Item, isSuccess, listTieKeys } from '../../page/page-reader.ts';
import { isLaterPage, readParameter, setParameter } from '../../page/query.ts';
import type { Key, View } from '../../store/table.ts';
import { editPages, editRequests } from '../edits.ts';
import { changeView, overrideTables, selectReversedTies, viewRows } from '../tables.ts';
import type { Deviation } from './deviation.ts';
import { cutTimes, hasTimeKey, SECOND } from './other-orders.ts';

const hasOrder = (contract: Contract): boolean => listTieKeys(contract).length > 0;
const hasParameter = ({ order }: Contract): boolean => order.parameter !== undefined;

/** Rows in another order than requested. */
export const orderDeviations: readonly Deviation[] = [
  {
    name: 'order-turned-round',
    summary: 'the default order is reversed',
    area: 'paging',
    breaks: restsOn('order/by'),
    appliesTo: hasOrder,
    overrideContract: overrideOrder(([first, ...rest]) => (first === undefined ? [] : [turn(first), ...rest])),
  },
  {
    name: 'order-within-pages-only',
    summary: 'rows are sorted only within each page',
    area: 'paging',
    breaks: restsOn('order/by'),
    appliesTo: hasOrder,
    overrideContract: overrideOrder((keys) => keys.slice(-1)),
    wrap: editPages((page, request, { contract }) => {
      if (readParameter(request, contract.order.parameter?.name ?? '') !== undefined) return;
      page.items = [...page.items].sort((a, b) => compareItems(a, b, contract.order.by));
    }),
  },
  {
    name: 'order-parameter-ignored',
    summary: 'the requested order has no effect',
    area: 'paging',
    breaks: restsOn('order/parameter'),
    appliesTo: hasParameter,
    wrap: editRequests((request, { contract: { order } }) =>
      setParameter(request, order.parameter?.name ?? '', undefined),
    ),
  },
  {
    name: 'descending-ignored',
    summary: 'a descending order is ascending',
    area: 'paging',
    breaks: restsOn('order/parameter'),
    appliesTo: ({ order }) => order.parameter !== undefined && order.direction === undefined,
    wrap: changeOrder((value) => value.replaceAll('-', '')),
  },
  {
    name: 'first-order-field-only',
    summary: 'only the first field of an order applies',
    area: 'paging',
    breaks: restsOn('order/separator'),
    appliesTo: ({ order }) => order.parameter?.separator !== undefined,
    wrap: changeOrder((value, separator) => value.split(separator)[0] ?? value),
  },
  {
    name: 'first-direction-for-all-fields',
    summary: 'where the first field of an order is descending, all are',
    area: 'paging',
    breaks: restsOn('order/separator'),
    appliesTo: ({ order }) => order.parameter?.separator !== undefined && order.direction === undefined,
    wrap: changeOrder((value, separator) => {
      if (!value.startsWith('-')) return value;
      return value
        .split(separator)
        .map((key) => `-${key.replace(/^-/, '')}`)
        .join(separator);
    }),
  },
  {
    name: 'last-order-field-only',
    summary: 'of the fields of an order, only the last applies',
    area: 'paging',
    breaks: restsOn('order/separator'),
    appliesTo: ({ order }) => order.parameter?.separator !== undefined,
    wrap: changeOrder((value, separator) => value.split(separator).at(-1) ?? value),
  },
  {
    name: 'order-loses-nulls',
    summary: 'rows with no value in the sort field are missing',
    area: 'paging',
    breaks: restsOn('order/parameter'),
    appliesTo: hasParameter,
    overrideState: overrideTables((selection, table, contract) => {
      const [key] = selection.order;
      if (key === undefined || selection.order === contract.order.by) return table.select(selection);
      return viewRows(table, selection, (row) => readField(row, key.field.path).some((value) => value !== null));
    }),
  },
  {
    name: 'documented-order-refused',
    summary: 'an order by the last of the documented fields is rejected',
    area: 'paging',
    breaks: restsOn('order/fields'),
    appliesTo: ({ order }) => (order.parameter?.fields.size ?? 0) > 1,
    wrap: refuseOrder((value, { order }) => {
      const last = [...(order.parameter?.fields.keys() ?? [])].at(-1) ?? '';
      return value === last || value.startsWith(`-${last}`);
    }),
  },
  {
    name: 'several-orders-refused',
    summary: 'an order by several fields is rejected',
    area: 'paging',
    breaks: restsOn('order/separator'),
    appliesTo: ({ order }) => order.parameter?.separator !== undefined,
    wrap: refuseOrder((value, { order }) => value.includes(order.parameter?.separator ?? ',')),
  },
  {
    name: 'unknown-order-otherwise',
    summary: 'an unknown sort field is rejected where it should be ignored, or ignored where it should be rejected',
    area: 'paging',
    breaks: restsOn('order/unknown'),
    appliesTo: hasParameter,
    overrideContract(contract) {
      const { parameter } = contract.order;
      if (parameter === undefined) return contract;
      const unknown = parameter.unknown === 'ignore' ? 'reject' : 'ignore';
      return { ...contract, order: { ...contract.order, parameter: { ...parameter, unknown } } };
    },
  },
];

function turn(key: OrderKey): OrderKey {
  return { ...key, direction: key.direction === 1 ? -1 : 1 };
}

function overrideOrder(change: (keys: readonly OrderKey[]) => readonly OrderKey[]): (contract: Contract) => Contract {
  return (contract) => ({ ...contract, order: { ...contract.order, by: change(contract.order.by) } });
}

function changeOrder(change: (value: string, separator: string) => string): NonNullable<Deviation['wrap']> {
  return editRequests((request, { contract: { order } }) => {
    const { name = '', separator = ',' } = order.parameter ?? {};
    const value = readParameter(request, name);
    return value === undefined ? request : setParameter(request, name, change(value, separator));
  });
}

/** Makes a wrap that rejects some orders. */
function refuseOrder(test: (value: string, contract: Contract) => boolean): NonNullable<Deviation['wrap']> {
  return ({ contract, handle, fail }) =>
    (request) => {
      const value = readParameter(request, contract.order.parameter?.name);
      const answer = handle(request);
      const isRefused = value !== undefined && isSuccess(answer) && test(value, contract);
      return isRefused ? fail('invalidParameter', request) : answer;
    };
}

function compareItems(a: Item, b: Item, keys: readonly OrderKey[]): number {
  for (const { field, direction } of keys) {
    const [left, right] = [a, b].map((item) => toComparable(readField(item, field.path)[0], field.kind));
    const difference = compareComparables(left ?? null, right ?? null) * direction;
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Bugs that only show where rows are equal under the order, at the end of a page. */
export const tieDeviations: readonly Deviation[] = [
  {
    name: 'ties-lost',
    summary: 'a page continues after the sort value of the last row, so that rows with the same value are lost',
    area: 'paging',
    breaks: restsOn('page/next'),
    appliesTo: canLoseTies,
    overrideState: overrideCounts((view, cut) => ({
      countBefore: (key) => view.countBefore(cut(key)),
      countThrough: (key) => view.countThrough(cut(key)),
    })),
  },
  {
    name: 'ties-repeated',
    summary: 'a page continues from the sort value of the last row, so that rows with the same value are repeated',
    area: 'paging',
    breaks: restsOn('page/next'),
    appliesTo: canLoseTies,
    overrideState: overrideCounts((view, cut) => ({ countThrough: (key) => view.countBefore(cut(key)) })),
  },
  {
    name: 'ties-lost-backward',
    summary: 'a page that is reached backward lacks the rows with the same sort value as the page it was reached from',
    area: 'paging',
    breaks: restsOn('page/previous'),
    appliesTo: (contract) => canLoseTies(contract) && contract.envelope.roles.has('previous'),
    overrideState: overrideCounts((view, cut) => ({ countBefore: (key) => view.countBefore(cut(key)) })),
  },
  {
    name: 'position-cut-to-seconds',
    summary: 'a position holds the time of the last row without its fractions of a second',
    area: 'paging',
    breaks: restsOn('page/next'),
    appliesTo: (contract) => hasTokens(contract) && hasTimeKey(contract),
    rows: { scenario: 'awkward' },
    overrideState: overrideTables((selection, table) => {
      const view = table.select(selection);
      const cut = (key: Key): Key => cutTimes(key, selection.order, SECOND);
      return changeView(view, {
        countBefore: (key) => view.countBefore(cut(key)),
        countThrough: (key) => view.countThrough(cut(key)),
      });
    }),
  },
  {
    name: 'ties-by-plan',
    summary: 'later pages have rows with the same sort value in another order than the first page',
    area: 'paging',
    breaks: restsOn('page/next'),
    appliesTo: (contract) => listTieKeys(contract).length > 0,
    wrap({ contract, handle, variant }) {
      const later = variant({ overrideState: overrideTables(selectReversedTies) });
      return (request) => (isLaterPage(contract, request) ? later(request) : handle(request));
    },
  },
  {
    name: 'ties-unsteady',
    summary: 'rows with the same sort value change order with every request',
    area: 'paging',
    breaks: restsOn('page/next'),
    appliesTo: (contract) => listTieKeys(contract).length > 0,
    overrideState(state) {
      let requests = 0;
      return overrideTables((selection, table) => {
        requests += 1;
        return requests % 2 === 0 ? table.select(selection) : selectReversedTies(selection, table);
      }, false)(state);
    },
  },
];

function canLoseTies(contract: Contract): boolean {
  return hasTokens(contract) && listTieKeys(contract).length > 0;
}

type Counts = Partial<Pick<View, 'countBefore' | 'countThrough'>>;

function overrideCounts(
  change: (view: View, cut: (key: Key) => Key) => Counts,
): NonNullable<Deviation['overrideState']> {
  return overrideTables((selection, table, contract) => {
    const view = table.select(selection);
    const length = selection.order.filter(({ field }) => field.name !== contract.identity.name).length;
    return changeView(
      view,
      change(view, (key) => key.slice(0, length)),
    );
  });
}
