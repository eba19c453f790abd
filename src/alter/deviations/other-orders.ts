import type { Contract, Field } from '../../contract/contract.ts';
import { restsOn } from '../../contract/provenance.ts';
import { readParameter, setParameter } from '../../page/query.ts';
import { editRequests } from '../edits.ts';
import type { Deviation } from './deviation.ts';

/** Rows that are sorted by something else than they should be. */
export const otherOrderDeviations: readonly Deviation[] = [
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
