import { readIdentity } from '../../store/order-column.ts';
import { countWhile } from '../../store/ordered-slots.ts';
import { eachRange, type Work } from '../../store/work.ts';
import { type PageRows, type RecordedPage, rankOf, type SelectedRows } from './recorded-pages.ts';

/** A row that was read and that the list does not have now. */
export interface RemovedRow {
  readonly identity: string;
  /** Where it would stand now, from 1. */
  readonly place: number;
  /** The id of the exchange that read it first. */
  readonly exchange: number;
}

/** Which rows of a list, as it is now, the pages of a walk hold. Ranks count from 0. */
export interface ListReading {
  readonly rows: SelectedRows;
  /** The version of the table that it is of. */
  readonly version: number;
  /** How many exchanges were gone through. */
  readonly exchanges: number;
  /** The rows that were read, ascending. */
  readonly ranks: Uint32Array;
  /** How often each of them was read, up to 255 times. */
  readonly counts: Uint8Array;
  /** How many of them were read more than once. */
  readonly twice: number;
  /** Those that the list does not have now, by identity. */
  readonly removed: ReadonlyMap<string, RemovedRow>;
  /** Rows that have moved to another slot since, by the old one. */
  readonly moved: ReadonlyMap<number, number>;
}

/** Rows that are looked for one by one in a step. */
const STEP_FOUND = 256;
/** Rows that are gone through in a step. */
const STEP_READ = 32_768;
/** A walk that has read more than this part of a list is better found by going through the list. */
const MUCH = 1 / 32;

/**
 * Finds out which rows the pages of a walk hold, in steps.
 *
 * @param pages - of one walk, in their order
 * @param known - of the same walk, as it was found before: what is still right of it is not done again
 */
export function* readList(pages: readonly RecordedPage[], rows: SelectedRows, known?: ListReading): Work<ListReading> {
  const { table, view } = rows;
  const goesOn = known !== undefined && known.rows.table === table && known.version === table.version;
  if (goesOn && known.exchanges === pages.length) return known;
  const begun = goesOn && known.exchanges < pages.length ? known : undefined;
  const later = pages.slice(begun?.exchanges ?? 0);
  const version = table.version;
  const size = later.reduce((sum, page) => sum + (page.rows?.slots.length ?? 0), 0);
  const isMuch = size > view.count * MUCH;
  const base = isMuch ? undefined : begun;
  const found = new FoundRows(rows, base);
  if (isMuch) yield* found.goThrough(pages);
  else yield* found.lookUp(later);
  return { rows, version, exchanges: pages.length, ...(yield* found.finish(base)) };
}

class FoundRows {
  readonly removed: Map<string, RemovedRow>;
  readonly moved: Map<number, number>;
  readonly #rows: SelectedRows;
  readonly #counts: Map<number, number> = new Map();
  /** In place of the map, where much of the list was read: by rank. */
  #dense: Uint8Array | undefined;

  constructor(rows: SelectedRows, base: ListReading | undefined) {
    this.#rows = rows;
    this.removed = new Map(base?.removed);
    this.moved = new Map(base?.moved);
  }

  /** Looks for each row by itself. */
  lookUp(pages: readonly RecordedPage[]): Work<void> {
    return this.#lookUp(pages, () => true);
  }

  /** Goes through the whole list instead, and looks for those rows only that are not where they were. */
  *goThrough(pages: readonly RecordedPage[]): Work<void> {
    const { table, view } = this.#rows;
    const { origin } = table;
    const reads = new Uint8Array(origin.size);
    const counts = new Uint8Array(view.count);
    this.#dense = counts;
    yield* eachPage(pages, (page) => {
      if (page.rows?.origin !== origin) return;
      const { slots, others } = page.rows;
      for (let index = 0; index < slots.length; index += 1) {
        if (others.size === 0 || !others.has(index)) increase(reads, slots[index] as number);
      }
    });
    yield* eachRange(
      view.count,
      (from, to) => {
        for (let rank = from; rank < to; rank += 1) {
          const slot = view.slotAt(rank);
          const count = slot < reads.length ? (reads[slot] as number) : 0;
          if (count === 0) continue;
          counts[rank] = count;
          reads[slot] = 0;
        }
      },
      STEP_READ,
    );
    yield* this.#lookUp(pages, ({ slots, others }, index, isKnown) => {
      return !isKnown || reads[slots[index] as number] !== 0 || (others.size > 0 && others.has(index));
    });
  }

  /** @param isMissing - is told whether the page is of the same rows */
  *#lookUp(
    pages: readonly RecordedPage[],
    isMissing: (rows: PageRows, index: number, isKnown: boolean) => boolean,
  ): Work<void> {
    const { origin } = this.#rows.table;
    let [passed, found] = [0, 0];
    for (const page of pages) {
      if (page.rows === undefined) continue;
      const isKnown = page.rows.origin === origin;
      const { length } = page.rows.slots;
      for (let index = 0; index < length; index += 1) {
        passed += 1;
        if (passed % STEP_READ === 0) yield;
        if (!isMissing(page.rows, index, isKnown)) continue;
        this.#find(page, index);
        found += 1;
        if (found % STEP_FOUND === 0) yield;
      }
    }
  }

  #find(page: RecordedPage, index: number): void {
    if (page.rows === undefined) return;
    const slot = this.#knownSlot(page.rows, index);
    const rank = slot === undefined ? undefined : rankOf(this.#rows, slot);
    if (rank === undefined) this.#findElsewhere(page, index, slot);
    else this.#count(rank);
  }

  /** Where a row was, if there is the same row there now as then. */
  #knownSlot({ origin, slots, others }: PageRows, index: number): number | undefined {
    return origin === this.#rows.table.origin && !others.has(index) ? slots[index] : undefined;
  }

  /** Looks for a row that has changed, has gone, or came later than others. */
  #findElsewhere({ window, contract, rows }: RecordedPage, index: number, slot: number | undefined): void {
    const { table, selection, view } = this.#rows;
    const identity =
      slot === undefined
        ? (rows?.others.get(index) ?? window.identities[index])
        : readIdentity(table.rowAt(slot), contract.identity);
    // Of another scenario, and too long ago.
    if (identity === undefined) return;
    const current = table.find(identity);
    if (slot !== undefined && current !== undefined) this.moved.set(slot, current);
    const rank = current === undefined ? undefined : rankOf(this.#rows, current);
    if (rank !== undefined) {
      this.#count(rank);
      return;
    }
    if (this.removed.has(identity)) return;
    const last = current ?? slot;
    const place =
      last === undefined
        ? Math.min(view.count + 1, (window.first ?? 1) + index)
        : view.countBefore(table.keyAt(last, selection.order)) + 1;
    this.removed.set(identity, { identity, place, exchange: window.exchange });
  }

  #count(rank: number): void {
    if (this.#dense === undefined) this.#counts.set(rank, (this.#counts.get(rank) ?? 0) + 1);
    else increase(this.#dense, rank);
  }

  *finish(base: ListReading | undefined): Work<FoundReading & Pick<ListReading, 'removed' | 'moved'>> {
    const { removed, moved } = this;
    const dense = this.#dense;
    if (dense !== undefined) return { ...(yield* pack(dense)), removed, moved };
    yield;
    return { ...merge(base ?? NOTHING_READ, this.#counts), removed, moved };
  }
}

function increase(counts: Uint8Array, index: number): void {
  const count = counts[index] as number;
  if (count < 255) counts[index] = count + 1;
}

function* eachPage(pages: readonly RecordedPage[], take: (page: RecordedPage) => void): Work<void> {
  let read = 0;
  for (const page of pages) {
    take(page);
    read += page.rows?.slots.length ?? 0;
    if (read < STEP_READ) continue;
    read = 0;
    yield;
  }
}

/** The rows that were read, however they were looked for. */
type FoundReading = Pick<ListReading, 'ranks' | 'counts' | 'twice'>;

const NOTHING_READ: FoundReading = { ranks: new Uint32Array(0), counts: new Uint8Array(0), twice: 0 };

/** Those that were read at all. */
function* pack(dense: Uint8Array): Work<FoundReading> {
  const ranks = new Uint32Array(dense.length);
  const counts = new Uint8Array(dense.length);
  let [length, twice] = [0, 0];
  yield* eachRange(
    dense.length,
    (from, to) => {
      for (let rank = from; rank < to; rank += 1) {
        const count = dense[rank] as number;
        if (count === 0) continue;
        ranks[length] = rank;
        counts[length] = count;
        length += 1;
        if (count > 1) twice += 1;
      }
    },
    STEP_READ,
  );
  return { ranks: ranks.slice(0, length), counts: counts.slice(0, length), twice };
}

/** Few are found in many: what lies between them is copied as it is. */
function merge(base: FoundReading, found: ReadonlyMap<number, number>): FoundReading {
  const ranks = new Uint32Array(base.ranks.length + found.size);
  const counts = new Uint8Array(ranks.length);
  let { twice } = base;
  let [length, taken] = [0, 0];
  const copyUpTo = (end: number): void => {
    ranks.set(base.ranks.subarray(taken, end), length);
    counts.set(base.counts.subarray(taken, end), length);
    length += end - taken;
    taken = end;
  };
  for (const rank of Uint32Array.from(found.keys()).sort()) {
    copyUpTo(countBelow(base.ranks, rank));
    const before = base.ranks[taken] === rank ? (base.counts[taken] as number) : 0;
    if (before > 0) taken += 1;
    const count = Math.min(255, before + (found.get(rank) ?? 0));
    if (before < 2 && count > 1) twice += 1;
    ranks[length] = rank;
    counts[length] = count;
    length += 1;
  }
  copyUpTo(base.ranks.length);
  return { ranks: ranks.slice(0, length), counts: counts.slice(0, length), twice };
}

/** How many of some ranks, which ascend, are less than another. */
export function countBelow(ranks: Uint32Array | readonly number[], rank: number): number {
  return countWhile(ranks.length, (index) => (ranks[index] as number) < rank);
}

/**
 * Finds the exchanges that read certain rows, in steps.
 *
 * @param pages - of one walk, in their order
 * @param ranks - of the rows in the list of now
 * @returns the ids of exchanges by rank; none for a row that was not read
 */
export function* findReaders(
  pages: readonly RecordedPage[],
  { rows: { table, view }, moved }: ListReading,
  ranks: readonly number[],
): Work<ReadonlyMap<number, readonly number[]>> {
  const readers = new Map(ranks.map((rank) => [rank, [] as number[]]));
  if (readers.size === 0) return readers;
  const { origin } = table;
  const wanted = new Map(ranks.map((rank) => [view.slotAt(rank), rank]));
  /** Where those rows are or were, so that the many other rows cost a look each. */
  const isWanted = new Uint8Array(origin.size);
  for (const slot of wanted.keys()) isWanted[slot] = 1;
  for (const [before, now] of moved) if (wanted.has(now)) isWanted[before] = 1;
  const note = ({ window }: RecordedPage, slot: number | undefined): void => {
    const rank = slot === undefined ? undefined : wanted.get(slot);
    if (rank !== undefined) readers.get(rank)?.push(window.exchange);
  };
  yield* eachPage(pages, (page) => {
    if (page.rows === undefined) return;
    const { slots, others } = page.rows;
    const isKnown = page.rows.origin === origin;
    for (let index = 0; index < slots.length; index += 1) {
      const slot = slots[index] as number;
      if (!isKnown || (others.size > 0 && others.has(index)))
        note(page, table.find(others.get(index) ?? page.window.identities[index] ?? ''));
      else if (isWanted[slot] === 1) note(page, moved.get(slot) ?? slot);
    }
  });
  return readers;
}
