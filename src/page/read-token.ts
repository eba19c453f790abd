import type { KeysetPage, LinksPage, QuerySyntax } from '../contract/contract.ts';
import type { CursorCodec, OpenedToken } from './cursor-codec.ts';
import type { PositionFault, TokenContext } from './pager.ts';
import type { Query } from './parse-query.ts';
import type { SeekPosition } from './position.ts';
import { readValues } from './read-values.ts';

/** The position that a token holds, or what is wrong with it. */
export type TokenReading =
  | { readonly ok: true; readonly position: SeekPosition }
  | { readonly ok: false; readonly fault: PositionFault };

/**
 * Reads the token of a request; without one it is the first page.
 *
 * @param query - of the request
 * @param page - names the parameter
 * @param syntax - how the query is read
 * @param codec - that minted the token
 * @param context - what the token must have been made for, and the time
 */
export function readToken(
  query: Query,
  page: LinksPage | KeysetPage,
  syntax: QuerySyntax,
  codec: CursorCodec,
  context: TokenContext,
): TokenReading {
  const [token, ...others] = readValues(query, page.position, syntax);
  if (token === undefined) return { ok: true, position: { at: 'start' } };
  if (others.length > 0) return { ok: false, fault: { condition: 'invalidPosition' } };
  const opened = codec.open(token, context.binding, context.now);
  return opened.status === 'ok' ? { ok: true, position: opened.position } : { ok: false, fault: describeFault(opened) };
}

function describeFault(opened: Exclude<OpenedToken, { status: 'ok' }>): PositionFault {
  const condition = opened.status === 'expired' ? 'expiredPosition' : 'invalidPosition';
  return opened.direction === undefined ? { condition } : { condition, direction: opened.direction };
}
