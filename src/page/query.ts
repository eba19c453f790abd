import type { Contract, Filter, LinkPolicy, QuerySyntax } from '../contract/contract.ts';
import { listCredentialParameters } from '../contract/credentials.ts';
import { matchFilterName } from '../contract/filter-names.ts';
import { backwardOf, listPositionNames } from '../contract/page-parameters.ts';

/** One parameter of a query string, decoded. */
export type QueryPair = readonly [name: string, value: string];

/** The parameters of a query string, in the order in which they were sent. */
export type Query = readonly QueryPair[];

const MAX_PAIRS = 1000;

/**
 * Reads a query string as `application/x-www-form-urlencoded`: `+` is a space, `name` is `name=`, `a=1&&b=2` has two
 * parameters. What a broken escape stands for is kept as it is (`%zz`) or becomes U+FFFD (`%C3`), so nothing throws.
 *
 * @param raw - what stands after the `?`
 * @returns at most 1000 pairs; what comes after them is left out
 */
export function parseQuery(raw: string): Query {
  const pairs: QueryPair[] = [];
  let start = 0;
  while (start < raw.length && pairs.length < MAX_PAIRS) {
    const ampersand = raw.indexOf('&', start);
    const end = ampersand === -1 ? raw.length : ampersand;
    if (end > start) pairs.push(parsePair(raw.slice(start, end)));
    start = end + 1;
  }
  return pairs;
}

function parsePair(text: string): QueryPair {
  const equals = text.indexOf('=');
  if (equals === -1) return [decode(text), ''];
  return [decode(text.slice(0, equals)), decode(text.slice(equals + 1))];
}

function decode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced.replace(/(?:%[0-9a-f]{2})+/gi, decodeBytes);
  }
}

function decodeBytes(escapes: string): string {
  return Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('utf8');
}

/**
 * The values of a parameter that count.
 *
 * @param query - of the request
 * @param name - of the parameter
 * @param syntax - what repeated and empty parameters mean
 * @returns none when it is absent, or empty where that is as good as absent; one; or all of them when it is repeated
 *   although it must not be
 */
export function readValues(
  query: Query,
  name: string,
  syntax: Pick<QuerySyntax, 'repeated' | 'empty'>,
): readonly string[] {
  const values: string[] = [];
  for (const pair of query) if (pair[0] === name) values.push(pair[1]);
  if (values.length > 1 && syntax.repeated === 'reject') return values;
  const value = syntax.repeated === 'first' ? values[0] : values.at(-1);
  return value === undefined || (value === '' && syntax.empty === 'ignore') ? [] : [value];
}

/** A request, as far as its query goes. */
export interface HasQuery {
  /** What stands after the `?`, as it was sent; empty without one. */
  readonly query: string;
}

/** The value of a query parameter; of one that is repeated, the last. */
export function readParameter({ query }: HasQuery, name: string | undefined): string | undefined {
  return findValue(parseQuery(query), name);
}

/** The value of a parameter, whatever the contract says of repeated ones: the last. */
export function findValue(query: Query, name: string | undefined): string | undefined {
  return query.findLast(([other]) => other === name)?.[1];
}

/**
 * The same request with every parameter changed.
 *
 * @param change - gives what stands in the place of a parameter; `undefined` for nothing
 */
export function changeParameters<Request extends HasQuery>(
  request: Request,
  change: (name: string, value: string) => string | undefined,
): Request {
  const pairs = parseQuery(request.query).flatMap(([name, value]): QueryPair[] => {
    const changed = change(name, value);
    return changed === undefined ? [] : [[name, changed]];
  });
  return { ...request, query: formatQuery(pairs) };
}

/**
 * The same request with one parameter set where it stands, or at the end where it does not; everything else stays to the
 * letter.
 *
 * @param name - `undefined`: there is no such parameter, and nothing is set
 * @param value - stands once, even where the parameter is repeated; `undefined` takes the parameter away
 */
export function setParameter<Request extends HasQuery>(
  request: Request,
  name: string | undefined,
  value: string | undefined,
): Request {
  if (name === undefined) return request;
  const pairs = request.query.split('&').filter((pair) => pair !== '');
  const place = pairs.findIndex((pair) => isNamed(pair, name));
  const rest = pairs.filter((pair) => !isNamed(pair, name));
  if (value !== undefined) rest.splice(place === -1 ? rest.length : place, 0, formatQuery([[name, value]]));
  return { ...request, query: rest.join('&') };
}

function isNamed(pair: string, name: string): boolean {
  return parseQuery(pair)[0]?.[0] === name;
}

export function formatQuery(pairs: readonly QueryPair[]): string {
  return pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
}

/** The filter that a query parameter belongs to. */
export function findFilter({ filters }: Pick<Contract, 'filters'>, name: string): Filter | undefined {
  return filters.find((filter) => matchFilterName(filter, name) !== undefined);
}

/** Whether a request has a filter. */
export function isFiltered(contract: Pick<Contract, 'filters'>, request: HasQuery): boolean {
  return parseQuery(request.query).some(([name]) => findFilter(contract, name) !== undefined);
}

/** The same request with the values of filters changed; `undefined` takes one away. */
export function changeFilters<Request extends HasQuery>(
  contract: Contract,
  request: Request,
  change: (value: string, filter: Filter, name: string) => string | undefined,
): Request {
  if (contract.filters.length === 0) return request;
  return changeParameters(request, (name, value) => {
    const filter = findFilter(contract, name);
    return filter === undefined ? value : change(value, filter, name);
  });
}

/** Whether a request names a position other than that of the first page. */
export function isLaterPage({ page }: Pick<Contract, 'page'>, request: HasQuery): boolean {
  if (readParameter(request, backwardOf(page))) return true;
  if (page.also !== undefined && isLaterPage({ page: page.also }, request)) return true;
  const value = readParameter(request, page.position);
  if (value === undefined || value === '' || value === page.start) return false;
  if (page.style === 'number') return value !== String(page.first);
  return page.style !== 'offset' || Number(value) > page.first;
}

/** Changes the query of a link; a link without one stays as it is. */
export function changeQuery(link: string, change: (query: string) => string): string {
  const [address = '', query = ''] = link.split('?');
  return query === '' ? link : `${address}?${change(query)}`;
}

/** How many rows the page of a request may hold. */
export function readLimit({ page: { limit } }: Contract, request: HasQuery): number {
  const sent = readParameter(request, limit.parameter) ?? readParameter(request, limit.backward);
  const size = Number(sent ?? limit.default);
  return Number.isInteger(size) && size >= limit.minimum ? Math.min(size, limit.maximum) : limit.default;
}

/** The parts of a contract that name query parameters. */
export type ParameterNames = Pick<Contract, 'parameters' | 'filters' | 'order' | 'page'> &
  Partial<Pick<Contract, 'access'>>;

/**
 * Prepares the test of whether a query parameter is one that a contract knows.
 *
 * @returns a function from the decoded name; `metadata__order` is known where a filter is called `metadata__*`,
 *   `metadata[0]` where the filter `metadata` is indexed
 */
export function createParameterTest(contract: ParameterNames): (name: string) => boolean {
  const names = new Set([...listOwnNames(contract), ...contract.filters.map((filter) => filter.parameter)]);
  const open = contract.filters.filter(({ serialization }) => serialization !== 'plain');
  return (name) => names.has(name) || open.some((filter) => matchFilterName(filter, name) !== undefined);
}

function listOwnNames(contract: ParameterNames): string[] {
  const { access, parameters } = contract;
  const declared = parameters.filter((parameter) => parameter.in === 'query' || parameter.in === 'body');
  return [
    ...declared.map((parameter) => parameter.name),
    ...listPagingNames(contract),
    ...(access === undefined ? [] : listCredentialParameters({ access })),
  ];
}

/** The names of all parameters by which a request says which rows it wants, in which order and pages. */
export function listPlacedNames(
  contract: Pick<Contract, 'filters' | 'order' | 'page' | 'envelope'>,
): ReadonlySet<string> {
  const { when } = contract.envelope.total ?? {};
  const names = [...listPagingNames(contract), ...contract.filters.map(({ parameter }) => parameter)];
  return new Set(typeof when === 'object' ? [...names, when.parameter] : names);
}

function listPagingNames({ order, page }: Pick<Contract, 'order' | 'page'>): readonly string[] {
  const names = [...listPositionNames(page)];
  if (page.limit.parameter !== undefined) names.push(page.limit.parameter);
  if (page.limit.backward !== undefined) names.push(page.limit.backward);
  if (order.parameter !== undefined) names.push(order.parameter.name);
  if (order.direction?.parameter !== undefined) names.push(order.direction.parameter);
  return names;
}

const PLAIN = /^[\w.~-]*$/;
/** What a sealed token consists of. */
const BASE64 = /^[\w+/-]*={0,2}$/;
/** What `encodeURIComponent` leaves alone although RFC 3986 reserves it. */
const RESERVED = /[!'()*]/g;

/**
 * Encodes a name or value for a query string: letters, digits and `-._~` stand for themselves.
 *
 * @param text - lone surrogates, which have no encoding, become U+FFFD
 * @param encoding - `percent`: a space is `%20`; `form`: it is `+`
 */
export function encodeComponent(text: string, encoding: LinkPolicy['encoding']): string {
  if (PLAIN.test(text)) return text;
  if (BASE64.test(text)) return encodeURIComponent(text);
  const encoded = encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd')).replace(RESERVED, escapeCharacter);
  return encoding === 'form' ? encoded.replaceAll('%20', '+') : encoded;
}

function escapeCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
