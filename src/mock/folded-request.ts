import type { Contract, Json, JsonSchema, Parameter } from '../contract/contract.ts';
import { isObject, readPointer } from '../contract/json-pointer.ts';
import { decodeParameter } from '../contract/openapi/parameters.ts';
import { itemsOf, typesOf } from '../contract/openapi/schema-branches.ts';
import { listMissingMembers } from '../contract/request-body.ts';
import type { Violation } from '../page/limit.ts';
import { formatQuery, listPlacedNames, parseQuery, type QueryPair } from '../page/query.ts';
import { type MockRequest, readHeader } from './message.ts';

/**
 * A request whose parameters stand in its query, wherever they were sent: nothing behind it has to know that a contract has the
 * position in a header, or a filter in the body.
 */
export interface FoldedRequest extends MockRequest, Folded {}

interface Folded {
  /** Whoever changes a folded request changes its query, which is not made again of what was sent. */
  readonly isFolded?: true;
  /** What is wrong with the body itself: no JSON, or a value of another type than its schema has. */
  readonly faults?: readonly Violation[];
}

/** The part of a request that is folded. */
type Foldable = Pick<MockRequest, 'query' | 'headers' | 'body'>;

type Fold = <Request extends Foldable>(request: Request) => Request & Folded;

const folds = new WeakMap<Contract, Fold>();

/**
 * Brings what stands in the headers and the body of a request into its query.
 *
 * @returns the request itself for a contract that has all its parameters in the query, and for a request that was folded before
 */
export function foldRequest<Request extends Foldable>(contract: Contract, request: Request): Request & Folded {
  const known = folds.get(contract);
  if (known !== undefined) return known(request);
  const fold = createFold(contract);
  folds.set(contract, fold);
  return fold(request);
}

function createFold(contract: Contract): Fold {
  const used = listPlacedNames(contract);
  const headers = contract.parameters.filter(({ in: place, name }) => place === 'header' && used.has(name));
  const members = contract.method === 'POST' ? contract.parameters.filter((one) => one.in === 'body') : [];
  if (headers.length + members.length === 0) return (request) => request;
  const inQuery = new Set(contract.parameters.flatMap((one) => (one.in === 'query' ? [one.name] : [])));
  const elsewhere = new Set([...headers, ...members].map(({ name }) => name).filter((name) => !inQuery.has(name)));
  // A request is folded when its rows are prepared, and again when it is handled.
  const known = new WeakMap<object, Foldable>();

  function fold<Request extends Foldable>(request: Request): Request & Folded {
    const faults: Violation[] = [];
    const bodyPairs = isForm(request)
      ? parseQuery(request.body ?? '').filter(([name]) => elsewhere.has(name))
      : listBodyPairs(members, request.body, faults, contract.requestSchema);
    const pairs = [...listHeaderPairs(headers, request), ...bodyPairs];
    // In the query, the name of a header means nothing.
    const own = parseQuery(request.query).filter(([name]) => !elsewhere.has(name));
    return { ...request, isFolded: true, query: formatQuery([...own, ...pairs]), ...(faults.length > 0 && { faults }) };
  }

  return (request) => {
    if ((request as Folded).isFolded) return request;
    const before = known.get(request) as typeof request | undefined;
    if (before !== undefined) return before;
    const result = fold(request);
    known.set(request, result);
    return result;
  };
}

function listHeaderPairs(
  parameters: readonly Parameter[],
  request: Pick<MockRequest, 'headers'>,
): readonly QueryPair[] {
  return parameters.flatMap((parameter): readonly QueryPair[] => {
    const { name } = parameter;
    const text = readHeader(request, name.toLowerCase());
    if (text === undefined) return [];
    const value = decodeParameter(parameter, [[name, text]]);
    return Array.isArray(value) ? value.map((one) => [name, String(one)]) : [[name, text.trim()]];
  });
}

/** A form is a query in the body: all of its values are texts. */
function isForm(request: Foldable): boolean {
  return /^application\/x-www-form-urlencoded\b/i.test(readHeader(request, 'content-type') ?? '');
}

function listBodyPairs(
  parameters: readonly Parameter[],
  body: string | undefined,
  faults: Violation[],
  schema: JsonSchema = {},
): readonly QueryPair[] {
  if (parameters.length === 0) return [];
  const value = parseBody(body ?? '');
  if (!isObject(value) || Array.isArray(value)) {
    faults.push({ parameter: 'body', rule: 'type' });
    return [];
  }
  for (const parameter of listMissingMembers(value as Json, schema, parameters)) {
    faults.push({ parameter, rule: 'required' });
  }
  return parameters.flatMap(({ name, schema }): readonly QueryPair[] => {
    const member = readPointer(value as Json, name.split('/'));
    if (member === undefined || member === null) return [];
    const found = typesOf(schema).includes('array') && Array.isArray(member) ? (member as readonly Json[]) : [member];
    if (!hasTypeOf(member, schema)) {
      faults.push({ parameter: name, rule: 'type' });
      return [];
    }
    return found.map((one) => [name, typeof one === 'object' ? JSON.stringify(one) : String(one)]);
  });
}

/** No body at all is as good as one without members. */
function parseBody(text: string): unknown {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** In JSON, types are told apart: a number in quotes is none. */
function hasTypeOf(value: Json, schema: JsonSchema): boolean {
  const types = typesOf(schema);
  if (types.length === 0) return true;
  if (Array.isArray(value)) {
    const items = itemsOf(schema) ?? {};
    return types.includes('array') && value.every((one) => hasTypeOf(one as Json, items));
  }
  if (typeof value === 'number')
    return types.includes('number') || (types.includes('integer') && Number.isInteger(value));
  return types.includes(typeof value);
}
