import type { Contract, Filter } from '../contract/contract.ts';
import type { MockRequest } from '../mock/message.ts';
import { parseQuery, type QueryPair } from '../page/parse-query.ts';

/** The value of a query parameter; of one that is repeated, the last. */
export function readParameter({ query }: Pick<MockRequest, 'query'>, name: string): string | undefined {
  return parseQuery(query).findLast(([other]) => other === name)?.[1];
}

/**
 * The same request with every parameter changed.
 *
 * @param change - gives what stands in the place of a parameter; `undefined` for nothing
 */
export function changeParameters(
  request: MockRequest,
  change: (name: string, value: string) => string | undefined,
): MockRequest {
  const pairs = parseQuery(request.query).flatMap(([name, value]): QueryPair[] => {
    const changed = change(name, value);
    return changed === undefined ? [] : [[name, changed]];
  });
  return { ...request, query: formatQuery(pairs) };
}

/** The same request with one parameter set, or taken away. */
export function setParameter(request: MockRequest, name: string, value: string | undefined): MockRequest {
  const rest = parseQuery(request.query).filter(([other]) => other !== name);
  return { ...request, query: formatQuery(value === undefined ? rest : [...rest, [name, value]]) };
}

/** The same request with one parameter set where it stands, or at the end where it does not. */
export function putParameter(request: MockRequest, name: string, value: string): MockRequest {
  if (readParameter(request, name) === undefined) return setParameter(request, name, value);
  return changeParameters(request, (other, usual) => (other === name ? value : usual));
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
export function changeFilters(
  contract: Contract,
  request: MockRequest,
  change: (value: string, filter: Filter, name: string) => string | undefined,
): MockRequest {
  if (contract.filters.length === 0) return request;
  return changeParameters(request, (name, value) => {
    const filter = findFilter(contract, name);
    return filter === undefined ? value : change(value, filter, name);
  });
}

/** Whether a request names a position other than that of the first page. */
export function isLaterPage({ page }: Contract, request: MockRequest): boolean {
  const value = readParameter(request, page.position);
  if (value === undefined || value === '') return false;
  if (page.style === 'number') return value !== '1';
  return page.style !== 'offset' || Number(value) > 0;
}
