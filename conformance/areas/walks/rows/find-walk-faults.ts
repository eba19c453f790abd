import type { Contract } from '../../../../src/contract/contract.ts';
import type { Item } from '../../../list/answer.ts';
import { identify } from '../../../list/read-page.ts';
import type { Walk } from '../../../list/walk.ts';
import { fingerprint } from '../../../survey/fingerprint.ts';
import type { Yardstick } from './create-yardstick.ts';

/** A row that came more than once. */
export interface Repetition {
  readonly id: string;
  /** The numbers of the pages that hold it, in the order in which they were read, from 1. */
  readonly pages: readonly number[];
}

/** What a walk has too much and what it lacks. */
export interface WalkFaults {
  readonly repeated: readonly Repetition[];
  readonly lost: readonly string[];
  readonly extra: readonly string[];
}

/**
 * Compares a walk with the rows that there are. Of a walk that did not reach the end, and of rows that are only the start of
 * a longer list, as much is said as is certain.
 */
export function findWalkFaults(walk: Walk, yardstick: Yardstick, contract: Contract): WalkFaults {
  const extra = walk.items.filter((item) => !yardstick.admits(item)).map((item) => identify(item, contract));
  return {
    repeated: findRepetitions(walk, contract),
    lost: findLost(walk, yardstick),
    extra: yardstick.closed || yardstick.orderly ? extra : [],
  };
}

/** Rows of one identity that differ in what they are ordered and filtered by are different rows. */
export function findRepetitions({ pages }: Pick<Walk, 'pages'>, contract: Contract): readonly Repetition[] {
  const places = new Map<string, { readonly id: string; readonly pages: number[] }>();
  for (const [index, { page }] of pages.entries()) {
    for (const item of page.items) {
      const key = fingerprint([item], contract);
      const place = places.get(key);
      if (place === undefined) places.set(key, { id: identify(item, contract), pages: [index + 1] });
      else place.pages.push(index + 1);
    }
  }
  return [...places.values()].filter((place) => place.pages.length > 1);
}

function findLost(walk: Walk, yardstick: Yardstick): readonly string[] {
  const found = new Set(walk.ids);
  const due = walk.ended === 'end' ? yardstick.ranks.length : countDue(walk.items, yardstick);
  return yardstick.ids.slice(0, due).filter((id) => !found.has(id));
}

/** How many rows must have come by now: those of all groups before the one that the walk has come to. */
function countDue(items: readonly Item[], yardstick: Yardstick): number {
  if (!yardstick.orderly || items.length === 0) return 0;
  const ranks = items.map((item) => yardstick.rankOf(item) ?? Number.POSITIVE_INFINITY);
  if (ranks.some((rank, index) => index > 0 && rank < (ranks[index - 1] ?? 0))) return 0;
  // Behind a known start of a longer list, its last group may go on.
  const reached = Math.min(ranks.at(-1) ?? 0, Math.max(...yardstick.ranks));
  return yardstick.ranks.filter((rank) => rank < reached).length;
}
