import { type Comparable, compareComparables } from '../../contract/comparable.ts';
import type { OrderColumn } from '../columns/order-column.ts';
import type { Slot } from '../table.ts';
import { countUp } from './count-up.ts';
import { refineRuns } from './refine-runs.ts';
import { createTextWords } from './text-words.ts';

type TextColumn = Extract<OrderColumn, { kind: 'texts' }>;
type ReadRank = (slot: Slot) => number;

const known = new WeakMap<TextColumn, ReadRank>();

/**
 * Where the text of each slot stands among those of all slots; equal ones stand at the same place. Worked out once for a
 * column, as sorting so many texts takes longer than all else.
 *
 * @param column - of at least one slot
 */
export function rankTexts(column: TextColumn): ReadRank {
  const kept = known.get(column);
  if (kept !== undefined) return kept;
  const made = isStrictlyAscending(column) ? (slot: Slot): number => slot : createReader(sortTexts(column));
  known.set(column, made);
  return made;
}

function isStrictlyAscending({ at, size }: TextColumn): boolean {
  let before = at(0);
  for (let slot = 1; slot < size; slot += 1) {
    const value = at(slot);
    if (compareComparables(before, value) >= 0) return false;
    before = value;
  }
  return true;
}

/** On its own, lest it hold on to all the texts that `sortTexts` looked at. */
function createReader(ranks: Uint32Array): ReadRank {
  return (slot) => ranks[slot] as number;
}

function sortTexts({ at, size }: TextColumn): Uint32Array {
  const texts = new Array<Comparable>(size);
  for (let slot = 0; slot < size; slot += 1) texts[slot] = at(slot);
  const slots = countUp(size);
  const equals = refineRuns(
    slots,
    [0, size],
    createTextWords((slot) => texts[slot] as Comparable),
    1,
  );
  const ranks = new Uint32Array(size);
  for (let place = 0; place < size; place += 1) ranks[slots[place] as Slot] = place;
  for (let run = 0; run < equals.length; run += 2) {
    const start = equals[run] as number;
    for (let place = start; place < (equals[run + 1] as number); place += 1) ranks[slots[place] as Slot] = start;
  }
  return ranks;
}
