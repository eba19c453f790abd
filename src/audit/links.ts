import type { Contract } from '../contract/contract.ts';
import { createParameterTest, findFilter, parseQuery, type Query, type QueryPair } from '../page/query.ts';

import type { Link } from './requests.ts';

/** Where a link was found: the request whose answer had it. */
interface Place {
  /** Scheme, host and prefix. */
  readonly origin: string;
  /** Without the prefix. */
  readonly path: string;
}

/**
 * Takes a link apart, absolute or relative, whatever host it names.
 *
 * @returns `undefined` when it is no URL
 */
export function readLink(
  { page, query }: Pick<Contract, 'page' | 'query'>,
  link: string,
  place: Place,
): Link | undefined {
  let url: URL;
  try {
    url = new URL(link, place.origin + place.path);
  } catch {
    return undefined;
  }
  const prefix = new URL(place.origin).pathname.replace(/\/$/, '');
  const path = url.pathname.startsWith(`${prefix}/`) ? url.pathname.slice(prefix.length) : url.pathname;
  return readAddress({ page, query }, path, parseQuery(url.search.slice(1)));
}

/** Takes a path, as it was sent, and the parameters of a query to what matters of them. */
export function readAddress({ page, query }: Pick<Contract, 'page' | 'query'>, path: string, pairs: Query): Link {
  const kept = query.empty === 'ignore' ? pairs.filter(([, value]) => value !== '') : pairs;
  const position = kept.findLast(([name]) => name === page.position)?.[1];
  return {
    path: decodePath(path).replace(/\/$/, ''),
    pairs: kept,
    ...(position !== undefined && position !== '' && { position }),
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

/** The same text for every spelling of a link: the order of its parameters and their escapes do not matter. */
export function canonize({ path, pairs }: Pick<Link, 'path' | 'pairs'>): string {
  return JSON.stringify([path, [...pairs].sort(compareNames)]);
}

/** The sort is stable: values of one name stay in their order. */
function compareNames([one]: Query[number], [other]: Query[number]): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** What a client made of a link: names of parameters, and `path`. */
export interface LinkChanges {
  /** It was not followed as it was given. */
  readonly altered: readonly string[];
  /** Filters or the order that became others. */
  readonly reselected: readonly string[];
}

/**
 * Prepares the comparison of a link with the request that follows it. The page size may be another; a parameter that the contract
 * does not know and the client added is a matter of its own.
 */
export function createLinkComparer(contract: Contract): (link: Link, sent: Link) => LinkChanges {
  const isKnown = createParameterTest(contract);
  const isFree = (name: string, given: Values): boolean => {
    return name === contract.page.limit.parameter || (!given.has(name) && !isKnown(name));
  };
  return (link, sent) => {
    const [given, taken] = [groupValues(link.pairs), groupValues(sent.pairs)];
    const changed = [...new Set([...given.keys(), ...taken.keys()])].filter((name) => {
      return !isSame(given.get(name), taken.get(name)) && !isFree(name, given);
    });
    const reselected = changed.filter((name) => {
      const others = taken.get(name)?.filter((value) => !given.get(name)?.includes(value)) ?? [];
      return others.length > 0 && isSelective(contract, name);
    });
    const altered = changed.filter((name) => !reselected.includes(name));
    return { altered: link.path === sent.path ? altered : ['path', ...altered], reselected };
  };
}

type Values = ReadonlyMap<string, readonly string[]>;

function groupValues(pairs: Query): Values {
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const known = values.get(name);
    if (known === undefined) values.set(name, [value]);
    else known.push(value);
  }
  return values;
}

function isSame(one: readonly string[] | undefined, other: readonly string[] | undefined): boolean {
  return one?.length === other?.length && (one?.every((value, index) => value === other?.[index]) ?? true);
}

/**
 * Prepares the search for the position in links. What a link calls it is the server's business: where it is not the contract's
 * parameter, it is the longest of those that the contract does not know.
 *
 * @returns a function from a link to the parameter; `undefined` when it has none
 */
export function createPositionFinder(contract: Contract): (link: Link) => QueryPair | undefined {
  const isKnown = createParameterTest(contract);
  return ({ pairs, position }) => {
    if (position !== undefined) return [contract.page.position, position];
    const strange = pairs.filter(([name]) => !isKnown(name));
    return strange.reduce<QueryPair | undefined>(
      (found, pair) => (found === undefined || pair[1].length > found[1].length ? pair : found),
      undefined,
    );
  };
}

/** Whether a parameter decides which rows a list has, or in which order. */
function isSelective(contract: Pick<Contract, 'filters' | 'order'>, name: string): boolean {
  return name === contract.order.parameter?.name || findFilter(contract, name) !== undefined;
}

/** Filters and order of a request as one text, in which the order of parameters does not matter. */
export function describeFilters(contract: Pick<Contract, 'filters' | 'order'>, pairs: Query): string {
  const chosen = pairs.filter(([name]) => isSelective(contract, name));
  return chosen
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join('&');
}
