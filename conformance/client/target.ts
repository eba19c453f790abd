import type { RequestListener, Server } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import type { Json } from '../../src/contract/contract.ts';
import type { Clock } from './clock.ts';
import type { Exchange } from './exchange.ts';

/** Header values by name, in any case; `undefined` takes one away. */
export type HeaderOverrides = Readonly<Record<string, string | undefined>>;

/** An application as it is, or where one can be reached. */
export type TargetLocation =
  | { readonly app: RequestListener | Server | SecureServer; readonly baseUrl?: undefined }
  | {
      /** Absolute, with any path prefix: `https://staging.example/api`. A user and password in it become Basic credentials. */
      readonly baseUrl: string;
      readonly app?: undefined;
    };

export interface TargetSettings {
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Values of `{name}` in a path. */
  readonly pathParameters?: Readonly<Record<string, string>>;
  /** What replaces headers for another caller, by role: `expired`, `other-tenant`, … */
  readonly roles?: Readonly<Record<string, HeaderOverrides>>;
  /** Values of `{name}` that belong to somebody else. */
  readonly foreignPathParameters?: Readonly<Record<string, string>>;
  /** Names of headers that are no secret, whatever they look like: a version, a mode. */
  readonly publicHeaders?: readonly string[];
  /** How many requests may go over the wire in all, repeated ones included; 400. */
  readonly maxRequests?: number;
  /** Requests per second; no limit. */
  readonly rate?: number;
  /** Requests at the same time; 4. One, as soon as the target answers 429. */
  readonly concurrency?: number;
  /** Per attempt, from the first byte sent to the last received; 10,000. */
  readonly timeoutMs?: number;
  /** How long one request may wait for a target that asks for patience; 60,000. */
  readonly maxWaitMs?: number;
  /** Size of a body, decompressed; 5 MiB. */
  readonly maxBodyBytes?: number;
  /** Ends everything under way. */
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}

export type TargetOptions = TargetLocation & TargetSettings;

/** How a request is sent, wherever it goes. */
export interface SendOptions {
  /** GET, unless said otherwise. */
  readonly method?: 'GET' | 'HEAD';
  /** Above those of the target and of the role. */
  readonly headers?: HeaderOverrides;
  /** Names among `headers` whose values the check made up, so that they may be shown: a token that cannot be valid. */
  readonly publicHeaders?: readonly string[];
  /** Whose credentials; the target's own, unless said otherwise. */
  readonly role?: string;
  /** May be answered by what the same request brought before, or brings already; costs nothing then. */
  readonly memo?: boolean;
  /** On a new connection, closed afterwards. */
  readonly freshConnection?: boolean;
}

/** Ordered pairs, which are percent-encoded, or raw text without the `?`, which reaches the wire as it is. */
export type QueryInput = string | readonly (readonly [name: string, value: string])[];

/** A request below the base URL, or to a URL taken from somewhere. */
export type TargetRequest = SendOptions & { readonly query?: QueryInput } & (
    | {
        /** Below the base URL, with a leading slash; `{name}` stands for a path parameter. */
        readonly path: string;
        /** Above those of the target. */
        readonly pathParameters?: Readonly<Record<string, string>>;
        readonly url?: undefined;
      }
    | {
        /** Absolute; `query` is appended to its own. */
        readonly url: string;
        readonly path?: undefined;
      }
  );

export interface FollowOptions extends SendOptions {
  /** The URL of the response that holds the link, for relative ones; the base URL, unless said otherwise. */
  readonly from?: string;
}

/** Any answer, of any status. */
export interface TargetResponse {
  readonly status: number;
  /** By name in lower case; several of one name are joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  /** `type/subtype` in lower case, without parameters; absent when the target names none. */
  readonly mediaType: string | undefined;
  /** The body, whatever its media type; empty for HEAD. */
  readonly text: string;
  /** The body, parsed when first asked for; `undefined` when it is not JSON. */
  readonly json: Json | undefined;
  /** Absolute, as it was sent, with whatever secret it holds: use `exchange.url` in anything that is shown. */
  readonly url: string;
  /** Whether the URL led to another origin, and was asked at the target's own instead. */
  readonly rewritten: boolean;
  /** Whether an earlier response was used again. */
  readonly memoized: boolean;
  /** How many requests it took: more than one when some had to be repeated. */
  readonly attempts: number;
  /** How many of them were answered with 429, and how many of those without Retry-After. */
  readonly rateLimits: { readonly total: number; readonly silent: number };
  readonly durationMs: number;
  /** As evidence, secrets redacted. */
  readonly exchange: Exchange;
}

/** What was spent. */
export interface Usage {
  /** Sent over the wire. */
  readonly requests: number;
  /** Of these, repeated after a network failure or a 502, 503 or 504. */
  readonly retries: number;
  /** Of these, repeated after a 429. */
  readonly rateLimited: number;
}

/** An implementation under test. */
export interface Target {
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly foreignPathParameters: Readonly<Record<string, string>>;
  readonly roles: ReadonlySet<string>;
  /** The value of a header that every request carries, as it was given; for requests that bend it. */
  readHeader(name: string): string | undefined;
  /** How many requests are left, here and in all it shares a budget with. */
  readonly remaining: number;
  /** What was spent through this target and its forks. */
  readonly usage: Usage;
  /** Where it is, without credentials and without a final slash; starts an app that is not listening yet. */
  locate(): Promise<string>;
  /** @throws TargetError when no response came; TypeError when the request makes no sense (a path parameter is missing). */
  send(request: TargetRequest): Promise<TargetResponse>;
  /**
   * Asks for a link of a body with the same credentials, which never leave the target's origin.
   *
   * @throws TargetError as `send` does; `invalid-link` when the text is no link that a client could follow
   */
  follow(link: string, options?: FollowOptions): Promise<TargetResponse>;
  /** The same target with a count of its own, and possibly a smaller budget. */
  fork(options?: { readonly maxRequests?: number; readonly signal?: AbortSignal }): Target;
  /** The text with every known secret replaced by `***`. */
  redact(text: string): string;
}

/** A target and the right to end it. */
export interface OpenTarget extends Target {
  /** Closes connections, and the app if it was started here; what is under way is aborted. */
  close(): Promise<void>;
}
