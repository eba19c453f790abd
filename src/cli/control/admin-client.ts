import { explainFailure } from '../../../conformance/client/transport.ts';
import { makeVisible } from '../../../conformance/report/text.ts';
import { PagewrightError } from '../../contract/error.ts';
import { didYouMean } from '../../contract/text.ts';
import type { SessionDescription } from '../../server/control/sessions-control.ts';
import { usageError } from '../errors.ts';

/** Where an admin API is, and how it is called. */
export interface AdminSettings {
  /** The base URL of the mock. */
  readonly url: string;
  /** The id of the session; by default that of clients that name none. */
  readonly session?: string | undefined;
  readonly token?: string | undefined;
  /** Milliseconds; 30,000 by default. */
  readonly timeoutMs?: number;
}

/** Query parameters; those that are `undefined` are left out. */
export type Query = Readonly<Record<string, string | number | undefined>>;

interface CallParts {
  readonly query?: Query;
  /** Sent as JSON. */
  readonly body?: unknown;
}

interface StreamParts {
  readonly query?: Query;
  /** The id of the last known event; later ones come first. */
  readonly lastId?: string | undefined;
  /** Ends the stream. */
  readonly signal: AbortSignal;
}

/** A client of the admin API of a running mock, for one session. */
export interface AdminClient {
  /** The base URL of the mock, without a trailing slash. */
  readonly url: string;
  /**
   * Calls the admin API.
   *
   * @param path - below `/__admin`, such as `/clock`; its parts must be encoded
   * @returns the parsed response; `undefined` when it has no body
   * @throws {PagewrightError} `usage` with the mock's message when it rejects the call; `unreachable` when no mock responds
   */
  call<Answer>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, parts?: CallParts): Promise<Answer>;
  /** Opens a stream of events; throws as `call` does. */
  stream(path: string, parts: StreamParts): Promise<ReadableStream<Uint8Array>>;
}

const DEFAULT_TIMEOUT = 30_000;
const JSON_HEADERS = { 'Content-Type': 'application/json' };

/** @throws {PagewrightError} `usage` for an invalid URL */
export function createAdminClient({
  session,
  token,
  timeoutMs = DEFAULT_TIMEOUT,
  ...given
}: AdminSettings): AdminClient {
  const url = parseUrl(given.url);
  const authorization = token === undefined ? {} : { 'X-Pagewright-Token': token };
  const send = (path: string, query: Query | undefined, init: RequestInit): Promise<Response> => {
    const headers = { ...authorization, ...(init.headers as Readonly<Record<string, string>> | undefined) };
    return fetch(`${url}/__admin${path}${formatQuery({ session, ...query })}`, { ...init, headers });
  };
  return {
    url,
    async call<Answer>(method: string, path: string, { query, body }: CallParts = {}): Promise<Answer> {
      const json = body === undefined ? {} : { body: JSON.stringify(body), headers: JSON_HEADERS };
      try {
        const response = await send(path, query, { method, signal: AbortSignal.timeout(timeoutMs), ...json });
        return (await readResponse(response)) as Answer;
      } catch (error) {
        throw toError(error, url, timeoutMs);
      }
    },
    async stream(path, { query, lastId, signal }) {
      const headers = { Accept: 'text/event-stream', ...(lastId !== undefined && { 'Last-Event-ID': lastId }) };
      try {
        const response = await send(path, query, { headers, signal });
        const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
        if (!response.ok) await readResponse(response);
        if (!isStream || response.body === null) throw notAnAdminApi(response);
        return response.body;
      } catch (error) {
        throw signal.aborted ? error : toError(error, url, timeoutMs);
      }
    },
  };
}

/**
 * Checks that a mock is running at a URL, since other servers may have an `/__admin` too, and that it has the session.
 *
 * @param mayStartSession - whether the session may be new
 * @returns the client, and whether the session will be new
 * @throws {PagewrightError} `unreachable` when something else responds, `usage` for an unknown session
 */
export async function connectToMock(
  settings: AdminSettings,
  mayStartSession: boolean,
): Promise<{ readonly admin: AdminClient; readonly startsSession: boolean }> {
  const { session } = settings;
  // A call with the session's id would start it.
  const { url, call } = createAdminClient({ ...settings, session: undefined });
  const health = await call<Readonly<Record<string, unknown>> | undefined>('GET', '/health');
  if (health?.['status'] !== 'ok' || !Array.isArray(health['contracts'])) {
    throw new PagewrightError('unreachable', `${url}/__admin/health is not that of a pagewright mock. ${CHECK_URL}`);
  }
  const admin = createAdminClient(settings);
  if (!session) return { admin, startsSession: false };
  const ids = (await call<readonly SessionDescription[]>('GET', '/sessions')).map(({ id }) => id);
  const isKnown = ids.includes(session);
  if (isKnown || mayStartSession) return { admin, startsSession: !isKnown };
  throw usageError(`Unknown session ${session}${didYouMean(session, ids)}`);
}

const CHECK_URL = 'Is "pagewright serve" running there?';

/**
 * Reads a response of the admin API.
 *
 * @returns its JSON; `undefined` for a response without a body
 * @throws {PagewrightError} `usage` or `unreachable` with the mock's message when it rejects the call; `unreachable` for a response
 *   of anything else
 */
export async function readResponse(response: Response): Promise<unknown> {
  const text = await response.text();
  const value = parseJson(text);
  if (response.ok && (value !== undefined || text === '')) return value;
  const { error } = (value ?? {}) as { readonly error?: { readonly code?: unknown; readonly message?: unknown } };
  if (typeof error?.message !== 'string' || typeof error.code !== 'string') throw notAnAdminApi(response);
  const hint = error.code === 'token-needed' ? '\nPass it with --admin-token, or set $PAGEWRIGHT_ADMIN_TOKEN.' : '';
  const code = response.status < 500 ? 'usage' : 'unreachable';
  throw new PagewrightError(code, `${makeVisible(error.message)}${hint}`);
}

function notAnAdminApi({ url, status }: Pick<Response, 'url' | 'status'>): PagewrightError {
  return new PagewrightError(
    'unreachable',
    `${url} responded with ${status}, but not as the admin API of a mock. ${CHECK_URL}`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function parseUrl(text: string): string {
  if (/^https?:\/\//i.test(text) && URL.canParse(text)) {
    const { origin, pathname, search, hash, username } = new URL(text);
    if (`${search}${hash}${username}` === '') return origin + pathname.replace(/\/+$/, '');
  }
  throw usageError(`Invalid URL of the mock ${JSON.stringify(text)}: must be a URL such as http://127.0.0.1:4010`);
}

function formatQuery(query: Query): string {
  const given = Object.entries(query).flatMap(([name, value]): [string, string][] => {
    return value === undefined ? [] : [[name, String(value)]];
  });
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

function toError(error: unknown, url: string, timeoutMs: number): PagewrightError {
  if (error instanceof PagewrightError) return error;
  const { name, cause = error } = error as Error;
  const { code } = cause as { readonly code?: unknown };
  if (name === 'TimeoutError') {
    return new PagewrightError('unreachable', `${url} did not respond within ${timeoutMs / 1000} s`, { cause });
  }
  const reason =
    code === 'ECONNREFUSED'
      ? '. Start a mock with `pagewright serve`, or pass --url.'
      : `: ${explainFailure(cause, false).reason}`;
  return new PagewrightError('unreachable', `Cannot connect to ${url}${reason}`, { cause });
}
