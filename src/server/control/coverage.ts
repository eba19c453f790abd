import { createRowTest, readIdentity } from '../../store/order-column.ts';
import type { Work } from '../../store/work.ts';
import type { ChangeLog } from './change-log.ts';
import { countBelow, findReaders, type ListReading, type RemovedRow } from './list-reading.ts';
import { findRank } from './recorded-pages.ts';
import type { RecordedWalk } from './walk-log.ts';

/** Which part of a list is shown, and in how many parts it is cut. */
export interface CoverageOptions {
  /** The places of the first and the last row, from 1; by default those of the whole list. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** 1 to 4096; 100 by default. Where there are fewer rows, each is a part of its own. */
  readonly buckets?: number | undefined;
}

/** What a walk has read of a list as it is now. */
export interface Coverage {
  /** How many rows the list has. */
  readonly total: number;
  readonly from: number;
  readonly to: number;
  /** Of the rows of each part, how many were read once, more often, never, and never but added after the walk began. */
  readonly buckets: readonly (readonly [once: number, twice: number, never: number, added: number])[];
  /** Rows that were read twice, or were passed over: the first hundred, by their places. */
  readonly troubles: readonly Trouble[];
  readonly troubleCount: number;
  /** Rows that were read and that the list does not have now: the first hundred, by their places. */
  readonly removed: readonly RemovedRow[];
  readonly removedCount: number;
}

/** A row that was not read once. */
interface Trouble {
  readonly kind: 'twice' | 'never';
  /** In the list of now. */
  readonly place: number;
  readonly identity: string;
  /** The ids of the exchanges that read it; of one that none read, of those that read the rows beside it. */
  readonly exchanges: readonly number[];
}

const MAX_LISTED = 100;
const STEP_RANKS = 32_768;

/** The ranks of rows that came into a list after a walk had begun and that it has not read, ascending. */
export function findAdded(
  { pages: [first] }: Pick<RecordedWalk, 'pages'>,
  { rows, ranks }: ListReading,
  changes: ChangeLog,
): readonly number[] {
  if (first?.list === undefined) return [];
  const { selection } = rows;
  const before = changes.rowsBefore(first.contract, first.list.collection, first.window.exchange);
  const matches = createRowTest(selection.criteria);
  return [...before]
    .flatMap(([identity, row]) => (row !== undefined && matches(row) ? [] : (findRank(rows, identity) ?? [])))
    .filter((rank) => ranks[countBelow(ranks, rank)] !== rank)
    .sort((one, other) => one - other);
}

/** Cuts a list into parts by what a walk has read of it. */
export function cutIntoBuckets(
  { ranks, counts }: ListReading,
  added: readonly number[],
  { from, to, buckets }: { readonly from: number; readonly to: number; readonly buckets: number },
): Coverage['buckets'] {
  const size = Math.max(0, to - from + 1);
  const parts = Math.min(buckets, size);
  const edgeOf = (part: number): number => from - 1 + Math.floor((part * size) / parts);
  let next = countBelow(ranks, from - 1);
  return Array.from({ length: parts }, (_, part) => {
    const [begin, end] = [edgeOf(part), edgeOf(part + 1)];
    let [once, twice] = [0, 0];
    for (; next < ranks.length && (ranks[next] as number) < end; next += 1) {
      if (counts[next] === 1) once += 1;
      else twice += 1;
    }
    const more = countBelow(added, end) - countBelow(added, begin);
    return [once, twice, end - begin - once - twice - more, more] as const;
  });
}

/** A row that was not read once, with the rows that were read around it where none read it. */
interface FoundTrouble {
  readonly kind: Trouble['kind'];
  readonly rank: number;
  readonly readers: readonly number[];
}

/** All troubles of a part of the list, of which the first are kept. */
class FoundTroubles {
  readonly found: FoundTrouble[] = [];
  count = 0;
  readonly #added: readonly number[];
  readonly #isAdded: ReadonlySet<number>;

  constructor(added: readonly number[]) {
    this.#added = added;
    this.#isAdded = new Set(added);
  }

  add(kind: Trouble['kind'], rank: number, readers: readonly number[]): void {
    this.count += 1;
    if (this.found.length < MAX_LISTED) this.found.push({ kind, rank, readers });
  }

  /** Rows from one rank up to another were passed over, but for those that were added. */
  addPassed(from: number, to: number, beside: readonly (number | undefined)[]): void {
    const readers = beside.filter((rank) => rank !== undefined);
    let rank = from;
    for (; rank < to && this.found.length < MAX_LISTED; rank += 1) {
      if (!this.#isAdded.has(rank)) this.add('never', rank, readers);
    }
    if (rank < to) this.count += to - rank - (countBelow(this.#added, to) - countBelow(this.#added, rank));
  }
}

/**
 * Finds the rows of a part of the list that were read twice, or were passed over, in steps. A walk that goes on has not passed over
 * what comes before the first row that it has read, or behind the last one.
 *
 * @param range - by rank, the end excluded
 */
export function* findTroubles(
  walk: RecordedWalk,
  reading: ListReading,
  added: readonly number[],
  range: { readonly begin: number; readonly end: number },
): Work<Pick<Coverage, 'troubles' | 'troubleCount'>> {
  const { ranks, counts, rows } = reading;
  const troubles = new FoundTroubles(added);
  const { begin, end } = range;
  const first = countBelow(ranks, begin);
  let previous = ranks[first - 1];
  let passed = previous === undefined && !walk.isComplete ? undefined : begin;
  for (let index = first; index < ranks.length && (ranks[index] as number) < end; index += 1) {
    const rank = ranks[index] as number;
    if (passed !== undefined && passed < rank) troubles.addPassed(passed, rank, [previous, rank]);
    if ((counts[index] as number) > 1) troubles.add('twice', rank, [rank]);
    previous = rank;
    passed = rank + 1;
    if (index % STEP_RANKS === 0) yield;
  }
  const next = ranks[countBelow(ranks, end)];
  const goesOn = next !== undefined || walk.isComplete;
  if (passed !== undefined && goesOn) troubles.addPassed(passed, end, [previous, next]);
  const { found } = troubles;
  const readers = yield* findReaders(walk.pages, reading, [...new Set(found.flatMap((one) => one.readers))]);
  const { table, view } = rows;
  const identity = walk.contract.identity;
  const described = found.map(({ kind, rank, readers: beside }) => ({
    kind,
    place: rank + 1,
    identity: readIdentity(table.rowAt(view.slotAt(rank)), identity) ?? '',
    exchanges: [...new Set(beside.flatMap((one) => readers.get(one) ?? []))].sort((one, other) => one - other),
  }));
  return { troubles: described, troubleCount: troubles.count };
}

/** The first of the rows that were read and are gone, by their places. */
export function listRemoved({ removed }: ListReading): Pick<Coverage, 'removed' | 'removedCount'> {
  const listed = [...removed.values()].sort((one, other) => one.place - other.place).slice(0, MAX_LISTED);
  return { removed: listed, removedCount: removed.size };
}
