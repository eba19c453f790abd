import { type Block, type Compilation, optional } from './compilation.ts';
import type { Field, Order, OrderDirection, OrderKey, Parameter } from './contract.ts';
import { defaultOf, valuesOf } from './openapi/schema-branches.ts';

/** Compiles the block's `order`; the identity becomes its last key where the file does not name it. */
export function compileOrder(compilation: Compilation, identity: Field): Order {
  const order: Block = compilation.block['order'];
  const by = (order['by'] as readonly string[]).flatMap((text, index) => {
    return compileKey(compilation, text, ['order', 'by', index]) ?? [];
  });
  const implied = impliedDirection(compilation, order);
  return {
    by: endInIdentity(by, identity),
    ...(implied === undefined
      ? {
          ...optional('parameter', compileParameter(compilation, order)),
          ...optional('direction', compileDirection(compilation, order)),
        }
      : { direction: implied }),
  };
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

/** Where a client's choice of order may stand. */
const PLACES: readonly Parameter['in'][] = ['query', 'header', 'body'];

function compileParameter(compilation: Compilation, order: Block): Order['parameter'] {
  if (order['parameter'] === undefined) {
    for (const key of ['fields', 'separator', 'unknown']) {
      if (order[key] !== undefined)
        compilation.report(['order', key], `Missing order.parameter: order.${key} has no effect without it`);
    }
    return undefined;
  }
  const parameter = compilation.parameter(order['parameter'], PLACES, ['order', 'parameter']);
  if (parameter === undefined) return undefined;
  if (order['fields'] === undefined)
    compilation.report(['order', 'parameter'], 'Missing order.fields: the fields that the parameter may name');
  const fields = compileFields(compilation, order['fields'] ?? []);
  const isFixed = ([name, { direction }]: readonly [string, OrderKey]): boolean => {
    return direction === -1 || (order['direction'] === undefined && isOnlyForward(parameter, name));
  };
  return {
    name: parameter.name,
    fields: new Map(fields.filter((one) => !isFixed(one)).map(([name, { field }]) => [name, field])),
    orders: new Map(fields.filter(isFixed)),
    ...optional('separator', order['separator'] as string | undefined),
    unknown: order['unknown'] ?? 'ignore',
  };
}

/** Fields by the names that clients send: their own, or those that a map gives them. */
function compileFields(
  compilation: Compilation,
  fields: readonly string[] | Readonly<Record<string, string>>,
): readonly (readonly [string, OrderKey])[] {
  const named = Array.isArray(fields)
    ? fields.map((name: string, index) => [name, name, index] as const)
    : Object.entries(fields as Record<string, string>)
        .filter(([name]) => name !== 'provenance' && name !== 'source')
        .map(([sent, name]) => [sent, name, sent] as const);
  return named.flatMap(([sent, name, place]) => {
    const key = compileKey(compilation, name, ['order', 'fields', place]);
    return key ? ([[sent, key]] as const) : [];
  });
}

/** Whether the document lets a client send a name, and not the same with a `-` in front. */
function isOnlyForward({ schema }: Parameter, name: string): boolean {
  const values = valuesOf(schema);
  return values?.includes(name) === true && !values.includes(`-${name}`);
}

function compileDirection(compilation: Compilation, order: Block): OrderDirection | undefined {
  const direction: Block | undefined = order['direction'];
  if (direction === undefined) return undefined;
  const path = ['order', 'direction'];
  const { ascending, descending, after = ' ' } = direction as Readonly<Record<string, string>> & OrderDirection;
  if (direction['parameter'] === undefined) {
    if (order['parameter'] === undefined)
      compilation.report(path, 'Missing order.parameter: the direction follows a field in its value');
    return { ascending, descending, after, usual: 1 };
  }
  const parameter = compilation.parameter(direction['parameter'], PLACES, [...path, 'parameter']);
  const values = valuesOf(parameter?.schema ?? {});
  for (const key of ['ascending', 'descending']) {
    if (values !== undefined && !values.map(String).includes(String(direction[key]))) {
      compilation.report([...path, key], `Invalid value ${direction[key]}: must be one of ${values.join(', ')}`);
    }
  }
  const usual = defaultOf(parameter?.schema ?? {}) === descending ? -1 : 1;
  return { parameter: direction['parameter'], ascending, descending, after, usual };
}

/** A parameter that the document lets have two values only, one for each way, is no choice of fields. */
function impliedDirection(compilation: Compilation, order: Block): OrderDirection | undefined {
  if (order['direction'] !== undefined || order['parameter'] === undefined) return undefined;
  const parameter = compilation.parameters.find(({ name }) => name === order['parameter']);
  const values = (valuesOf(parameter?.schema ?? {}) ?? []).map(String);
  const ascending = values.find((value) => /^asc(?:ending)?$/i.test(value));
  const descending = values.find((value) => /^desc(?:ending)?$/i.test(value));
  if (values.length !== 2 || ascending === undefined || descending === undefined) return undefined;
  const usual = String(defaultOf(parameter?.schema ?? {})) === descending ? -1 : 1;
  return { parameter: order['parameter'], ascending, descending, after: ' ', usual };
}
