import { once } from 'node:events';
import { PagewrightError } from '../../contract/error.ts';
import { readVersion } from '../../contract/package-file.ts';
import { EXCHANGE_FILTERS, readExchangeFilter } from '../../journal/exchange-filter.ts';
import { toHar, toHarEntry } from '../../journal/har.ts';
import type { JournalEntry } from '../../journal/journal-entry.ts';
import { finishInSlices } from '../../store/work.ts';
import { type AuditOptions, auditSession, describeExchanges, readAuditOptions, readReads } from '../control/journal.ts';
import { whenGone } from '../http/response.ts';
import { type AdminCall, type AdminRoute, readInteger } from './call.ts';
import { sendEvents } from './events.ts';

/** The journal, and the audit of it. */
export const journalRoutes: readonly AdminRoute[] = [
  {
    method: 'get',
    path: '/journal',
    query: EXCHANGE_FILTERS,
    send: (call) => sendEntries(call, { begin: '[', end: ']', toJson: JSON.stringify }),
  },
  { method: 'delete', path: '/journal', run: ({ session }) => session.journal.clear() },
  {
    method: 'get',
    path: '/journal.har',
    query: EXCHANGE_FILTERS,
    send(call) {
      const [begin = '', end = ''] = JSON.stringify(toHar([], { version: readVersion() })).split(/(?<=\[)(?=\])/);
      const disposition = `attachment; filename="${call.session.id}.har"`;
      const toJson = (entry: JournalEntry): string => JSON.stringify(toHarEntry(entry));
      return sendEntries(call, { begin, end, toJson, headers: { 'Content-Disposition': disposition } });
    },
  },
  {
    method: 'get',
    path: '/journal/stream',
    query: [...EXCHANGE_FILTERS, 'events'],
    begins: true,
    send: sendEvents,
  },
  {
    method: 'get',
    path: '/journal/:exchange',
    run: ({ session, part }) => findById(part('exchange'), (id) => session.journal.get(id)),
  },
  {
    method: 'get',
    path: '/journal/:exchange/page',
    run: ({ session, part }) => findById(part('exchange'), (id) => session.journal.page(id)),
  },
  {
    method: 'get',
    path: '/windows',
    query: ['contract', 'since', 'walk', 'from', 'to', 'identities'],
    run: ({ session, query }) => {
      const { contract, identities } = query;
      const [since, walk, from, to] = ['since', 'walk', 'from', 'to'].map((name) => readInteger(name, query[name]));
      return session.walks.windows({ contract, since, walk, from, to, identities: readFlag('identities', identities) });
    },
  },
  {
    method: 'get',
    path: '/walks',
    query: ['contract', 'since', 'limit'],
    run: ({ session, query }) => {
      const { contract, since, limit } = query;
      return session.walks.list({ contract, since: readInteger('since', since), limit: readInteger('limit', limit) });
    },
  },
  {
    method: 'get',
    path: '/walks/:walk/coverage',
    query: ['from', 'to', 'buckets'],
    run: ({ session, part, query }) => {
      const [from, to, buckets] = ['from', 'to', 'buckets'].map((name) => readInteger(name, query[name]));
      return session.walks.coverage(readInteger('walk', part('walk')) ?? 0, { from, to, buckets });
    },
  },
  {
    method: 'get',
    path: '/audit',
    query: ['contract', 'reads', 'only', 'except'],
    run: ({ enter, session, query }) => finishInSlices(auditSession(enter(), session.url, readAuditQuery(query))),
  },
];

function readFlag(name: string, text: string | undefined): boolean | undefined {
  if (text === undefined || text === 'true' || text === 'false')
    return text === undefined ? undefined : text === 'true';
  throw new PagewrightError('invalid-request', `Invalid ${name} ${JSON.stringify(text)}: must be true or false`);
}

/** @throws {PagewrightError} `unknown-exchange` */
function findById<Found>(text: string, find: (id: number) => Found | undefined): Found {
  const found = /^\d{1,15}$/.test(text) ? find(Number(text)) : undefined;
  if (found !== undefined) return found;
  throw new PagewrightError(
    'unknown-exchange',
    `Unknown exchange ${text}: it never was in the journal, or was dropped`,
  );
}

/** Rules are separated by commas. */
function readAuditQuery({ contract, reads, only, except }: AdminCall['query']): AuditOptions {
  return readAuditOptions({
    contract,
    only: only?.split(','),
    except: except?.split(','),
    ...(reads !== undefined && { reads: readReads(reads, 'invalid-request') }),
  });
}

/** How entries of the journal are written into a document. */
interface EntryDocument {
  readonly begin: string;
  readonly end: string;
  toJson(entry: JournalEntry): string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends entries of the journal as one JSON document, as fast as the caller reads, while other requests are served. */
async function sendEntries(call: AdminCall, { begin, end, toJson, headers }: EntryDocument): Promise<void> {
  const { request, response, query, enter } = call;
  // Whatever is rejected has to be before the head is sent.
  const entries = describeExchanges(enter(), readExchangeFilter(query));
  response.writeHead(200, { 'Content-Type': 'application/json', ...headers });
  if (request.method === 'HEAD') return void response.end();
  let separator = begin;
  const gone = new Promise<void>((resolve) => whenGone(request, response, resolve));
  await finishInSlices(entries, (parts) => {
    if (response.destroyed) entries.return();
    const text = parts.map((entry) => {
      const piece = separator + toJson(entry);
      separator = ',';
      return piece;
    });
    if (response.write(text.join(''))) return undefined;
    return Promise.race([once(response, 'drain'), gone]).then(() => undefined);
  });
  response.end(separator === begin ? begin + end : end);
}
