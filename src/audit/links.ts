import type { Contract } from '../contract/contract.ts';
import { backwardOf } from '../contract/page-parameters.ts';
import type { NeighbourRole } from '../page/page-reader.ts';
import { createParameterTest, findFilter, parseQuery, type Query, type QueryPair } from '../page/query.ts';

import { appendTo } from './groups.ts';

/** What matters of a link or a request's URL. */
export interface Link {
  /** Decoded, without the slash at its end. */
  readonly path: string;
  /** Decoded. */
  readonly pairs: Query;
  /** The value of the position parameter, where it has one. */
  readonly position?: string;
}

/** The request whose response had a link. */
interface Source {
  /** Scheme, host and prefix. */
  readonly origin: string;
  /** Without the prefix. */
  readonly path: string;
}

/**
 * Parses a link, absolute or relative, whatever its host.
 *
 * @returns `undefined` when it is no URL
 */
export function readLink(
  { page, query }: Pick<Contract, 'page' | 'query'>,
  link: string,
  source: Source,
): Link | undefined {
  let url: URL;
  try {
    url = new URL(link, source.origin + source.path);
  } catch {
    return undefined;
  }
  const prefix = new URL(source.origin).pathname.replace(/\/$/, '');
  const path = url.pathname.startsWith(`${prefix}/`) ? url.pathname.slice(prefix.length) : url.pathname;
  return readAddress({ page, query }, path, parseQuery(url.search.slice(1)));
}

/**
 * Reads what a page gives in the role of a link: a URL, or the value of the position parameter in the place of that of the page.
 *
 * @returns `undefined` when it is no URL where it should be one
 */
export function readOffer(
  {
    contract,
    path,
    pairs,
    exchange,
  }: Link & { readonly contract: Contract; readonly exchange: { readonly request: Source } },
  role: NeighbourRole,
  given: string,
): Link | undefined {
  const form = contract.envelope.forms.get(role);
  if (form !== 'token' && form !== 'number') return readLink(contract, given, exchange.request);
  const position = parameterOf(contract.page, role);
  return { path, pairs: [...pairs.filter(([name]) => name !== position), [position, given]], position: given };
}

/** The parameter by which a client goes where a role leads. */
function parameterOf(page: Contract['page'], role: NeighbourRole): string {
  return role === 'previous' || role === 'last' ? (backwardOf(page) ?? page.position) : page.position;
}

/** Reads a path, as it was sent, and the parameters of a query. */
export function readAddress({ page, query }: Pick<Contract, 'page' | 'query'>, path: string, pairs: Query): Link {
  const kept = query.empty === 'ignore' ? pairs.filter(([, value]) => value !== '') : pairs;
  const [also, backward] = [page.also, backwardOf(page)];
  const names = [page.position, backward, also?.position, also && backwardOf(also)];
  const position = kept.findLast(([name]) => names.includes(name))?.[1];
  return {
    path: decodePath(path).replace(/\/$/, ''),
    pairs: kept,
    ...(position !== undefined && position !== '' && position !== page.start && { position }),
  };
}

function decodePath(path: string): string {
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** A text that is equal for every spelling of a link, whatever the order and the escapes of its parameters. */
export function canonize({ path, pairs }: Pick<Link, 'path' | 'pairs'>): string {
  return JSON.stringify([path, [...pairs].sort(compareNames)]);
}

/** The sort is stable: values of one name stay in their order. */
function compareNames([one]: Query[number], [other]: Query[number]): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** One difference between a request and the link that it follows. */
export interface LinkChange {
  /** Of the parameter; `path` for the path. */
  readonly name: string;
  /** Absent: it was added. */
  readonly given?: string;
  /** Absent: it was dropped. */
  readonly sent?: string;
}

/** How a request differs from the link that it follows. */
export interface LinkChanges {
  /** Dropped, added or changed in any other way. */
  readonly altered: readonly LinkChange[];
  /** Filters, or the order, that got other values. */
  readonly reselected: readonly LinkChange[];
}

/** Prepares the comparison of links with the requests that follow them. */
export function createLinkComparer(contract: Contract): (link: Link, sent: Link) => LinkChanges {
  return (link, sent) => {
    const [given, taken] = [groupValues(link.pairs), groupValues(sent.pairs)];
    const names = [...new Set([...given.keys(), ...taken.keys()])];
    const changes = names.filter((name) => !isSame(given.get(name), taken.get(name)));
    const reselected = changes.filter((name) => {
      const others = taken.get(name)?.filter((value) => !given.get(name)?.includes(value)) ?? [];
      return others.length > 0 && isSelective(contract, name);
    });
    const describe = (name: string): LinkChange => describeChange(name, given.get(name), taken.get(name));
    const altered = changes.filter((name) => !reselected.includes(name)).map(describe);
    const moved = { name: 'path', given: link.path, sent: sent.path };
    return { altered: link.path === sent.path ? altered : [moved, ...altered], reselected: reselected.map(describe) };
  };
}

function describeChange(
  name: string,
  given: readonly string[] | undefined,
  sent: readonly string[] | undefined,
): LinkChange {
  return {
    name,
    ...(given !== undefined && { given: given.join(', ') }),
    ...(sent !== undefined && { sent: sent.join(', ') }),
  };
}

type Values = ReadonlyMap<string, readonly string[]>;

function groupValues(pairs: Query): Values {
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) appendTo(values, name, value);
  return values;
}

function isSame(one: readonly string[] | undefined, other: readonly string[] | undefined): boolean {
  return one?.length === other?.length && (one?.every((value, index) => value === other?.[index]) ?? true);
}

/**
 * Prepares the search for the position in links. A server may give it another name: where a link lacks the contract's parameter,
 * it is the longest of those that the contract does not know.
 *
 * @returns a function from a link to the parameter; `undefined` when it has none
 */
export function createPositionFinder(contract: Contract): (link: Link) => QueryPair | undefined {
  const isKnown = createParameterTest(contract);
  return ({ pairs, position }) => {
    if (position !== undefined) return [contract.page.position, position];
    const unknown = pairs.filter(([name]) => !isKnown(name));
    return unknown.reduce<QueryPair | undefined>(
      (found, pair) => (found === undefined || pair[1].length > found[1].length ? pair : found),
      undefined,
    );
  };
}

/** Whether a parameter is a filter or the order. */
function isSelective(contract: Pick<Contract, 'filters' | 'order'>, name: string): boolean {
  const { parameter, direction } = contract.order;
  return name === parameter?.name || name === direction?.parameter || findFilter(contract, name) !== undefined;
}

/** The parameters of a request that are filters or the order. */
export function listSelection(contract: Pick<Contract, 'filters' | 'order'>, pairs: Query): Query {
  return pairs.filter(([name]) => isSelective(contract, name));
}

/** Filters and order of a request as one text, whatever the order of its parameters. */
export function describeFilters(contract: Pick<Contract, 'filters' | 'order'>, pairs: Query): string {
  return listSelection(contract, pairs)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join('&');
}
