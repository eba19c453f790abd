import { createRedactor, type Redactor } from '../../src/contract/secrets/create-redactor.ts';
import { isCredentialHeader } from '../../src/contract/secrets/is-credential-header.ts';
import { listSecrets } from '../../src/contract/secrets/list-secrets.ts';
import { type HeaderLayer, mergeHeaders } from './evidence/merge-headers.ts';
import type { TargetOptions } from './target.ts';
import { type ParsedBaseUrl, parseBaseUrl } from './url/parse-base-url.ts';

/** What a client sends that has nothing to say about itself. */
const DEFAULT_HEADERS: HeaderLayer = {
  variablePrefix: '',
  headers: { accept: 'application/json', 'accept-encoding': 'gzip', 'user-agent': 'pagewright-conformance' },
};

/** Timers take no more. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

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
    throw new TypeError('a target is either an app or a base URL: give one of the two');
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
    timeoutMs: Math.min(readNumber('timeoutMs', options.timeoutMs ?? 10_000, 1), LONGEST_TIMEOUT_MS),
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

function readNumber(name: string, value: number, least: number): number {
  if (value >= least) return value;
  const range = least === Number.MIN_VALUE ? 'above 0' : `of at least ${least}`;
  throw new TypeError(`${name} must be a number ${range}, not ${value}`);
}
