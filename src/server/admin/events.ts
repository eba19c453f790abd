import type { ExchangeFilter } from '../../journal/exchange-filter.ts';
import type { JournalEntry } from '../../journal/journal-entry.ts';
import { readExchangeFilter } from '../../journal/read-exchange-filter.ts';
import type { JournalControl } from '../control/session-control.ts';
import { whenGone } from '../http/response.ts';
import { ServerError } from '../server-error.ts';
import type { AdminCall } from './call.ts';

/** What keeps the connection open where nothing happens, and the session from being idle, in milliseconds. */
const HEARTBEAT = 15_000;

/**
 * Sends a session's exchanges as they happen, as server-sent events. A reader that comes back says which was the last that it
 * got (`Last-Event-ID`, or `since` in the query), and gets those that it missed, as far as they are kept. When the session
 * ends, so does the stream: a reader that comes back is in the one that took its place.
 */
export function sendEvents({ request, response, session, query, ended }: AdminCall): void {
  const last = request.headers['last-event-id'];
  if (last !== undefined && !/^\d{1,15}$/.test(String(last))) {
    throw new ServerError(
      'invalid-request',
      `Last-Event-ID is ${JSON.stringify(last)}; expected the id of an exchange`,
    );
  }
  const filter = readExchangeFilter(query);
  // Whatever is refused has to be before the head is sent.
  const since = findStart(session, last === undefined ? filter.since : Number(last));
  const sessionEnded = ended();
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  response.write(': exchanges follow\n\n');
  if (request.method === 'HEAD') return void response.end();
  const follower = followJournal(session.journal, { ...filter, ...(since !== undefined && { since }) }, (entry) => {
    return response.write(`id: ${entry.id}\nevent: exchange\ndata: ${JSON.stringify(entry)}\n\n`);
  });
  response.on('drain', follower.resume);
  const heartbeat = setInterval(() => {
    response.write(`: session ${session.id}\n\n`);
  }, HEARTBEAT).unref();
  const end = (): void => void response.end();
  sessionEnded.addEventListener('abort', end);
  whenGone(request, response, () => {
    sessionEnded.removeEventListener('abort', end);
    clearInterval(heartbeat);
    follower.stop();
  });
}

/** Ids that the journal has not reached are those of a session that ended, and whose place this one took. */
function findStart({ journal }: AdminCall['session'], since: number | undefined): number | undefined {
  const [newest] = journal.list({ limit: 1 });
  return since === undefined || newest === undefined || newest.id >= since ? since : 0;
}

/** A reader of a journal that goes on. */
interface Follower {
  /** Goes on after a write that asked for a pause. */
  resume(): void;
  stop(): void;
}

/**
 * Writes the exchanges of a journal as they come, as fast as they are taken: what a slow reader is behind waits in the journal,
 * which is bounded, and nowhere else.
 *
 * @param filter - which are wanted; with `since`, those that are kept and came after it are written first
 * @param write - takes an entry; `false` asks for a pause, until `resume`
 */
export function followJournal(
  journal: JournalControl,
  { since, limit: _latest, ...filter }: ExchangeFilter,
  write: (entry: JournalEntry) => boolean,
): Follower {
  let last = since ?? journal.list({ limit: 1 })[0]?.id ?? 0;
  let isPaused = false;

  function take(entry: JournalEntry): void {
    last = entry.id;
    isPaused = !write(entry);
  }

  function catchUp(): void {
    isPaused = false;
    for (const entry of journal.entries({ ...filter, since: last })) {
      take(entry);
      if (isPaused) return;
    }
  }

  catchUp();
  const unsubscribe = journal.subscribe((entry) => {
    if (!isPaused) take(entry);
  }, filter);
  return { resume: catchUp, stop: unsubscribe };
}
