import type { RequestListener, Server } from 'node:http';
import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import { isCredentialHeader, listSecrets } from '../../src/contract/credentials.ts';
import { createRedactor, type Redactor } from '../../src/contract/redactor.ts';

import type { Clock } from './clock.ts';
import { type ParsedBaseUrl, parseBaseUrl, toWireText } from './url.ts';

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

/** What a client sends that has nothing to say about itself. */
const DEFAULT_HEADERS: HeaderLayer = {
  variablePrefix: '',
  headers: { accept: 'application/json', 'accept-encoding': 'gzip', 'user-agent': 'pagewright-conformance' },
};

/** Timers take no more. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** Options of a target, checked, with defaults. */
export interface Settings {
  /** Absent when the target is an app. */
  readonly base?: ParsedBaseUrl;
  /** The headers of every request. */
  readonly layers: readonly HeaderLayer[];
  readonly roles: ReadonlyMap<string, HeaderLayer>;
  /** In lower case. */
  readonly publicHeaders: ReadonlySet<string>;
  /** Names in lower case of the headers whose values must not be shown. */
  readonly credentialHeaders: ReadonlySet<string>;
  /** Knows every credential that was given. */
  readonly redactor: Redactor;
  readonly maxRequests: number;
  readonly rate: number;
  readonly concurrency: number;
  readonly timeoutMs: number;
  readonly maxWaitMs: number;
  readonly maxBodyBytes: number;
}

/**
 * Checks the options of a target.
 *
 * @throws TypeError that says which option is wrong and what would be right
 */
export function readSettings(options: TargetOptions): Settings {
  if ((options.app === undefined) === (options.baseUrl === undefined)) {
    throw new TypeError('Invalid target: pass either app or baseUrl');
  }
  const base = options.baseUrl === undefined ? undefined : parseBaseUrl(options.baseUrl);
  const own: HeaderLayer = { variablePrefix: '', headers: { ...readAuthorization(base), ...options.headers } };
  const roles = Object.entries(options.roles ?? {}).map(
    ([role, headers]) => [role, { variablePrefix: `${role}_`, headers }] as const,
  );
  const publicHeaders = new Set((options.publicHeaders ?? []).map((name) => name.toLowerCase()));
  const credentials = listCredentials([own, ...roles.map(([, layer]) => layer)], publicHeaders);
  return {
    ...(base === undefined ? {} : { base }),
    layers: [DEFAULT_HEADERS, own],
    roles: new Map(roles),
    publicHeaders,
    credentialHeaders: new Set(credentials.map(([name]) => name)),
    redactor: createRedactor(credentials.flatMap(([name, value]) => listSecrets(name, value))),
    maxRequests: readNumber('maxRequests', options.maxRequests ?? 400, 1),
    rate: readNumber('rate', options.rate ?? Number.POSITIVE_INFINITY, Number.MIN_VALUE),
    concurrency: readNumber('concurrency', options.concurrency ?? 4, 1),
    timeoutMs: Math.min(readNumber('timeoutMs', options.timeoutMs ?? 10_000, 1), MAX_TIMEOUT_MS),
    maxWaitMs: readNumber('maxWaitMs', options.maxWaitMs ?? 60_000, 0),
    maxBodyBytes: readNumber('maxBodyBytes', options.maxBodyBytes ?? 5 * 1024 * 1024, 1),
  };
}

function readAuthorization(base: ParsedBaseUrl | undefined): { readonly authorization?: string } {
  return base?.authorization === undefined ? {} : { authorization: base.authorization };
}

function listCredentials(
  layers: readonly HeaderLayer[],
  publicHeaders: ReadonlySet<string>,
): readonly (readonly [name: string, value: string])[] {
  return layers.flatMap((layer) =>
    [...mergeHeaders([layer])]
      .map(([name, { value }]) => [name, value] as const)
      .filter(([name, value]) => !publicHeaders.has(name) && isCredentialHeader(name, value)),
  );
}

function readNumber(name: string, value: number, min: number): number {
  if (value >= min) return value;
  const range = min === Number.MIN_VALUE ? 'greater than 0' : `at least ${min}`;
  throw new TypeError(`Invalid ${name}: must be ${range}, not ${value}`);
}

/** Headers that somebody gave. */
export interface HeaderLayer {
  /** What tells the variables of these headers from those of the target's own: `EXPIRED_`; empty for those. */
  readonly variablePrefix: string;
  readonly headers: HeaderOverrides;
}

export interface HeaderEntry {
  readonly value: string;
  readonly variablePrefix: string;
}

/** Headers as they are sent, by name in lower case. */
export type MergedHeaders = ReadonlyMap<string, HeaderEntry>;

/**
 * Lays headers over one another.
 *
 * @param layers - later ones win; `undefined` takes a header away
 * @throws TypeError that names a header which cannot be sent, without its value
 */
export function mergeHeaders(layers: readonly HeaderLayer[]): MergedHeaders {
  const merged = new Map<string, HeaderEntry>();
  for (const { variablePrefix, headers } of layers) {
    for (const [name, value] of Object.entries(headers)) {
      const key = name.toLowerCase();
      if (value === undefined) merged.delete(key);
      else {
        checkHeader(name, value);
        merged.set(key, { value, variablePrefix });
      }
    }
  }
  return merged;
}

function checkHeader(name: string, value: string): void {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, toWireText(value));
  } catch {
    throw new TypeError(
      `Invalid header ${JSON.stringify(name)}: its name or value has a character that HTTP does not allow`,
    );
  }
}
