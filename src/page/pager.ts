import type { Contract, Role } from '../contract/contract.ts';
import type { Key, View } from '../store/table.ts';
import type { RequestUrl } from './build-link.ts';
import type { Binding } from './cursor-codec.ts';
import type { Violation } from './find-broken-rules.ts';
import type { Query } from './parse-query.ts';
import type { Direction, Position } from './position.ts';
import type { Slice } from './slice-view.ts';

/** The pages of a contract, whatever their style. Nothing here keeps state from one request to the next. */
export interface Pager {
  /**
   * Reads where the page begins that a request asks for.
   *
   * @param query - of the request
   * @param context - the time, and what tokens must have been made for; only styles with tokens look at it
   */
  readPosition(query: Query, context: TokenContext): PositionReading;
  /**
   * Finds the rows of a page.
   *
   * @param view - the rows of the list
   * @param position - as read
   * @param limit - how many rows the page may hold, from 0
   * @returns `undefined` when the page lies past the end and the contract rejects that: an `invalidPosition`
   */
  slice(view: View, position: Position, limit: number): Slice | undefined;
  /**
   * Computes what the response says of the page and its neighbours.
   *
   * @returns a value for each role of the contract's envelope, apart from items and total
   */
  join(page: CurrentPage): ReadonlyMap<Role, RoleValue>;
}

/** What a pager needs to know of a contract. */
export type PagedContract = Pick<Contract, 'id' | 'page' | 'parameters' | 'filters' | 'order' | 'query' | 'envelope'>;

/** What tokens are good for, and the time. */
export interface TokenContext {
  readonly binding: Binding;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Why a request names no position. */
export type PositionFault =
  /** A bad page number or token. The direction is known of authentic tokens only. */
  | { readonly condition: 'invalidPosition' | 'expiredPosition'; readonly direction?: Direction }
  /** Parameters that their schemas do not allow, to be reported with the others of the query. */
  | { readonly condition: 'invalidParameter'; readonly violations: readonly Violation[] };

export type PositionReading =
  | { readonly ok: true; readonly position: Position }
  | { readonly ok: false; readonly fault: PositionFault };

/** A page that has been found, with what its links and tokens are made from. */
export interface CurrentPage {
  readonly position: Position;
  readonly slice: Slice;
  readonly limit: number;
  /** How many rows the whole list has. */
  readonly count: number;
  /** The key, under the order of the list, of the row at a rank. */
  readonly keyAt: (rank: number) => Key;
  readonly url: RequestUrl;
  readonly context: TokenContext;
}

/** A link, a token, a number or a flag; `null` for a link or token that leads nowhere. */
export type RoleValue = string | number | boolean | null;
