import type { Exchange } from '../../journal/exchange.ts';
import type { JournalEntry } from '../../journal/journal-entry.ts';
import { finishInSlices, type Work } from '../../store/work.ts';
import type { Session } from '../sessions/session.ts';
import { createPageRecorder, type PageWindow, type RecordedPage } from './recorded-pages.ts';

/** What is known of a session's exchanges with lists, kept for longer than the bodies in its journal. */
export interface WindowLog {
  /** Fulfilled once all that the journal had before has been gone through. */
  readonly ready: Promise<void>;
  /** The oldest first. */
  readonly pages: readonly RecordedPage[];
  /** The ids of exchanges whose client went away amid the response. */
  readonly aborted: ReadonlySet<number>;
  /** The id of the latest exchange; 0 before the first one. */
  readonly latest: number;
  /** @param listener - is called with each window that is new. @returns ends the subscription */
  subscribe(listener: (window: PageWindow) => void): () => void;
}

const MAX_PAGES = 20_000;
/** Identities of rows, of all pages of a session together. */
const MAX_IDENTITIES = 200_000;
/** Rows of all pages of a session together: where they are in their table. */
const MAX_ROWS = 4_000_000;
/** Characters of requests and links, as far as they are estimated. */
const MAX_TEXT = 16 * 2 ** 20;
/** How long after its end a response may yet turn out to have been cut off, in milliseconds. */
const GRACE = 5000;

const logs = new WeakMap<Session, WindowLog>();

/**
 * The windows of a session. Recording begins with the first call: of what the journal then has, the places are those of now.
 *
 * @param describe - describes exchanges without their secrets
 */
export function openWindowLog(session: Session, describe: (exchange: Exchange) => JournalEntry): WindowLog {
  const known = logs.get(session);
  if (known !== undefined) return known;
  const log = createWindowLog(session, describe);
  logs.set(session, log);
  return log;
}

function createWindowLog(session: Session, describe: (exchange: Exchange) => JournalEntry): WindowLog {
  const { journal } = session;
  const listeners = new Set<(window: PageWindow) => void>();
  const aborted = new Set<number>();
  const read = createPageRecorder(session, describe);
  let pages: RecordedPage[] = [];
  /** Pages whose responses may not be over yet. */
  let open: RecordedPage[] = [];
  let latest = 0;
  let text = 0;
  const identities = createShare(MAX_IDENTITIES, ({ window }: RecordedPage) => window.identities.length);
  const rows = createShare(MAX_ROWS, (page: RecordedPage) => page.rows?.slots.length ?? 0);

  function record(exchange: Exchange): RecordedPage | undefined {
    forgetCleared();
    latest = exchange.id;
    const page = read(exchange);
    if (page === undefined) return undefined;
    pages.push(page);
    if (exchange.isAborted === true) aborted.add(exchange.id);
    else if (exchange.faults !== undefined) open.push(page);
    text += weigh(page);
    identities.add(page);
    rows.add(page);
    trim();
    return page;
  }

  function tell(exchange: Exchange): void {
    const window = record(exchange)?.window;
    if (window !== undefined) for (const listener of [...listeners]) listener(window);
  }

  function trim(): void {
    identities.cut(pages, ({ window, ...page }) => ({ ...page, window: { ...window, identities: [] } }));
    rows.cut(pages, ({ rows: _, ...page }) => page);
    if (pages.length > MAX_PAGES || text > MAX_TEXT) drop(Math.ceil(pages.length / 10));
  }

  /** In one go, now and then: an array that loses its first element each time is copied each time. */
  function drop(count: number): void {
    const dropped = pages.slice(0, count);
    pages = pages.slice(count);
    for (const page of dropped) {
      text -= weigh(page);
      aborted.delete(page.window.exchange);
    }
    identities.drop(dropped);
    rows.drop(dropped);
  }

  /** What the journal was made to forget is over, and nobody asks for it any more. */
  function forgetCleared(): void {
    const kept = latest - journal.recorded;
    if (pages[0] !== undefined && pages[0].window.exchange <= kept) {
      drop(pages.filter(({ window }) => window.exchange <= kept).length);
    }
  }

  function noteAborted(): void {
    const now = Date.now();
    for (const { window } of open) {
      if (journal.get(window.exchange)?.isAborted === true) aborted.add(window.exchange);
    }
    open = open.filter(({ window, request }) => {
      return !aborted.has(window.exchange) && request.answeredAt + GRACE > now;
    });
  }

  /** What comes meanwhile waits, so that all is recorded in its order. */
  let waiting: Exchange[] | undefined = [];

  function* catchUp(): Work<void> {
    const newest = journal.newest().next().value?.id ?? 0;
    for (let id = newest - journal.recorded + journal.dropped + 1; id <= newest; id += 1) {
      const exchange = journal.get(id);
      if (exchange !== undefined) record(exchange);
      yield;
    }
    const late = waiting ?? [];
    waiting = undefined;
    for (const exchange of late) tell(exchange);
  }

  const unsubscribe = journal.subscribe((exchange) => {
    if (waiting === undefined) tell(exchange);
    else waiting.push(exchange);
  });
  session.ended.addEventListener('abort', unsubscribe, { once: true });
  return {
    ready: finishInSlices(catchUp()),
    get pages() {
      forgetCleared();
      return pages;
    },
    get aborted() {
      noteAborted();
      return aborted;
    },
    get latest() {
      return latest;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Of an exchange's texts, what is kept several times: as it was sent, as pairs and as the links that lead on. */
function weigh({ window, request }: RecordedPage): number {
  const links = Object.values(request.page?.links ?? {}).reduce((sum, link) => sum + link.length, 0);
  return 3 * request.canonical.length + window.query.length + 2 * links + 200;
}

/** What all pages together may take of something, of which the oldest give it up first. */
interface Share {
  add(page: RecordedPage): void;
  /** Takes it from the oldest pages that have it, but not from the latest one. */
  cut(pages: RecordedPage[], strip: (page: RecordedPage) => RecordedPage): void;
  /** The oldest pages are gone. */
  drop(pages: readonly RecordedPage[]): void;
}

function createShare(limit: number, measure: (page: RecordedPage) => number): Share {
  let used = 0;
  /** How many pages, from the oldest on, have given it up. */
  let bare = 0;
  return {
    add(page) {
      used += measure(page);
    },
    cut(pages, strip) {
      for (; used > limit && bare < pages.length - 1; bare += 1) {
        const oldest = pages[bare] as RecordedPage;
        used -= measure(oldest);
        pages[bare] = strip(oldest);
      }
    },
    drop(pages) {
      for (const page of pages) used -= measure(page);
      bare = Math.max(0, bare - pages.length);
    },
  };
}
