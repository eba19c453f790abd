import type { RequestListener, Server } from 'node:http';
import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import { isCredentialHeader, listSecrets } from '../../src/contract/credentials.ts';
import { createRedactor, type Redactor } from '../../src/contract/redactor.ts';

import type { Clock } from './clock.ts';
import { type ParsedBaseUrl, parseBaseUrl, toWireText } from './url.ts';

/** Header values by name; `undefined` removes a header. */
export type HeaderOverrides = Readonly<Record<string, string | undefined>>;

/** An app, which is started on a loopback port, or the base URL of a running one. */
export type TargetLocation =
  | { readonly app: RequestListener | Server | SecureServer; readonly baseUrl?: undefined }
  | {
      /** Absolute, with an optional path prefix: `https://staging.example/api`. User and password in it are sent as Basic credentials. */
      readonly baseUrl: string;
      readonly app?: undefined;
    };

export interface TargetSettings {
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Query parameters that are sent with every request, such as a key of the API. They are secret, unless `publicQuery` has them. */
  readonly query?: Readonly<Record<string, string>>;
  /**
   * How values were made from environment variables, by name: what a shell would have between double quotes, such as `Bearer ${TOKEN}`. The
   * commands of reports then have the caller's own variables.
   */
  readonly variables?: {
    readonly headers?: Readonly<Record<string, string>>;
    readonly query?: Readonly<Record<string, string>>;
    readonly roles?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  };
  /** Names of query parameters that are not secret: those that the document declares, and no scheme authenticates by. */
  readonly publicQuery?: readonly string[];
  /** Values of the path parameters `{name}`. */
  readonly pathParameters?: Readonly<Record<string, string>>;
  /**
   * Properties of the request body, by path (`filter/account`), that every request of a list by POST sends: what its document requires
   * and gives no example of. A text is read as the schema says.
   */
  readonly bodyParameters?: Readonly<Record<string, unknown>>;
  /** Headers of other callers by role: `expired`, `insufficient-scope` or `other-tenant`; they replace `headers` of the same name. Others are not used. */
  readonly roles?: Readonly<Record<string, HeaderOverrides>>;
  /** Values of path parameters that belong to another tenant. */
  readonly foreignPathParameters?: Readonly<Record<string, string>>;
  /** Values that some rows are known to have, by the name of the filter. */
  readonly known?: Readonly<Record<string, string | readonly string[]>>;
  /** Names of headers that are not secret, such as a mode; reports show their values. */
  readonly publicHeaders?: readonly string[];
  /** The maximum number of requests, repeated ones included. Default: 400. */
  readonly maxRequests?: number;
  /** Requests per second. Default: no limit. */
  readonly rate?: number;
  /** Concurrent requests; one after the first 429. Default: 4. */
  readonly concurrency?: number;
  /** Milliseconds for one request, until the last byte of its response. Default: 10,000. */
  readonly timeoutMs?: number;
  /** Milliseconds that one request may wait after 429 responses. Default: 60,000. */
  readonly maxWaitMs?: number;
  /** Maximum size of a response body, decompressed. Default: 5 MiB. */
  readonly maxBodyBytes?: number;
  /** Aborts all requests. */
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  /** Is told of each request before it is sent; its URL has no credentials. */
  readonly onRequest?: (request: { readonly method: string; readonly url: string }) => void;
}

export type TargetOptions = TargetLocation & TargetSettings;

const DEFAULT_HEADERS: HeaderLayer = {
  variablePrefix: '',
  headers: { accept: 'application/json', 'accept-encoding': 'gzip', 'user-agent': 'pagewright-conformance' },
};

export const DEFAULT_MAX_REQUESTS: number = 400;

/** The maximum of a timer. */
export const MAX_TIMEOUT_MS: number = 2 ** 31 - 1;

/** The validated options of a target, with defaults. */
export interface Settings {
  /** Absent when the target is an app. */
  readonly base?: ParsedBaseUrl;
  /** The headers of every request. */
  readonly layers: readonly HeaderLayer[];
  readonly roles: ReadonlyMap<string, HeaderLayer>;
  /** The query parameters of every request. */
  readonly query: Readonly<Record<string, string>>;
  /** Those of them that are secret, each with the text that a shell would have between double quotes. */
  readonly secretQuery: ReadonlyMap<string, string>;
  /** In lower case. */
  readonly publicHeaders: ReadonlySet<string>;
  /** Names, in lower case, of headers whose values are secret. */
  readonly credentialHeaders: ReadonlySet<string>;
  /** Redacts all credentials of the options. */
  readonly redactor: Redactor;
  readonly maxRequests: number;
  readonly rate: number;
  readonly concurrency: number;
  readonly timeoutMs: number;
  readonly maxWaitMs: number;
  readonly maxBodyBytes: number;
}

/**
 * Validates the options of a target.
 *
 * @throws TypeError that names the invalid option
 */
export function readSettings(options: TargetOptions): Settings {
  if ((options.app === undefined) === (options.baseUrl === undefined)) {
    throw new TypeError('Invalid target: pass either app or baseUrl');
  }
  const base = options.baseUrl === undefined ? undefined : parseBaseUrl(options.baseUrl);
  const { variables = {}, query = {} } = options;
  const own: HeaderLayer = {
    variablePrefix: '',
    headers: { ...readAuthorization(base), ...options.headers },
    ...(variables.headers === undefined ? {} : { variables: variables.headers }),
  };
  const roles = Object.entries(options.roles ?? {}).map(([role, headers]): readonly [string, HeaderLayer] => {
    const named = variables.roles?.[role];
    return [role, { variablePrefix: `${role}_`, headers, ...(named === undefined ? {} : { variables: named }) }];
  });
  const secretQuery = Object.keys(query).filter((name) => options.publicQuery?.includes(name) !== true);
  const publicHeaders = new Set((options.publicHeaders ?? []).map((name) => name.toLowerCase()));
  const credentials = listCredentials([own, ...roles.map(([, layer]) => layer)], publicHeaders);
  return {
    ...(base === undefined ? {} : { base }),
    layers: [DEFAULT_HEADERS, own],
    roles: new Map(roles),
    query,
    secretQuery: new Map(secretQuery.map((name) => [name, variables.query?.[name] ?? `\${${nameVariable(name)}}`])),
    publicHeaders,
    credentialHeaders: new Set(credentials.map(([name]) => name)),
    redactor: createRedactor([
      ...credentials.flatMap(([name, value]) => listSecrets(name, value)),
      ...secretQuery.flatMap((name) => query[name] ?? []),
    ]),
    maxRequests: readNumber('maxRequests', options.maxRequests ?? DEFAULT_MAX_REQUESTS, 1),
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

/** Headers from one source. */
export interface HeaderLayer {
  /** The prefix of shell variables for these headers, such as `EXPIRED_`; empty for the target's own. */
  readonly variablePrefix: string;
  readonly headers: HeaderOverrides;
  /** What a shell would have between double quotes for some of them, by name. */
  readonly variables?: Readonly<Record<string, string>>;
}

export interface HeaderEntry {
  readonly value: string;
  readonly variablePrefix: string;
  /** What a shell would have between double quotes, where the value was made from variables. */
  readonly variable?: string;
}

/** The shell variable for a header or a parameter: `x-api-key` becomes `X_API_KEY`. */
export function nameVariable(name: string): string {
  return name
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase()
    .replace(/^(?=\d)/, '_');
}

/** Headers as they are sent, by name in lower case. */
export type MergedHeaders = ReadonlyMap<string, HeaderEntry>;

/**
 * Merges headers.
 *
 * @param layers - later ones win; `undefined` removes a header
 * @throws TypeError that names an invalid header, without its value
 */
export function mergeHeaders(layers: readonly HeaderLayer[]): MergedHeaders {
  const merged = new Map<string, HeaderEntry>();
  for (const { variablePrefix, headers, variables = {} } of layers) {
    for (const [name, value] of Object.entries(headers)) {
      const key = name.toLowerCase();
      if (value === undefined) merged.delete(key);
      else {
        checkHeader(name, value);
        const variable = variables[name];
        merged.set(key, { value, variablePrefix, ...(variable === undefined ? {} : { variable }) });
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
