import { STATUS_CODES } from 'node:http';
import type { Har, HarEntry, HarRequest, HarResponse, NamedValue } from './har.ts';
import type { JournalEntry } from './journal-entry.ts';

const HTTP_VERSION = 'HTTP/1.1';
/** For a size that is not known. */
const UNKNOWN = -1;

/** What the developer tools of Chromium write for a connection that was reset before an answer. */
const RESET: HarResponse = {
  status: 0,
  statusText: '',
  httpVersion: '',
  cookies: [],
  headers: [],
  content: { size: 0, mimeType: 'x-unknown' },
  redirectURL: '',
  headersSize: UNKNOWN,
  bodySize: UNKNOWN,
  _error: 'net::ERR_CONNECTION_RESET',
};

/**
 * Writes entries as a HAR archive, which developer tools of browsers and proxies read.
 *
 * @param creator - the version of this program
 */
export function toHar(entries: readonly JournalEntry[], creator: { readonly version: string }): Har {
  return {
    log: {
      version: '1.2',
      creator: { name: 'pagewright', version: creator.version },
      entries: entries.map(toHarEntry),
    },
  };
}

function toHarEntry(entry: JournalEntry): HarEntry {
  return {
    startedDateTime: entry.at,
    time: entry.durationMs,
    request: toHarRequest(entry.request),
    response: entry.response === undefined ? RESET : toHarResponse(entry.response),
    cache: {},
    timings: { send: 0, wait: entry.durationMs, receive: 0 },
    _id: entry.id,
    _session: entry.session,
    ...(entry.contract === undefined ? {} : { _contract: entry.contract }),
    _clock: entry.clock,
    ...(entry.connection === undefined ? {} : { connection: String(entry.connection) }),
    ...(entry.isAborted === undefined ? {} : { _aborted: entry.isAborted }),
    ...(entry.faults === undefined ? {} : { _faults: entry.faults }),
  };
}

function toHarRequest({ method, url, headers }: JournalEntry['request']): HarRequest {
  const mark = url.indexOf('?');
  return {
    method,
    url,
    httpVersion: HTTP_VERSION,
    cookies: [],
    headers: toNamedValues(Object.entries(headers)),
    queryString: mark === -1 ? [] : toNamedValues(new URLSearchParams(url.slice(mark))),
    headersSize: UNKNOWN,
    bodySize: UNKNOWN,
  };
}

function toHarResponse({ status, headers, body }: NonNullable<JournalEntry['response']>): HarResponse {
  const size = Buffer.byteLength(body);
  return {
    status,
    statusText: STATUS_CODES[status] ?? '',
    httpVersion: HTTP_VERSION,
    // Their values are secrets, and so are not shown.
    cookies: [],
    headers: toNamedValues(Object.entries(headers)),
    content: { size, mimeType: headers['content-type'] ?? '', text: body },
    redirectURL: headers['location'] ?? '',
    headersSize: UNKNOWN,
    bodySize: size,
  };
}

function toNamedValues(pairs: Iterable<readonly [string, string]>): readonly NamedValue[] {
  return [...pairs].map(([name, value]) => ({ name, value }));
}
