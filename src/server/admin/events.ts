import { PagewrightError } from '../../contract/error.ts';
import { didYouMean } from '../../contract/text.ts';
import { type ExchangeFilter, readExchangeFilter } from '../../journal/exchange-filter.ts';
import type { JournalEntry } from '../../journal/journal-entry.ts';

import { type JournalControl, openSessionWindows } from '../control/journal.ts';
import { whenGone } from '../http/response.ts';
import type { AdminCall } from './call.ts';

/** How often a comment keeps the connection open and the session from being idle, in milliseconds. */
const HEARTBEAT = 15_000;

/** What a stream tells of: exchanges, where their pages lay, requests that begin or end to be held, and changes. */
const EVENTS = ['exchange', 'window', 'hold', 'change'] as const;

type EventName = (typeof EVENTS)[number];

/**
 * Sends what happens in a session as server-sent events: its exchanges, and what else the reader asks for by `events`. A reader that
 * reconnects says which was the last exchange that it received (`Last-Event-ID`, or `since` in the query), and receives those that
 * it missed, as far as they are kept. When the session ends, so does the stream: a reader that reconnects is in the session that
 * took its place.
 */
export function sendEvents({ request, response, session, query, enter }: AdminCall): void {
  const last = request.headers['last-event-id'];
  if (last !== undefined && !/^\d{1,15}$/.test(String(last))) {
    throw new PagewrightError(
      'invalid-request',
      `Invalid Last-Event-ID ${JSON.stringify(last)}: must be the id of an exchange`,
    );
  }
  const { events, ...filters } = query;
  const wanted = readEventNames(events);
  const filter = readExchangeFilter(filters);
  // Whatever is rejected has to be before the head is sent.
  const since = findStart(session, last === undefined ? filter.since : Number(last));
  const entered = enter();
  const sessionEnded = entered.ended;
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  response.write(': exchanges follow\n\n');
  if (request.method === 'HEAD') return void response.end();
  const send = (name: string, data: unknown, id?: number): boolean => {
    return response.write(`${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  const endings: (() => void)[] = [];
  if (wanted.includes('exchange')) {
    const follower = followJournal(session.journal, { ...filter, ...(since !== undefined && { since }) }, (entry) => {
      return send('exchange', entry, entry.id);
    });
    response.on('drain', follower.resume);
    endings.push(follower.stop);
  }
  if (wanted.includes('window')) {
    // A reader that is behind reads them again by their own call.
    const log = openSessionWindows(entered);
    endings.push(log.subscribe((window) => response.writableNeedDrain || send('window', window)));
  }
  if (wanted.includes('hold')) {
    endings.push(entered.holds.subscribe((held, isHeld) => send('hold', { ...held, isHeld })));
  }
  if (wanted.includes('change')) endings.push(session.changes.subscribe((change) => send('change', change)));
  const heartbeat = setInterval(() => {
    response.write(`: session ${session.id}\n\n`);
  }, HEARTBEAT).unref();
  const end = (): void => void response.end();
  sessionEnded.addEventListener('abort', end);
  whenGone(request, response, () => {
    sessionEnded.removeEventListener('abort', end);
    clearInterval(heartbeat);
    for (const stop of endings) stop();
  });
}

function readEventNames(text: string | undefined): readonly EventName[] {
  if (text === undefined) return ['exchange'];
  return text.split(',').map((name) => {
    const known = EVENTS.find((one) => one === name);
    if (known !== undefined) return known;
    throw new PagewrightError('invalid-request', `Unknown event ${name}${didYouMean(name, EVENTS)}`);
  });
}

/** Ids that the journal has not reached are those of a session that ended, and whose place this one took. */
function findStart({ journal }: AdminCall['session'], since: number | undefined): number | undefined {
  const [newest] = journal.list({ limit: 1 });
  return since === undefined || newest === undefined || newest.id >= since ? since : 0;
}

/** A reader that follows a journal. */
interface Follower {
  /** Goes on after a write that asked for a pause. */
  resume(): void;
  stop(): void;
}

/**
 * Writes the exchanges of a journal as they come, as fast as the reader takes them: what a slow reader is behind waits in the
 * journal, which is bounded, and nowhere else.
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
