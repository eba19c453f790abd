import type { Key } from '../store/table.ts';

/** Which way a page lies from its position. Rows within a page are always in the order of the list. */
export type Direction = 'forward' | 'backward';

/** Where a page begins or ends, as keys say it: it stays right while rows come and go. */
export type SeekPosition =
  /** The first page, or the last one that a walk from the start comes to. */
  | { readonly at: 'start' | 'end' }
  /** Forward: the rows after the key, or from it on. Backward: the rows before the key, or through to it. */
  | { readonly at: 'after' | 'from' | 'before' | 'through'; readonly key: Key };

/** Where a page begins. */
export type Position =
  | SeekPosition
  /** Counted from 1. */
  | { readonly at: 'page'; readonly number: number }
  | { readonly at: 'lastPage' }
  /** As many rows as a page holds, at the end of the list. */
  | { readonly at: 'tail' }
  /** How many rows come before the page; from 0. */
  | { readonly at: 'offset'; readonly offset: number }
  /** Behind or before the row with an identity, which a table has to be asked for. */
  | { readonly at: 'row'; readonly side: 'after' | 'before'; readonly id: string }
  /** Behind or before the row in a slot of a table. */
  | { readonly at: 'slot'; readonly side: 'after' | 'before'; readonly slot: number };

const UNSEALED: ReadonlySet<Position['at']> = new Set(['page', 'lastPage', 'offset', 'row', 'slot', 'tail']);

/** Whether a position is one that a token can hold. */
export function isSeek(position: Position): position is SeekPosition {
  return !UNSEALED.has(position.at);
}

/** Which way the page of a position lies. */
export function directionOf(position: SeekPosition): Direction {
  return position.at === 'end' || position.at === 'before' || position.at === 'through' ? 'backward' : 'forward';
}

const TURNED = {
  start: 'end',
  end: 'start',
  after: 'before',
  before: 'after',
  from: 'through',
  through: 'from',
} as const;

/**
 * The same position read in the direction that a request names: after a key becomes before it, the first page
 * becomes the last one.
 */
export function turnTo(position: SeekPosition, direction: Direction): SeekPosition {
  return directionOf(position) === direction ? position : rename(position, TURNED);
}

const OTHER_SIDE = {
  start: 'end',
  end: 'start',
  after: 'through',
  through: 'after',
  before: 'from',
  from: 'before',
} as const;

/** The position of the rows on the other side of the same point: after a key leaves the rows through to it. */
export function crossOver(position: SeekPosition): SeekPosition {
  return rename(position, OTHER_SIDE);
}

type Names = typeof TURNED | typeof OTHER_SIDE;

function rename(position: SeekPosition, names: Names): SeekPosition {
  return 'key' in position ? { at: names[position.at], key: position.key } : { at: names[position.at] };
}
