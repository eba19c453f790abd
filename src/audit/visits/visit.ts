import type { Contract } from '../../contract/contract.ts';
import type { LinkRole } from '../../edit/neighbours.ts';
import type { Exchange } from '../../journal/exchange.ts';
import type { Query } from '../../page/parse-query.ts';

/** A link as it was given, taken apart: what does not matter to a reader of it is gone. */
export interface Link {
  /** Decoded, without the slash at its end. */
  readonly path: string;
  /** Decoded. */
  readonly pairs: Query;
  /** The value of the position parameter; absent: the link has none. */
  readonly position?: string;
}

/** What a page told the client that read it. */
export interface PageFacts {
  /** Rows on the page. */
  readonly count: number;
  readonly total?: number;
  readonly pageCount?: number;
  readonly pageNumber?: number;
  readonly hasNext?: boolean;
  /** Links or tokens, as they were given. */
  readonly links: Readonly<Partial<Record<LinkRole, string>>>;
  /** The same for pages with the same rows; absent: no rows. */
  readonly fingerprint?: string;
  /** The ids of the first and the last row: one is the same for pages that begin or end at the same place; absent: no rows. */
  readonly ends?: readonly [first: string, last: string];
}

/**
 * What came of a request. `page`: a page that the client could read. `refused`: its position is not valid. `failed`: it may be
 * sent again. `other`: it says nothing of pages (a redirect, or HEAD).
 */
export type Outcome = 'page' | 'refused' | 'failed' | 'other';

/** A request for a list, as an audit sees it. */
export interface Visit extends Link {
  readonly exchange: Exchange;
  readonly contract: Contract;
  /** Its place among the requests of the contract. */
  readonly index: number;
  /** When it came, in milliseconds since 1970. */
  readonly at: number;
  /** When it was answered. */
  readonly answeredAt: number;
  /** The pairs in the order of their names: the same for every spelling of a request. */
  readonly canonical: string;
  /** Absent: it asks for the first page. */
  readonly position?: string;
  /** How many rows its page may hold. */
  readonly size: number;
  /** Whether that is not what it asked for, as it asked for a number that is not allowed, or for none. */
  readonly isOddlySized: boolean;
  /** Its filters and order, as one text. */
  readonly filters: string;
  /** By name in lower case, those that say who asks for what: credentials, version, scope, partition. */
  readonly headers: ReadonlyMap<string, string>;
  /** The credentials, as one text. */
  readonly caller: string;
  readonly outcome: Outcome;
  /** Whether the answer says that its headers are not those of somebody who may ask: credentials, version, scope. */
  readonly isBarred: boolean;
  /** With the outcome `page`. */
  readonly page?: PageFacts;
  /** Whether it took so long that the client may have given it up and asked again. */
  readonly isSlow: boolean;
}
