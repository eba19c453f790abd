import type { Contract, Filter } from '../contract/contract.ts';
import { parseQuery, type QueryPair } from './parse-query.ts';

/** A request, as far as its query goes. */
export interface HasQuery {
  /** What stands after the `?`, as it was sent; empty without one. */
  readonly query: string;
}

/** The value of a query parameter; of one that is repeated, the last. */
export function readParameter({ query }: HasQuery, name: string): string | undefined {
  return parseQuery(query).findLast(([other]) => other === name)?.[1];
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
 * @param value - stands once, even where the parameter is repeated; `undefined` takes the parameter away
 */
export function setParameter<Request extends HasQuery>(
  request: Request,
  name: string,
  value: string | undefined,
): Request {
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
  return filters.find(({ parameter, serialization }) => {
    if (serialization === 'plain') return name === parameter;
    const [before = '', after = ''] = serialization === 'indexed' ? [`${parameter}[`, ']'] : parameter.split('*');
    return name.length > before.length + after.length && name.startsWith(before) && name.endsWith(after);
  });
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
export function isLaterPage({ page }: Contract, request: HasQuery): boolean {
  const value = readParameter(request, page.position);
  if (value === undefined || value === '') return false;
  if (page.style === 'number') return value !== '1';
  return page.style !== 'offset' || Number(value) > 0;
}

/** Changes the query of a link; a link without one stays as it is. */
export function changeQuery(link: string, change: (query: string) => string): string {
  const [address = '', query = ''] = link.split('?');
  return query === '' ? link : `${address}?${change(query)}`;
}

/** How many rows the page of a request may hold. */
export function readLimit({ page: { limit } }: Contract, request: HasQuery): number {
  const size = Number(readParameter(request, limit.parameter) ?? limit.default);
  return Number.isInteger(size) && size >= limit.minimum ? Math.min(size, limit.maximum) : limit.default;
}
