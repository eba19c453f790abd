import type { Contract } from '../../contract/contract.ts';
import type { LinkRole } from '../../edit/neighbours.ts';
import type { Link, Visit } from '../visits/visit.ts';

/** A client's way through a list. */
export interface Walk {
  /** Pages that were read, in the order of the requests. */
  readonly pages: Visit[];
  /** Whether it began with the first page, rather than somewhere within. */
  readonly startsAtFirst: boolean;
  /** The walk that this one goes on with, of which it is a part. */
  continues?: Walk;
  /** Whether a page of it said that it was the last one. */
  hasEnd: boolean;
  /** Whether it goes on, with something changed, with a walk that it is no part of. */
  isAltered: boolean;
}

/** A way on that a page gave: it may be used once. */
export interface Edge {
  readonly from: Visit;
  readonly walk: Walk;
  readonly role: LinkRole;
  /** The link that it is; absent: a token, or a number that follows from the page. */
  readonly link?: Link;
  /** Whether the page said so: it may be that nothing is there. */
  readonly isCertain: boolean;
  /** `again`: it may be used, and need not be: the client turned back, or had an answer late and may ask again. */
  state: 'open' | 'used' | 'again' | 'refused';
  /** How often a request for it failed. */
  failures: number;
  /** The request that used it last, successful or not. */
  visit?: Visit;
}

/** A request that goes on from a page. */
export interface Follow {
  readonly edge: Edge;
  readonly visit: Visit;
}

/** A request that should have been another, beside the earlier one that shows it; absent: none does. */
export interface Breach {
  readonly visit: Visit;
  readonly earlier?: Visit;
}

/** A walk that ended although there was more. */
export interface Stop {
  /** The page that it ended on. */
  readonly visit: Visit;
  /** How many pages were read. */
  readonly pages: number;
}

/** What the requests for one contract's list were about. */
export interface Trace {
  readonly contract: Contract;
  readonly visits: readonly Visit[];
  readonly walks: readonly Walk[];
  readonly follows: readonly Follow[];
  /** Refused requests for positions that no page gave, beside the latest page that gave another. */
  readonly strangers: readonly Breach[];
  /** Requests for positions that had been refused, beside the refused request. */
  readonly retries: readonly Breach[];
  /** Requests whose position was refused. */
  readonly refusals: readonly Visit[];
  /** Requests for pages that had been read, beside the request that read them. */
  readonly repeats: readonly Breach[];
  /** Requests beyond the last page, beside the page that had told where the end is. */
  readonly excesses: readonly Breach[];
  readonly stops: readonly Stop[];
  /** The way on that a request used or tried. */
  readonly edgeOf: ReadonlyMap<Visit, Edge>;
}
