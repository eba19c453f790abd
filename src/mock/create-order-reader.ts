import { endInIdentity } from '../contract/compile-order.ts';
import type { Contract, OrderKey } from '../contract/contract.ts';
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
    const names = parameter.separator === undefined ? [value] : value.split(parameter.separator);
    const keys: OrderKey[] = [];
    for (const name of names.map((text) => text.trim())) {
      const field = parameter.fields.get(name.replace(/^-/, ''));
      if (field === undefined && parameter.unknown === 'reject') return { violation: { parameter: parameter.name, rule: 'order' } };
      const isRepeated = keys.some((key) => key.field === field);
      if (field !== undefined && !isRepeated) keys.push({ field, direction: name.startsWith('-') ? -1 : 1 });
    }
    return keys.length === 0 ? usual : { keys: endInIdentity(keys, identity) };
  };
}
