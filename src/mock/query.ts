import { LRUCache } from 'lru-cache';
import { endInIdentity } from '../contract/compile-order.ts';
import type { Contract, Field, JsonSchema, Order, OrderKey, Parameter, QuerySyntax } from '../contract/contract.ts';
import { listCredentialHeaders } from '../contract/credentials.ts';
import type { Criterion } from '../contract/criterion.ts';
import { itemsOf, typesOf } from '../contract/openapi/schema-branches.ts';
import { isUnknowable } from '../contract/page-parameters.ts';
import { resolveLimit, type Violation } from '../page/limit.ts';
import { createParameterTest, listPlacedNames, parseQuery, type Query, readValues } from '../page/query.ts';
import type { Binding } from '../page/token-codec.ts';
import type { Selection } from '../store/table.ts';
import { createFilterReader, createTextCheck, readList } from './filters.ts';
import { type MockRequest, readHeader } from './message.ts';

/** What a query says, but for the position, which depends on the time. */
export interface ParsedQuery {
  readonly query: Query;
  readonly selection: Selection;
  /** Means nothing where the limit is among the violations. */
  readonly limit: number;
  readonly binding: Binding;
  readonly violations: readonly Violation[];
}

/** A longer query is read each time: what is kept must not grow with what is sent. */
const MAX_CHARACTERS = 1024;
const MAX_PARSED = 4000;

/**
 * Compiles the reading of a query's filters, order and page size.
 *
 * @returns a function from a request, its tenant and its collection to what it says; a query that was read before is not
 *   read again
 */
export function createQueryReader(
  contract: Contract,
): (request: MockRequest, tenant: string, collection: string) => ParsedQuery {
  const readFilters = createFilterReader(contract);
  const readOrder = createOrderReader(contract);
  const findUnknown = createUnknownFinder(contract);
  const findInvalid = createInvalidFinder(contract);
  const readPartition = createPartitionReader(contract);
  const usualOrder = nameOrder(contract.order.by);
  const known = new LRUCache<string, ParsedQuery>({ max: MAX_PARSED });

  function read(text: string, partition: readonly Criterion[], tenant: string, collection: string): ParsedQuery {
    const query = parseQuery(text);
    const filters = readFilters(query);
    const order = readOrder(query);
    const limit = resolveLimit(query, contract.page.limit, contract.query);
    const keys = 'keys' in order ? order.keys : contract.order.by;
    const criteria = [...partition, ...filters.criteria];
    return {
      query,
      selection: { criteria, order: keys },
      limit: limit.ok ? limit.limit : contract.page.limit.default,
      binding: {
        tenant,
        scope: collection,
        filters: nameCriteria(criteria),
        order: keys === contract.order.by ? usualOrder : nameOrder(keys),
      },
      violations: [
        ...filters.violations,
        ...findUnknown(query),
        ...findInvalid(query),
        ...('violation' in order ? [order.violation] : []),
        ...(limit.ok ? [] : limit.violations),
      ],
    };
  }

  return (request, tenant, collection) => {
    const partition = readPartition(request);
    if (request.query.length > MAX_CHARACTERS) return read(request.query, partition.criteria, tenant, collection);
    const key = `${tenant}\n${collection}\n${partition.name}\n${request.query}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const reading = read(request.query, partition.criteria, tenant, collection);
    known.set(key, reading);
    return reading;
  };
}

/**
 * Compiles the check of what the document declares of headers, and of parameters that are required. What the contract checks in a way
 * of its own is left out: credentials, the version, and the headers that name the collection or select rows.
 *
 * @returns a function that gives one violation for each required parameter that is not sent, and for each rule that a header breaks
 */
export function createDeclarationCheck(
  contract: Contract,
): (request: MockRequest, query: Query) => readonly Violation[] {
  const { access, page, parameters, query: syntax } = contract;
  const { version, partition, scope } = access;
  const ownChecks = [
    ...listCredentialHeaders(contract),
    version?.parameter.name,
    partition?.parameter.name,
    scope?.name,
  ];
  const excluded = new Set(ownChecks.map((name) => name?.toLowerCase()));
  const required = parameters.filter(({ name, required }) => required && !isUnknowable(name, page));
  const isHeader = ({ in: place, name }: Parameter): boolean => place === 'header' && !excluded.has(name.toLowerCase());
  const queries = required.filter((one) => one.in === 'query' || one.in === 'body');
  const headers = required.filter(isHeader);
  const used = listPlacedNames(contract);
  const checks = parameters
    .filter((one) => isHeader(one) && !used.has(one.name))
    .map((one) => createHeaderCheck(one, syntax));
  if (headers.length + queries.length + checks.length === 0) return () => [];
  return (request, query) => {
    const missing = [
      ...headers.filter(({ name }) => (readHeader(request, name.toLowerCase()) ?? '').trim() === ''),
      ...queries.filter(({ name }) => readValues(query, name, syntax).length === 0),
    ];
    return [
      ...missing.map(({ name }) => ({ parameter: name, rule: 'required' })),
      ...checks.flatMap((check) => check(request)),
    ];
  };
}

function createHeaderCheck(
  { name, schema, style }: Parameter,
  syntax: QuerySyntax,
): (request: MockRequest) => readonly Violation[] {
  const types = typesOf(schema);
  const isList = types.includes('array');
  if (style === 'json' || (types.includes('object') && !isList)) return () => [];
  const findRules = createTextCheck(isList ? (itemsOf(schema) ?? {}) : schema, syntax);
  const key = name.toLowerCase();
  return (request) => {
    const value = readHeader(request, key) ?? '';
    const texts = (isList ? value.split(',') : [value]).map((text) => text.trim());
    const rules = new Set(texts.flatMap((text) => (text === '' ? [] : findRules(text))));
    return [...rules].map((rule) => ({ parameter: name, rule }));
  };
}

/**
 * Compiles the check of the parameters that a document declares and the block does not use: they change nothing, and yet a value
 * that their schema does not allow is wrong.
 */
function createInvalidFinder(contract: Contract): (query: Query) => readonly Violation[] {
  const used = listPlacedNames(contract);
  const { direction, parameter: order } = contract.order;
  const { when } = contract.envelope.total ?? {};
  // Words are compared, and nothing is said of others.
  const words = [direction?.parameter, typeof when === 'object' ? when.parameter : undefined];
  const others = contract.parameters.filter(({ name, in: place }) => {
    const isRead = used.has(name) && (!words.includes(name) || name === order?.name);
    return (place === 'query' || place === 'body') && !isRead;
  });
  const checks = others.map((parameter) => createParameterCheck(parameter, contract.query));
  if (checks.length === 0) return () => [];
  return (query) => (query.length === 0 ? [] : checks.flatMap((check) => check(query)));
}

/**
 * Compiles the check of the query of an operation whose parameters nothing else reads: each value against the schema of its parameter.
 *
 * @returns a function that gives a violation, in words too, for each rule that a value breaks
 */
export function createValuesCheck(
  parameters: readonly Parameter[],
  syntax: QuerySyntax,
): (query: Query) => readonly (Violation & { readonly message: string })[] {
  const checks = parameters
    .filter((parameter) => parameter.in === 'query')
    .map((parameter) => ({ parameter, check: createParameterCheck(parameter, syntax) }));
  return (query) => {
    if (query.length === 0) return [];
    return checks.flatMap(({ parameter, check }) =>
      check(query).map((violation) => ({ ...violation, ...describeRule(parameter.schema, violation.rule) })),
    );
  };
}

/** What a rule of a schema allows, in words and by the names that wordings have for it. */
export function describeRule(
  schema: JsonSchema,
  rule: string,
): { readonly message: string; readonly bounds: Readonly<Record<string, string>> } {
  const element = itemsOf(schema) ?? schema;
  const value = rule === 'type' ? typesOf(element).join(' or ') : [element[rule]].flat().join(', ');
  const words = RULE_WORDS[rule];
  const bounds = rule === 'enum' ? { values: value } : { minimum: value, maximum: value, limit: value };
  return { message: words === undefined ? `is invalid: ${rule}` : `${words} ${value}`, bounds };
}

const RULE_WORDS: Readonly<Record<string, string>> = {
  type: 'must be',
  enum: 'must be one of',
  const: 'must be',
  minimum: 'must be at least',
  maximum: 'must be at most',
  exclusiveMinimum: 'must be more than',
  exclusiveMaximum: 'must be less than',
  multipleOf: 'must be a multiple of',
  minLength: 'must have a length of at least',
  maxLength: 'must have a length of at most',
  pattern: 'must match',
  format: 'must have the format',
};

function createParameterCheck(parameter: Parameter, syntax: QuerySyntax): (query: Query) => readonly Violation[] {
  const { name, schema, style } = parameter;
  const types = typesOf(schema);
  const isList = types.includes('array');
  // Objects and JSON in a parameter are left to those who read them.
  if (style === 'json' || style === 'deepObject' || (types.includes('object') && !isList)) return () => [];
  const findRules = createTextCheck(isList ? (itemsOf(schema) ?? {}) : schema, syntax);
  return (query) => {
    if (!query.some(([other]) => other === name)) return [];
    const texts = isList ? readList(query, parameter, syntax) : readValues(query, name, syntax);
    const rules = new Set(texts.flatMap((text) => (text === '' ? [] : findRules(text))));
    return [...rules].map((rule) => ({ parameter: name, rule }));
  };
}

function createUnknownFinder(contract: Contract): (query: Query) => readonly Violation[] {
  if (contract.query.unknown === 'ignore') return () => [];
  const isDeclared = createParameterTest(contract);
  return (query) => {
    const names = new Set(query.map(([name]) => name).filter((name) => !isDeclared(name)));
    return [...names].map((parameter) => ({ parameter, rule: 'unknown' }));
  };
}

/** The part of a collection that a request is about. */
interface Partition {
  readonly name: string;
  readonly criteria: readonly Criterion[];
}

/** A header that selects rows is a filter like any other; without it, the rows are those where the field is false. */
function createPartitionReader(contract: Contract): (request: MockRequest) => Partition {
  const { partition } = contract.access;
  const whole: Partition = { name: '', criteria: [] };
  if (partition === undefined) return () => whole;
  const name = partition.parameter.name.toLowerCase();
  const [on, off] = [true, false].map((operand): Partition => {
    return {
      name: String(operand),
      criteria: [{ fields: [partition.field], operator: 'equals', operand, ignoreCase: false }],
    };
  }) as [Partition, Partition];
  return (request) => (readHeader(request, name)?.trim().toLowerCase() === 'true' ? on : off);
}

/** The same text for the same filters, in whatever order a query names them. */
function nameCriteria(criteria: readonly Criterion[]): string {
  if (criteria.length === 0) return '';
  const names = criteria.map(({ fields, operator, operand }) =>
    JSON.stringify([fields.map((field) => field.name), operator, operand]),
  );
  return names.sort().join();
}

function nameOrder(keys: readonly OrderKey[]): string {
  return keys.map((key) => (key.direction === 1 ? key.field.name : `-${key.field.name}`)).join();
}

/** The order that a query names, or the rule that it breaks. */
type OrderResult = { readonly keys: readonly OrderKey[] } | { readonly violation: Violation };

/**
 * Compiles the reading of the order parameter, and of the one for its direction.
 *
 * @returns a function from a query to the keys of its order, the contract's own order where the query names none
 */
export function createOrderReader({
  order,
  query: syntax,
  identity,
  parameters,
}: Contract): (query: Query) => OrderResult {
  const { parameter, direction, by } = order;
  const usual: OrderResult = { keys: by };
  const readDirection = createDirectionReader(direction, syntax);
  if (parameter === undefined) {
    if (readDirection === undefined) return () => usual;
    return (query) => {
      const way = readDirection(query);
      return way === undefined ? usual : { keys: turnKeys(by, way) };
    };
  }
  const readKeys = createKeysReader(parameter, direction);
  const readValue = createOrderValueReader(parameter, parameters, syntax);
  return (query) => {
    const value = query.length === 0 ? undefined : readValue(query);
    const way = query.length === 0 ? undefined : readDirection?.(query);
    if (value === undefined) return way === undefined ? usual : { keys: turnKeys(by, way) };
    const keys = readKeys(value, way);
    if (keys === undefined) return { violation: { parameter: parameter.name, rule: 'order' } };
    return keys.length === 0 ? usual : { keys: endInIdentity(keys, identity) };
  };
}

/** What a query names an order by; several texts where the parameter is a list of them, each sent for itself. */
function createOrderValueReader(
  { name }: NonNullable<Order['parameter']>,
  parameters: readonly Parameter[],
  syntax: QuerySyntax,
): (query: Query) => readonly string[] | undefined {
  const declared = parameters.find((parameter) => parameter.name === name && parameter.in !== 'path');
  const isList = declared?.explode === true && typesOf(declared.schema).includes('array');
  return (query) => {
    const values = isList ? readList(query, declared, syntax) : readValues(query, name, syntax).slice(-1);
    return values.length === 0 ? undefined : values;
  };
}

type DirectionReader = (query: Query) => OrderKey['direction'] | undefined;

/** A word that is neither is left to the check of the parameter's schema. */
function createDirectionReader(direction: Order['direction'], syntax: QuerySyntax): DirectionReader | undefined {
  if (direction?.parameter === undefined) return undefined;
  const { parameter, ascending, descending } = direction;
  return (query) => {
    const word = readValues(query, parameter, syntax).at(-1);
    if (word === ascending) return 1;
    return word === descending ? -1 : undefined;
  };
}

/** The same order with all that it says of its first keys in one direction; the last one settles ties as it did. */
function turnKeys(keys: readonly OrderKey[], direction: OrderKey['direction']): readonly OrderKey[] {
  return keys.map((key, index) => (index < keys.length - 1 || keys.length === 1 ? { ...key, direction } : key));
}

type KeysReader = (
  values: readonly string[],
  way: OrderKey['direction'] | undefined,
) => readonly OrderKey[] | undefined;

/** Compiles the reading of keys, each field once; `undefined` for a value that names one that it may not. */
function createKeysReader(
  { separator, fields, orders, unknown }: NonNullable<Order['parameter']>,
  direction: Order['direction'],
): KeysReader {
  const readKey = createKeyReader(fields, direction);
  return (values, way) => {
    const names = values
      .flatMap((value) => (separator === undefined ? [value] : value.split(separator)))
      .map((name) => name.trim());
    const known = names.flatMap((name) => orders.get(name) ?? readKey(name, way) ?? []);
    if (unknown === 'reject' && known.length < names.length) return undefined;
    const keys = new Map<string, OrderKey>();
    for (const key of known) if (!keys.has(key.field.name)) keys.set(key.field.name, key);
    return [...keys.values()];
  };
}

/** `-name`, `name desc`, or a name alone where another parameter says which way. */
function createKeyReader(
  fields: ReadonlyMap<string, Field>,
  direction: Order['direction'],
): (name: string, way: OrderKey['direction'] | undefined) => OrderKey | undefined {
  const find = (name: string, way: OrderKey['direction']): OrderKey | undefined => {
    const field = fields.get(name);
    return field && { field, direction: way };
  };
  if (direction === undefined) {
    return (name) => find(name, 1) ?? (name.startsWith('-') ? find(name.slice(1), -1) : undefined);
  }
  if (direction.parameter !== undefined) return (name, way) => find(name, way ?? direction.usual);
  const { ascending, descending, after } = direction;
  return (name) => {
    const place = name.lastIndexOf(after);
    const bare = place === -1 ? name : name.slice(0, place).trim();
    const word = place === -1 ? undefined : name.slice(place + after.length).trim();
    if (word === undefined || word.toLowerCase() === ascending.toLowerCase()) return find(bare, 1);
    return word.toLowerCase() === descending.toLowerCase() ? find(bare, -1) : undefined;
  };
}
