import type { Contract } from '../../contract/contract.ts';
import { parseQuery, type Query } from '../../page/parse-query.ts';
import type { Link } from './visit.ts';

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
