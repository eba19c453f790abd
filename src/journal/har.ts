import { STATUS_CODES } from 'node:http';
import type { JournalEntry } from './journal-entry.ts';

/** An archive of HTTP exchanges, HAR 1.2, as far as we write it. Names with an underscore are our own, as HAR allows. */
export interface Har {
  readonly log: {
    readonly version: '1.2';
    readonly creator: { readonly name: string; readonly version: string };
    readonly entries: readonly HarEntry[];
  };
}

/** One exchange. */
interface HarEntry {
  readonly startedDateTime: string;
  /** In milliseconds: the sum of the timings. */
  readonly time: number;
  readonly request: HarRequest;
  readonly response: HarResponse;
  readonly cache: Readonly<Record<string, never>>;
  /** In milliseconds. */
  readonly timings: { readonly send: number; readonly wait: number; readonly receive: number };
  /** The number of the connection, as text. */
  readonly connection?: string;
  readonly _id: number;
  readonly _session: string;
  readonly _contract?: string;
  readonly _clock: string;
  readonly _aborted?: true;
  readonly _faults?: readonly string[];
}

/** A request; -1 stands for a size that is not known. */
interface HarRequest {
  readonly method: string;
  readonly url: string;
  readonly httpVersion: string;
  readonly cookies: readonly NamedValue[];
  readonly headers: readonly NamedValue[];
  /** Decoded. */
  readonly queryString: readonly NamedValue[];
  readonly postData?: { readonly mimeType: string; readonly text: string };
  readonly headersSize: number;
  readonly bodySize: number;
}

/** A response; its status is 0 when there was none. */
interface HarResponse {
  readonly status: number;
  readonly statusText: string;
  readonly httpVersion: string;
  readonly cookies: readonly NamedValue[];
  readonly headers: readonly NamedValue[];
  readonly content: { readonly size: number; readonly mimeType: string; readonly text?: string };
  readonly redirectURL: string;
  readonly headersSize: number;
  readonly bodySize: number;
  /** Why there was no response, in the words of Chromium's developer tools. */
  readonly _error?: string;
}

/** A header, or a parameter of a query. */
interface NamedValue {
  readonly name: string;
  readonly value: string;
}

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

/** Writes one entry of an archive. */
export function toHarEntry(entry: JournalEntry): HarEntry {
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

function toHarRequest({ method, url, headers, body }: JournalEntry['request']): HarRequest {
  const mark = url.indexOf('?');
  return {
    method,
    url,
    httpVersion: HTTP_VERSION,
    cookies: [],
    headers: toNamedValues(Object.entries(headers)),
    queryString: mark === -1 ? [] : toNamedValues(new URLSearchParams(url.slice(mark))),
    ...(body !== undefined && { postData: { mimeType: headers['content-type'] ?? '', text: body } }),
    headersSize: UNKNOWN,
    bodySize: body === undefined ? UNKNOWN : Buffer.byteLength(body),
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
