import type { KeysetPage, LinksPage, QuerySyntax } from '../contract/contract.ts';
import { backwardOf } from '../contract/page-parameters.ts';
import type { Violation } from './limit.ts';
import type { Direction } from './position.ts';
import { type Query, readValues } from './query.ts';

/** Why a request names no position. */
export type PositionError =
  /** A bad page number or token. The direction is known of authentic tokens only; one that has expired may be renewed. */
  | {
      readonly condition: 'invalidPosition' | 'expiredPosition';
      readonly direction?: Direction;
      readonly renewed?: string;
    }
  /** Parameters that their schemas do not allow, to be reported with the others of the query. */
  | { readonly condition: 'invalidParameter'; readonly violations: readonly Violation[] };

/** What a request says of its position, before its token is opened. */
export interface AskedToken {
  /** Absent: the first page, or the last one. */
  readonly token: string | undefined;
  /** Which way the page lies, where a parameter says so. */
  readonly direction: Direction | undefined;
  /** Whether no token but only the size for pages backward is given: as many rows as that at the end of the list. */
  readonly isTail?: true;
}

/**
 * Finds the token of a request, and which way its page lies.
 *
 * @returns what is wrong where several parameters contradict each other
 */
export function readAskedToken(
  query: Query,
  page: LinksPage | KeysetPage,
  syntax: QuerySyntax,
): AskedToken | PositionError {
  const words = page.style === 'keyset' ? page.direction : undefined;
  const direction = readDirection(query, words, syntax);
  if (typeof direction === 'object') return direction;
  const given = readValues(query, page.position, syntax);
  const after = page.start === undefined ? given : given.filter((value) => value !== page.start);
  const backward = backwardOf(page);
  if (backward === undefined) {
    return after.length > 1 ? { condition: 'invalidPosition' } : { token: after[0], direction };
  }
  const before = readValues(query, backward, syntax);
  if (after.length + before.length > 1) return { condition: 'invalidPosition' };
  return readBothWays(query, page, syntax, { token: after[0] ?? before[0], direction, isBefore: before.length > 0 });
}

/** Where each direction has a parameter of its own, for the token and perhaps for the size. */
function readBothWays(
  query: Query,
  { limit, position, ...page }: LinksPage | KeysetPage,
  syntax: QuerySyntax,
  { token, direction, isBefore }: AskedToken & { readonly isBefore: boolean },
): AskedToken | PositionError {
  const has = (name: string | undefined): name is string => {
    return name !== undefined && readValues(query, name, syntax).length > 0;
  };
  const [forwardSize, backwardSize] = limit.backward === undefined ? [] : [limit.parameter, limit.backward];
  const isTail = token === undefined && has(backwardSize) && !has(forwardSize);
  const [foreign, near] = isBefore
    ? [forwardSize, 'backward' in page ? page.backward : undefined]
    : [isTail ? undefined : backwardSize, token === undefined ? forwardSize : position];
  if (has(foreign)) {
    const message = `must not be sent with ${near}`;
    return { condition: 'invalidParameter', violations: [{ parameter: foreign, rule: 'direction', message }] };
  }
  if (isTail) return { token, direction, isTail };
  return { token, direction: token === undefined ? direction : (direction ?? (isBefore ? 'backward' : 'forward')) };
}

function readDirection(
  query: Query,
  words: KeysetPage['direction'],
  syntax: QuerySyntax,
): Direction | PositionError | undefined {
  if (words === undefined) return undefined;
  const [word, ...others] = readValues(query, words.parameter, syntax);
  if (word === undefined) return undefined;
  if (others.length === 0 && word === words.forward) return 'forward';
  if (others.length === 0 && word === words.backward) return 'backward';
  return { condition: 'invalidParameter', violations: [{ parameter: words.parameter, rule: 'enum' }] };
}
