import { readExchangeFilter } from '../../journal/read-exchange-filter.ts';
import { whenGone } from '../http/when-gone.ts';
import { ServerError } from '../server-error.ts';
import type { AdminCall } from './admin-route.ts';
import { followJournal } from './follow-journal.ts';

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
