import type { Contract, Field, OrderKey } from '../../contract/contract.ts';
import { restsOn } from '../../contract/provenance.ts';
import { hasTokens } from '../../page/page-reader.ts';
import { readParameter, setParameter } from '../../page/query.ts';
import type { Key } from '../../store/table.ts';
import { editRequests } from '../edits.ts';
import { overrideTables, viewSorted } from '../tables.ts';
import type { Deviation } from './deviation.ts';

/** In milliseconds. */
export const SECOND = 1000;
const DAY = 86_400_000;

/** Rows that are sorted by something else than they should be. */
export const otherOrderDeviations: readonly Deviation[] = [
  {
    name: 'order-cut-to-seconds',
    summary: 'times are sorted by whole seconds, and within them by identity',
    area: 'paging',
    breaks: restsOn('order/by'),
    // Where clients count, times that close together are found in no rows that come with the package.
    appliesTo: (contract) => hasTimeKey(contract) && (hasTokens(contract) || contract.order.parameter !== undefined),
    rows: { scenario: 'awkward' },
    overrideState: sortByCut(SECOND),
  },
  {
    name: 'order-cut-to-days',
    summary: 'times are sorted by whole days, and within them by identity',
    area: 'paging',
    breaks: restsOn('order/by'),
    appliesTo: hasTimeKey,
    overrideState: sortByCut(DAY),
  },
  {
    name: 'order-by-identity',
    summary: 'the default order is that of the identity',
    area: 'paging',
    breaks: restsOn('order/by'),
    appliesTo: ({ order, identity }) => order.by[0]?.field.name !== identity.name,
    overrideContract: (contract) => sortBy(contract, contract.identity),
  },
  {
    name: 'order-by-other-field',
    summary: 'the default order is that of another field',
    area: 'paging',
    breaks: restsOn('order/by'),
    appliesTo: (contract) => findOther(contract) !== undefined,
    overrideContract: (contract) => sortBy(contract, findOther(contract) ?? contract.identity),
  },
  {
    name: 'order-parameter-by-other-field',
    summary: 'rows are sorted by another field than the requested one',
    area: 'paging',
    breaks: restsOn('order/parameter'),
    appliesTo: ({ order }) => (order.parameter?.fields.size ?? 0) > 1,
    wrap: editRequests((request, { contract: { order } }) => {
      const { name, fields = new Map<string, Field>() } = order.parameter ?? {};
      const value = readParameter(request, name);
      const names = [...fields.keys()];
      const asked = names.findIndex((one) => value === one || value?.startsWith(`-${one}`) === true);
      const other = names[(asked + 1) % names.length];
      if (value === undefined || asked < 0 || other === undefined) return request;
      return setParameter(request, name, value.replace(names[asked] ?? '', other));
    }),
  },
];

/** Whether rows are sorted by a time first: an instant, or a number that is called one. */
export function hasTimeKey({ order }: Contract): boolean {
  return order.by[0] !== undefined && isTime(order.by[0]);
}

function isTime({ field: { kind, name } }: OrderKey): boolean {
  return kind === 'instant' || (kind === 'number' && /(At|time|date|created|updated)$/i.test(name));
}

/** The key with its times rounded down. @param unit - in milliseconds */
export function cutTimes(key: Key, order: readonly OrderKey[], unit: number): Key {
  return key.map((value, index) => {
    const by = order[index];
    return by !== undefined && isTime(by) && typeof value === 'number' ? Math.floor(value / unit) * unit : value;
  });
}

function sortByCut(unit: number): NonNullable<Deviation['overrideState']> {
  return overrideTables((selection, table) =>
    viewSorted(table, selection, (key) => cutTimes(key, selection.order, unit)),
  );
}

function sortBy(contract: Contract, field: Field): Contract {
  const { order, identity } = contract;
  const direction = order.by[0]?.direction ?? 1;
  const rest = field.name === identity.name ? [] : order.by.slice(-1);
  return { ...contract, order: { ...order, by: [{ field, direction }, ...rest] } };
}

/** A field that rows are not sorted by: one that they can be sorted by on request, or that a filter reads. */
function findOther({ order, filters, identity }: Contract): Field | undefined {
  const taken = [identity.name, ...order.by.map(({ field }) => field.name)];
  const fields = [...(order.parameter?.fields.values() ?? []), ...filters.flatMap((filter) => filter.fields)];
  return fields.find(({ name, path }) => !taken.includes(name) && path.length === 1 && path[0] !== '*');
}
