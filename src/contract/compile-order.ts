import type { Block, Compilation } from './compilation.ts';
import { optional } from './compile-access.ts';
import type { Field, Order, OrderKey } from './contract.ts';

/** Compiles the block's `order`; the identity becomes its last key where the file does not name it. */
export function compileOrder(compilation: Compilation, identity: Field): Order {
  const order: Block = compilation.block['order'];
  const by = (order['by'] as readonly string[]).flatMap((text, index) => {
    return compileKey(compilation, text, ['order', 'by', index]) ?? [];
  });
  return { by: endInIdentity(by, identity), ...optional('parameter', compileParameter(compilation, order)) };
}

function compileKey(compilation: Compilation, text: string, path: readonly (string | number)[]): OrderKey | undefined {
  const field = compilation.field(text.replace(/^-/, ''), path);
  return field && { field, direction: text.startsWith('-') ? -1 : 1 };
}

/** Completes an order by the identity, without which equal rows would have no settled place. */
export function endInIdentity(keys: readonly OrderKey[], identity: Field): readonly OrderKey[] {
  if (keys.some((key) => key.field.name === identity.name)) return keys;
  return [...keys, { field: identity, direction: 1 }];
}

function compileParameter(compilation: Compilation, order: Block): Order['parameter'] {
  if (order['parameter'] === undefined) {
    for (const key of ['fields', 'separator', 'unknown']) {
      if (order[key] !== undefined)
        compilation.report(['order', key], `Missing order.parameter: order.${key} has no effect without it`);
    }
    return undefined;
  }
  const parameter = compilation.parameter(order['parameter'], ['query'], ['order', 'parameter']);
  if (parameter === undefined) return undefined;
  if (order['fields'] === undefined)
    compilation.report(['order', 'parameter'], 'Missing order.fields: the fields that the parameter may name');
  const fields = ((order['fields'] ?? []) as readonly string[]).flatMap((name, index) => {
    const field = compilation.field(name, ['order', 'fields', index]);
    return field ? ([[name, field]] as const) : [];
  });
  return {
    name: parameter.name,
    fields: new Map(fields),
    ...optional('separator', order['separator'] as string | undefined),
    unknown: order['unknown'] ?? 'ignore',
  };
}
