import { readIdentity } from '../../store/order-column.ts';
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
      for (const [index, slot] of slots.entries()) if (!others.has(index)) increase(reads, slot);
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
    yield* this.#lookUp(pages, (page, index) => {
      const slot = page.rows === undefined ? undefined : this.#knownSlot(page.rows, index);
      return slot === undefined || reads[slot] !== 0;
    });
  }

  *#lookUp(pages: readonly RecordedPage[], isMissing: (page: RecordedPage, index: number) => boolean): Work<void> {
    let [passed, found] = [0, 0];
    for (const page of pages) {
      for (let index = 0; index < (page.rows?.slots.length ?? 0); index += 1) {
        passed += 1;
        if (passed % STEP_READ === 0) yield;
        if (!isMissing(page, index)) continue;
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

  *finish(base: ListReading | undefined): Work<Pick<ListReading, 'ranks' | 'counts' | 'removed' | 'moved'>> {
    const { removed, moved } = this;
    const dense = this.#dense;
    if (dense !== undefined) return { ...(yield* pack(dense)), removed, moved };
    yield;
    return { ...merge(base, this.#counts), removed, moved };
  }
}

function increase(counts: Uint8Array, index: number): void {
  counts[index] = Math.min(255, (counts[index] as number) + 1);
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

/** Those that were read at all. */
function* pack(dense: Uint8Array): Work<Pick<ListReading, 'ranks' | 'counts'>> {
  const ranks = new Uint32Array(dense.length);
  const counts = new Uint8Array(dense.length);
  let length = 0;
  yield* eachRange(
    dense.length,
    (from, to) => {
      for (let rank = from; rank < to; rank += 1) {
        const count = dense[rank] as number;
        if (count === 0) continue;
        ranks[length] = rank;
        counts[length] = count;
        length += 1;
      }
    },
    STEP_READ,
  );
  return { ranks: ranks.slice(0, length), counts: counts.slice(0, length) };
}

function merge(
  base: Pick<ListReading, 'ranks' | 'counts'> | undefined,
  found: ReadonlyMap<number, number>,
): Pick<ListReading, 'ranks' | 'counts'> {
  const known = base?.ranks ?? new Uint32Array(0);
  const later = Uint32Array.from(found.keys()).sort();
  const ranks = new Uint32Array(known.length + later.length);
  const counts = new Uint8Array(ranks.length);
  let length = 0;
  let [one, other] = [0, 0];
  while (one < known.length || other < later.length) {
    const [left, right] = [known[one] ?? Number.POSITIVE_INFINITY, later[other] ?? Number.POSITIVE_INFINITY];
    const rank = Math.min(left, right);
    const before = left === rank ? (base?.counts[one] ?? 0) : 0;
    const more = right === rank ? (found.get(rank) ?? 0) : 0;
    ranks[length] = rank;
    counts[length] = Math.min(255, before + more);
    if (left === rank) one += 1;
    if (right === rank) other += 1;
    length += 1;
  }
  return { ranks: ranks.slice(0, length), counts: counts.slice(0, length) };
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
  const wanted = new Map(ranks.map((rank) => [view.slotAt(rank), rank]));
  const slotOf = ({ rows, window }: RecordedPage, index: number): number | undefined => {
    const slot = rows?.origin === table.origin && !rows.others.has(index) ? rows.slots[index] : undefined;
    return slot === undefined
      ? table.find(rows?.others.get(index) ?? window.identities[index] ?? '')
      : (moved.get(slot) ?? slot);
  };
  yield* eachPage(pages, (page) => {
    for (let index = 0; index < (page.rows?.slots.length ?? 0); index += 1) {
      const rank = wanted.get(slotOf(page, index) ?? -1);
      if (rank !== undefined) readers.get(rank)?.push(page.window.exchange);
    }
  });
  return readers;
}
