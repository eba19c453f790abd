import { LRUCache } from 'lru-cache';
import { listSelection } from '../../audit/links.ts';
import { PagewrightError } from '../../contract/error.ts';
import { formatQuery } from '../../page/query.ts';
import { readIdentity } from '../../store/order-column.ts';
import { finishInSlices, type Work } from '../../store/work.ts';
import { findList } from '../routing/router.ts';
import type { Session } from '../sessions/session.ts';
import { type ChangeLog, openChangeLog } from './change-log.ts';
import {
  type Coverage,
  type CoverageOptions,
  cutIntoBuckets,
  findAdded,
  findTroubles,
  listRemoved,
} from './coverage.ts';
import { openSessionWindows } from './journal.ts';
import { type ListReading, readList } from './list-reading.ts';
import type { PageWindow, RecordedPage, SelectedRows } from './recorded-pages.ts';
import { createWalkLog, type RecordedWalk, type WalkLog } from './walk-log.ts';

/** Requests of a client that belong together, as the audit sees it. */
export interface WalkSummary {
  /** Unique in its session; it stays when the walk goes on. */
  readonly walk: number;
  /** The id of the contract. */
  readonly contract: string;
  /** Who says to have sent its requests, where it is no client. */
  readonly by?: string;
  /** The ids of its exchanges, in their order. */
  readonly exchanges: readonly number[];
  /** When its first request came, in ISO 8601. */
  readonly startedAt: string;
  /** What its first request asks for beside position and size: filters and order. Without credentials. */
  readonly query: string;
  /** The collection that it reads; absent: its requests are rejected. */
  readonly collection?: string;
  /** How many rows it has read, and what that is of the list as it is now. */
  readonly rows: {
    /** Different rows, those included that the list does not have now. */
    readonly read: number;
    /** Those of them that it has read more than once. */
    readonly twice: number;
    /** Rows of the list of now that it has not read; those are left out that were added after it began. */
    readonly never: number;
    /** How many rows the list has now. */
    readonly total: number;
  };
  /** Whether it began with the first page and came to one that said that it is the last. */
  readonly isComplete: boolean;
  /** The walk that it goes on with something changed, such as a filter that was lost. */
  readonly alters?: number;
}

/** Which walks are listed. */
export interface WalkListOptions {
  /** The id of the only contract that is meant. */
  readonly contract?: string | undefined;
  /** The id of an exchange: only walks that went on after it. */
  readonly since?: number | undefined;
  /** How many at most, the latest: 1 to 1000; 100 by default. */
  readonly limit?: number | undefined;
}

/** Which windows are listed. */
export interface WindowListOptions {
  /** The id of the only contract that is meant. */
  readonly contract?: string | undefined;
  /** The id of the exchange after which they came. */
  readonly since?: number | undefined;
  /** The only walk that is meant. */
  readonly walk?: number | undefined;
  /** Places, from 1: windows that lie elsewhere are left out, but for those whose place is not known. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** `false`: without the identities of rows, which are most of what is to be sent. */
  readonly identities?: boolean | undefined;
}

/**
 * The walks of a session's clients. Recording begins with the first call: of what the journal then has, the places are those of
 * now. What is recorded is kept for longer than the bodies in the journal.
 */
export interface WalkControl {
  /** The walks, the oldest first. @throws {PagewrightError} `unknown-contract`, `invalid-option` */
  list(options?: WalkListOptions): Promise<readonly WalkSummary[]>;
  /** Where the pages of exchanges lay, the oldest first. @throws {PagewrightError} `unknown-contract`, `unknown-walk` */
  windows(options?: WindowListOptions): Promise<readonly PageWindow[]>;
  /** What a walk has read of its list as it is now. @throws {PagewrightError} `unknown-walk`, `invalid-option` */
  coverage(walk: number, options?: CoverageOptions): Promise<Coverage>;
}

/** What is known of a session's walks. */
interface WalkBook {
  readonly walks: WalkLog;
  readonly changes: ChangeLog;
  readonly readings: LRUCache<number, ListReading>;
}

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;
const DEFAULT_BUCKETS = 100;
const MAX_BUCKETS = 4096;
/** Bytes of readings that are kept. */
const MAX_READINGS = 32 * 2 ** 20;

const books = new WeakMap<Session, WalkBook>();

function openBook(session: Session): WalkBook {
  const known = books.get(session);
  if (known !== undefined) return known;
  const readings = new LRUCache<number, ListReading>({
    maxSize: MAX_READINGS,
    sizeCalculation: ({ ranks, removed, moved }) => 1000 + 5 * ranks.length + 200 * removed.size + 50 * moved.size,
  });
  const book = { walks: createWalkLog(openSessionWindows(session)), changes: openChangeLog(session), readings };
  books.set(session, book);
  return book;
}

/** Creates the control of a session's walks. */
export function createWalkControl(enter: () => Session): WalkControl {
  return {
    async list({ contract, since = 0, limit = DEFAULT_LIMIT } = {}) {
      requireWhole('limit', limit, 1, MAX_LIMIT);
      const session = enter();
      const only = contract === undefined ? undefined : findList(session.lists, contract).contract;
      const walks = (await openBook(session).walks.find()).filter(({ contract: own, pages }) => {
        return (only === undefined || own === only) && (pages.at(-1)?.window.exchange ?? 0) > since;
      });
      return finishInSlices(summarize(session, walks.slice(-limit)));
    },
    async windows({ contract, since = 0, walk, from = 1, to = Number.MAX_SAFE_INTEGER, identities = true } = {}) {
      requireWhole('from', from, 1, Number.MAX_SAFE_INTEGER);
      requireWhole('to', to, from, Number.MAX_SAFE_INTEGER);
      const session = enter();
      const only = contract === undefined ? undefined : findList(session.lists, contract).contract.id;
      const pages = await (walk === undefined ? allPages(session) : findWalk(session, walk).then((one) => one.pages));
      const wanted = pages
        .filter(({ window: one }) => one.exchange > since && (only === undefined || one.contract === only))
        .filter(({ window: { first = from, last = to } }) => first <= to && last >= from);
      if (!identities) return wanted.map(({ window }) => ({ ...window, identities: [] }));
      // Of a part of a list, identities that are no longer kept are read from its rows.
      return to === Number.MAX_SAFE_INTEGER
        ? wanted.map(({ window }) => window)
        : finishInSlices(nameRows(session, wanted));
    },
    async coverage(walk, options = {}) {
      const { from = 1, to = Number.MAX_SAFE_INTEGER, buckets = DEFAULT_BUCKETS } = options;
      requireWhole('from', from, 1, Number.MAX_SAFE_INTEGER);
      requireWhole('to', to, from, Number.MAX_SAFE_INTEGER);
      requireWhole('buckets', buckets, 1, MAX_BUCKETS);
      const session = enter();
      const found = await findWalk(session, walk);
      return finishInSlices(cover(session, found, { from, to, buckets }));
    },
  };
}

function* nameRows(session: Session, pages: readonly RecordedPage[]): Work<readonly PageWindow[]> {
  const windows: PageWindow[] = [];
  for (const page of pages) {
    windows.push(nameRowsOf(session, page));
    yield;
  }
  return windows;
}

function nameRowsOf({ lists }: Session, { window, contract, list, rows }: RecordedPage): PageWindow {
  if (window.identities.length === window.count || rows === undefined || list === undefined) return window;
  const table = lists.find((one) => one.contract.id === contract.id)?.state.table(list.collection);
  if (table === undefined || table.origin !== rows.origin) return window;
  const identities = Array.from(rows.slots, (slot, index) => {
    return rows.others.get(index) ?? readIdentity(table.rowAt(slot), contract.identity) ?? '';
  });
  return { ...window, identities };
}

async function allPages(session: Session): Promise<RecordedWalk['pages']> {
  const log = openSessionWindows(session);
  await log.ready;
  return log.pages;
}

async function findWalk(session: Session, number: number): Promise<RecordedWalk> {
  const walks = await openBook(session).walks.find();
  const found = walks.find(({ walk }) => walk === number);
  if (found !== undefined) return found;
  const [first, last] = [walks[0], walks.at(-1)].map((one) => one?.walk);
  const known =
    first === undefined ? 'the session has none' : `the session has ${first === last ? first : `${first} to ${last}`}`;
  throw new PagewrightError('unknown-walk', `Unknown walk ${number}: ${known}`);
}

function* summarize(session: Session, walks: readonly RecordedWalk[]): Work<readonly WalkSummary[]> {
  const { changes } = openBook(session);
  const summaries: WalkSummary[] = [];
  for (const one of walks) {
    const { walk, contract, by, pages, isComplete, alters } = one;
    const [first] = pages;
    const reading = yield* readWalk(session, one);
    const collection = pages.find(({ list }) => list !== undefined)?.list?.collection;
    summaries.push({
      walk,
      contract: contract.id,
      ...(by !== undefined && { by }),
      exchanges: pages.map(({ window }) => window.exchange),
      startedAt: first?.window.at ?? '',
      query: formatQuery(listSelection(contract, first?.request.pairs ?? [])),
      ...(collection !== undefined && { collection }),
      rows: reading === undefined ? { read: 0, twice: 0, never: 0, total: 0 } : yield* count(one, reading, changes),
      isComplete,
      ...(alters !== undefined && { alters }),
    });
    yield;
  }
  return summaries;
}

function* count(walk: RecordedWalk, reading: ListReading, changes: ChangeLog): Work<WalkSummary['rows']> {
  const { ranks, twice, removed, rows } = reading;
  const added = findAdded(walk, reading, changes);
  yield;
  const total = rows.view.count;
  return { read: ranks.length + removed.size, twice, never: total - ranks.length - added.length, total };
}

/** What a walk has read of its list as it is now; `undefined` where there is no such list, or its requests are rejected. */
function* readWalk(session: Session, { walk, contract, pages }: RecordedWalk): Work<ListReading | undefined> {
  const { readings } = openBook(session);
  const selected = pages.find(({ list }) => list !== undefined)?.list;
  const list = session.lists.find((one) => one.contract.id === contract.id);
  const table = selected && list?.state.table(selected.collection);
  if (selected === undefined || table === undefined) return undefined;
  const { selection } = selected;
  if (!table.isReady(selection)) yield* table.prepareInSteps(selection);
  const rows: SelectedRows = { table, selection, view: table.select(selection) };
  const reading = yield* readList(pages, rows, readings.get(walk));
  readings.set(walk, reading);
  return reading;
}

function* cover(session: Session, walk: RecordedWalk, options: Required<CoverageOptions>): Work<Coverage> {
  const reading = yield* readWalk(session, walk);
  const { from = 1, buckets = DEFAULT_BUCKETS } = options;
  if (reading === undefined) {
    return { total: 0, from, to: from - 1, buckets: [], troubles: [], troubleCount: 0, removed: [], removedCount: 0 };
  }
  const total = reading.rows.view.count;
  const to = Math.min(total, options.to ?? total);
  const added = findAdded(walk, reading, openBook(session).changes);
  yield;
  return {
    total,
    from,
    to,
    buckets: cutIntoBuckets(reading, added, { from, to, buckets }),
    ...(yield* findTroubles(walk, reading, added, { begin: from - 1, end: to })),
    ...listRemoved(reading),
  };
}

function requireWhole(name: string, value: number, minimum: number, maximum: number): void {
  if (Number.isInteger(value) && value >= minimum && value <= maximum) return;
  const range = maximum === Number.MAX_SAFE_INTEGER ? `from ${minimum}` : `from ${minimum} to ${maximum}`;
  throw new PagewrightError('invalid-option', `Invalid ${name} ${value}: must be a whole number ${range}`);
}
