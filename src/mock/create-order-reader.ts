import { endInIdentity } from '../contract/compile-order.ts';
import type { Contract, Order, OrderKey } from '../contract/contract.ts';
import type { Query } from '../page/parse-query.ts';
import { readValues } from '../page/read-values.ts';
import type { Violation } from './failure.ts';

/** The order that a query asks for, or the rule that its wish breaks. */
export type OrderReading = { readonly keys: readonly OrderKey[] } | { readonly violation: Violation };

/**
 * Compiles the reading of the order parameter.
 *
 * @returns a function from a query to the keys of its order, the contract's own order where the query names none
 */
export function createOrderReader({ order, query: syntax, identity }: Contract): (query: Query) => OrderReading {
  const { parameter, by } = order;
  const usual: OrderReading = { keys: by };
  if (parameter === undefined) return () => usual;
  return (query) => {
    const value = query.length === 0 ? undefined : readValues(query, parameter.name, syntax).at(-1);
    if (value === undefined) return usual;
    const keys = readKeys(value, parameter);
    if (keys === undefined) return { violation: { parameter: parameter.name, rule: 'order' } };
    return keys.length === 0 ? usual : { keys: endInIdentity(keys, identity) };
  };
}

/** The keys that a value names, each field once; `undefined` when it names one that it may not. */
function readKeys(value: string, parameter: NonNullable<Order['parameter']>): readonly OrderKey[] | undefined {
  const { separator, fields, unknown } = parameter;
  const names = (separator === undefined ? [value] : value.split(separator)).map((name) => name.trim());
  const known = names.filter((name) => fields.has(nameOfField(name)));
  if (unknown === 'reject' && known.length < names.length) return undefined;
  const keys = new Map<string, OrderKey>();
  for (const name of known) {
    const field = fields.get(nameOfField(name));
    if (field !== undefined && !keys.has(field.name))
      keys.set(field.name, { field, direction: name.startsWith('-') ? -1 : 1 });
  }
  return [...keys.values()];
}

function nameOfField(name: string): string {
  return name.replace(/^-/, '');
}
