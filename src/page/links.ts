import type { LinkPolicy, Page } from '../contract/contract.ts';
import { backwardOf, listPositionNames } from '../contract/page-parameters.ts';
import { createParameterTest, encodeComponent, type ParameterNames, type Query, type QueryPair } from './query.ts';

/** The URL of a request, in parts. */
export interface RequestUrl {
  /** Scheme and host, without a slash at the end: `https://api.example.com`. */
  readonly origin: string;
  /** As it was sent, escapes included. */
  readonly path: string;
  readonly query: Query;
}

/**
 * Makes links from one request.
 *
 * @param value - of the position parameter; `undefined` for a link without it
 * @returns an absolute URL
 */
type LinkBuilder = (value: string | undefined) => string;

/**
 * Prepares the links of a response. A parameter that is repeated in the request is repeated in the link; the position
 * parameter stands once, at the end or at its place among the sorted names.
 *
 * @param url - of the request
 * @param policy - what links keep, in which order and encoding
 * @param position - the name of the position parameter
 * @param isDeclared - which parameters the contract knows; asked only where a policy keeps no others
 */
export function createLinkBuilder(
  url: RequestUrl,
  policy: LinkPolicy,
  position: string,
  isDeclared: (name: string) => boolean,
): LinkBuilder {
  const { encoding } = policy;
  const kept = url.query.filter(([name]) => name !== position && (policy.keep === 'all' || isDeclared(name)));
  if (policy.parameterOrder === 'sorted') kept.sort(compareNames);
  const split = policy.parameterOrder === 'sorted' ? countNamesBefore(kept, position) : kept.length;
  const before = writePairs(kept.slice(0, split), encoding);
  const after = writePairs(kept.slice(split), encoding);
  const base = url.origin + url.path;
  const name = encodeComponent(position, encoding);
  return (value) => {
    const own = value === undefined ? '' : `&${name}=${encodeComponent(value, encoding)}`;
    const query = before + own + after;
    return query === '' ? base : `${base}?${query.slice(1)}`;
  };
}

/** Each pair with an ampersand before it. */
function writePairs(pairs: Query, encoding: LinkPolicy['encoding']): string {
  let text = '';
  for (const [name, value] of pairs) text += `&${encodeComponent(name, encoding)}=${encodeComponent(value, encoding)}`;
  return text;
}

function countNamesBefore(pairs: Query, position: string): number {
  const index = pairs.findIndex(([name]) => compareCodePoints(name, position) > 0);
  return index === -1 ? pairs.length : index;
}

function compareNames([one]: QueryPair, [other]: QueryPair): number {
  return compareCodePoints(one, other);
}

/** Differs from comparing code units where a character needs two of them. */
function compareCodePoints(one: string, other: string): number {
  if (one === other) return 0;
  let at = 0;
  while (at < one.length && one.charCodeAt(at) === other.charCodeAt(at)) at += 1;
  return rankAt(one, at) - rankAt(other, at);
}

/** Surrogates belong to characters that come after all those of one code unit. */
function rankAt(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  if (Number.isNaN(unit)) return -1;
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** Makes a link to the page at a position; a link to the first page may do without it. */
export type PageLink = (position: string | undefined, isFirst: boolean, parameter?: string) => string;

/**
 * Prepares the links of a contract.
 *
 * @returns a function from a request's URL to its links. The URL is looked at when the first link is made, and not at
 *   all for a page that has none.
 */
export function createLinkFactory(contract: ParameterNames, policy: LinkPolicy): (url: RequestUrl) => PageLink {
  const { page } = contract;
  const isDeclared = createParameterTest(contract);
  const isElsewhere = createPlaceTest(contract);
  const turnSize = createSizeTurner(page);
  // Whatever else says where a page begins would contradict the position of the link.
  const replaced = new Set(listPositionNames(page));
  return (url) => {
    const builders = new Map<string, LinkBuilder>();
    const query = url.query.filter(([name]) => !replaced.has(name) && !isElsewhere(name));
    return (position, isFirst, parameter = page.position) => {
      const build =
        builders.get(parameter) ??
        createLinkBuilder({ ...url, query: turnSize?.(query, parameter) ?? query }, policy, parameter, isDeclared);
      builders.set(parameter, build);
      return build(isFirst && policy.firstPosition === 'omitted' ? undefined : position);
    };
  };
}

/** Pages forward and backward may have their size in parameters of their own: a link has that of its direction. */
function createSizeTurner(page: Page): ((query: Query, parameter: string) => Query) | undefined {
  const { parameter: forward, backward } = page.limit;
  if (forward === undefined || backward === undefined) return undefined;
  return (query, parameter) => {
    const [own, other] = parameter === backwardOf(page) ? [backward, forward] : [forward, backward];
    return query.map(([name, value]) => [name === other ? own : name, value]);
  };
}

/** Which names are of parameters that stand in a header or the body, which no link repeats. */
function createPlaceTest({ parameters }: ParameterNames): (name: string) => boolean {
  const inQuery = new Set(parameters.flatMap((one) => (one.in === 'query' ? [one.name] : [])));
  const others = parameters.flatMap((one) => (one.in === 'header' || one.in === 'body' ? [one.name] : []));
  const elsewhere = new Set(others.filter((name) => !inQuery.has(name)));
  return elsewhere.size === 0 ? () => false : (name) => elsewhere.has(name);
}

/** The same link as a client resolves it against the URL that it requested: from the path on. */
export function toRelativeLink(link: string): string {
  const start = link.indexOf('/', link.indexOf('//') + 2);
  return start === -1 ? '/' : link.slice(start);
}
