import { signal } from '@preact/signals';
import type { Headers } from './contract-types.ts';
import type { AdminFailure } from './session-types.ts';

/** The mock's own address, below which its admin API and its lists are: what stands before `/__console/`. */
export const base: string = location.href.replace(/\/__console(?:[/?#].*)?$/, '');

/** What the mock was started with to protect its admin API. It is kept in this page's memory and nowhere else. */
export const token = signal<string | undefined>(undefined);

/** Why the admin API rejected a call, in its own words. */
export class AdminError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, { error }: AdminFailure) {
    super(error.message);
    this.status = status;
    this.code = error.code;
  }
}

/** The mock could not be reached. */
export class Unreachable extends Error {}

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly query?: Query;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/**
 * Calls the admin API.
 *
 * @param path - below `/__admin`: `/contracts`
 * @returns what it responds with; `undefined` for a response without a body
 * @throws {AdminError} it rejected the call
 * @throws {Unreachable} no response came
 */
export async function callAdmin<Value>(
  path: string,
  { method = 'GET', query, body, signal: cancel }: Call = {},
): Promise<Value> {
  const response = await send(addressOf(path, query), {
    method,
    headers: {
      ...authorization(),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(cancel !== undefined && { signal: cancel }),
  });
  if (!response.ok) throw await readFailure(response);
  return (response.status === 204 ? undefined : await response.json()) as Value;
}

/** The address of a call of the admin API. */
export function addressOf(path: string, query: Query = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return `${base}/__admin${path}${pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`}`;
}

/** An event of a stream of the admin API. */
export interface StreamEvent {
  readonly id: string;
  readonly type: string;
  readonly data: string;
}

/**
 * Reads a stream of server-sent events to its end. `EventSource` would do, but for the token, which it cannot send.
 *
 * @param lastId - the id of the last event that was received before
 */
export async function* readStream(
  path: string,
  query: Query,
  lastId: string | undefined,
  cancel: AbortSignal,
): AsyncGenerator<StreamEvent, void> {
  const response = await send(addressOf(path, query), {
    headers: { ...authorization(), ...(lastId !== undefined && { 'Last-Event-ID': lastId }) },
    signal: cancel,
  });
  if (!response.ok) throw await readFailure(response);
  const reader = (response.body as ReadableStream<Uint8Array<ArrayBuffer>>)
    .pipeThrough(new TextDecoderStream())
    .getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = readEvent(block);
      if (event !== undefined) yield event;
    }
  }
}

/** @returns `undefined` for a comment */
function readEvent(block: string): StreamEvent | undefined {
  const fields = new Map<string, string>();
  for (const line of block.split('\n')) {
    const [, name = '', value = ''] = /^(\w*): ?(.*)$/.exec(line) ?? [];
    fields.set(name, fields.has(name) ? `${fields.get(name)}\n${value}` : value);
  }
  const data = fields.get('data');
  return data === undefined ? undefined : { id: fields.get('id') ?? '', type: fields.get('event') ?? 'message', data };
}

function authorization(): Readonly<Record<string, string>> {
  return token.value === undefined ? {} : { 'X-Pagewright-Token': token.value };
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { cache: 'no-store', ...init });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new Unreachable('The mock does not respond', { cause: error });
  }
}

async function readFailure(response: Response): Promise<Error> {
  const text = await response.text();
  try {
    return new AdminError(response.status, JSON.parse(text) as AdminFailure);
  } catch {
    return new AdminError(response.status, {
      error: { code: 'unknown', message: `${response.status} ${text.slice(0, 200)}` },
    });
  }
}

/**
 * What is sent to a list for a person: as a client would, but marked as the console's. A page may not send a cookie of its own choice,
 * so that it goes by another name, which the mock knows.
 */
export function markHeaders(headers: Headers): Headers {
  const renamed = Object.entries(headers).map(([name, value]) => {
    return [name.toLowerCase() === 'cookie' ? 'X-Pagewright-Cookie' : name, value];
  });
  return { ...Object.fromEntries(renamed), 'X-Pagewright-By': 'console' };
}
