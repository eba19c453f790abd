import type { Contract } from '../contract/contract.ts';
import type { Headers, MockRequest, PageContent } from '../mock/message.ts';

/** One request and its response, as they passed; nothing is redacted. */
export interface Exchange {
  /** Unique in its journal; counted from 1. */
  readonly id: number;
  /** The session that it belongs to; `default` for that of clients that name none. */
  readonly session: string;
  /** The contract whose list was requested, or in whose document the operation stands; absent for an unknown path. */
  readonly contract?: Contract;
  /** Whether the list itself was requested, not another operation of the document. */
  readonly isList: boolean;
  /** When the request came by the time of day, in milliseconds since 1970. */
  readonly at: number;
  /** The time on the session's own clock then, in milliseconds since 1970. */
  readonly clock: number;
  /** How long the response took, in milliseconds. */
  readonly durationMs: number;
  /** The number of its connection; absent for a request without one. */
  readonly connection?: number;
  /** The number of the latest connection that was open when the response was sent; absent for a request without one. */
  readonly openConnections?: number;
  /** The client went away before the response was complete. */
  readonly isAborted?: true;
  /** The kinds of the faults that altered the response; absent: none. */
  readonly faults?: readonly string[];
  readonly request: {
    /** Upper case. */
    readonly method: string;
    /** Scheme, host and prefix under which the client reached the mock, that of the session included. */
    readonly origin: string;
    /** As it was sent, without the session's prefix and without the query. */
    readonly path: string;
    /** What stands after the `?`, as it was sent. */
    readonly query: string;
    /** By name in lower case, as `http.IncomingMessage` has them. */
    readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
    /** Its text, up to a length; absent where nothing read it. */
    readonly body?: string | undefined;
  };
  /** Absent when the connection was reset before the response. */
  readonly response?: {
    readonly status: number;
    readonly headers: Headers;
    /** The body's bytes, one character each (`latin1`). */
    readonly body: string;
    /** The stored page that it is: then the page is kept by reference. */
    readonly content?: PageContent | undefined;
  };
}

/** The URL of the request, as it was sent: `http://127.0.0.1:4010/customers?limit=5`. */
export function writeUrl({ request }: Pick<Exchange, 'request'>): string {
  const { origin, path, query } = request;
  return query === '' ? origin + path : `${origin}${path}?${query}`;
}

/** The header by which whoever sends a request for a person says so, such as the console: no client is judged by it. */
export const SENDER_HEADER = 'x-pagewright-by';

/** Who says to have sent the request: `console`; `undefined` for clients, which say nothing. */
export function readSender({ request }: Pick<Exchange, 'request'>): string | undefined {
  const sender = request.headers[SENDER_HEADER];
  return typeof sender === 'string' && /^[\w-]{1,32}$/.test(sender) ? sender : undefined;
}

type Optional = 'contract' | 'connection' | 'openConnections' | 'isAborted' | 'faults' | 'response';

/** An exchange as it is recorded: without an id, and with `undefined` for what there was not. */
export type ExchangeRecord = Omit<Exchange, 'id' | 'request' | Optional> & {
  readonly [Key in Optional]?: Exchange[Key] | undefined;
} & {
  /** Of one that comes again, the texts are kept by reference. */
  readonly request: Exchange['request'] & Pick<MockRequest, 'memo'>;
};
