import type { Visit } from '../visits/visit.ts';
import type { Walk } from './trace.ts';

/** A request for a page somewhere within, to which nothing led. */
export interface Orphan {
  readonly visit: Visit;
  readonly at: number;
  /** The walk that it began. */
  readonly walk: Walk;
  /** The request that read the page before, since somebody last began with the first; absent: none did. */
  readonly earlier?: Visit;
}
