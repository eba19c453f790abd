import { explainFailure } from '../../../../conformance/client/http/explain-failure.ts';
import { CliError, EXIT_CODES } from '../../cli-error.ts';
import type { AdminClient, CallParts, Query } from './admin-client.ts';
import { notAnAdministration, readAnswer } from './read-answer.ts';

/** Where an administration is, and how it is called. */
export interface AdminSettings {
  /** Scheme, host and any prefix of the mock's address. */
  readonly url: string;
  /** The id of the session that calls are about; that of clients that name none by default. */
  readonly session?: string | undefined;
  readonly token?: string | undefined;
  /** How long an answer may take, in milliseconds; 30,000 by default. */
  readonly timeoutMs?: number;
}

const USUAL_TIMEOUT = 30_000;

/**
 * Makes what calls the administration of a mock.
 *
 * @throws {CliError} for a URL that is none
 */
export function createAdminClient({ session, token, timeoutMs = USUAL_TIMEOUT, ...given }: AdminSettings): AdminClient {
  const url = readUrl(given.url);
  const authorization = token === undefined ? {} : { 'X-Pagewright-Token': token };
  const send = (path: string, query: Query | undefined, init: RequestInit): Promise<Response> => {
    const headers = { ...authorization, ...(init.headers as Readonly<Record<string, string>> | undefined) };
    return fetch(`${url}/__admin${path}${writeQuery({ session, ...query })}`, { ...init, headers });
  };
  return {
    url,
    async call<Answer>(method: string, path: string, { query, body }: CallParts = {}): Promise<Answer> {
      const json = body === undefined ? {} : { body: JSON.stringify(body), headers: JSON_HEADERS };
      try {
        const response = await send(path, query, { method, signal: AbortSignal.timeout(timeoutMs), ...json });
        return (await readAnswer(response)) as Answer;
      } catch (error) {
        throw explain(error, url, timeoutMs);
      }
    },
    async stream(path, { query, lastId, signal }) {
      const headers = { Accept: 'text/event-stream', ...(lastId !== undefined && { 'Last-Event-ID': lastId }) };
      try {
        const response = await send(path, query, { headers, signal });
        const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
        if (!response.ok) await readAnswer(response);
        if (!isStream || response.body === null) throw notAnAdministration(response);
        return response.body;
      } catch (error) {
        throw signal.aborted ? error : explain(error, url, timeoutMs);
      }
    },
  };
}

const JSON_HEADERS = { 'Content-Type': 'application/json' };

function readUrl(text: string): string {
  if (/^https?:\/\//i.test(text) && URL.canParse(text)) {
    const { origin, pathname, search, hash, username } = new URL(text);
    if (`${search}${hash}${username}` === '') return origin + pathname.replace(/\/+$/, '');
  }
  throw new CliError(`the URL of the mock is ${JSON.stringify(text)}; expected such as http://127.0.0.1:4010`);
}

function writeQuery(query: Query): string {
  const given = Object.entries(query).flatMap(([name, value]): [string, string][] => {
    return value === undefined ? [] : [[name, String(value)]];
  });
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

/** Brings whatever ended a call to words. */
function explain(error: unknown, url: string, timeoutMs: number): CliError {
  if (error instanceof CliError) return error;
  const { name, cause = error } = error as Error;
  const { code } = cause as { readonly code?: unknown };
  if (name === 'TimeoutError') return notReachable(`${url} has not answered within ${timeoutMs / 1000} s`);
  if (code !== 'ECONNREFUSED') return notReachable(`${url} cannot be reached: ${explainFailure(cause, false).reason}`);
  return notReachable(
    `nothing listens at ${url}; start a mock with "pagewright serve", or say with --url where one is`,
  );
}

function notReachable(message: string): CliError {
  return new CliError(message, EXIT_CODES.notAccessible);
}
