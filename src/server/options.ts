import { isIPv6 } from 'node:net';
import type { Fault } from '../alter/faults/kinds.ts';
import { GREASE_FEATURES } from '../alter/grease/features.ts';
import type { GreaseSettings } from '../alter/grease/grease.ts';
import type { Reads } from '../audit/rules/client-rule.ts';
import { PagewrightError } from '../contract/error.ts';
import { didYouMean } from '../contract/text.ts';
import type { JournalLimits } from '../journal/journal.ts';
import { isHost } from './http/origin.ts';
import { readTime } from './times.ts';

/** What a mock serves, and how. Every option may be left out. */
export interface MockOptions {
  /** Ids of contracts that come with the package, or paths of contract files. All that come with it by default. */
  readonly contract?: string | readonly string[] | undefined;
  /**
   * An OpenAPI Overlay document, or a file of blocks, that describes the lists of the contract file; by default those that stand
   * beside it: `orders.overlay.yaml`, `orders.pagewright.yaml`. There must be one contract.
   */
  readonly overlay?: string | undefined;
  /** Folders outside that of a contract file which its references may lead into. */
  readonly allow?: readonly string[] | undefined;
  /**
   * The scenario that rows come from, by its name or the path of its file, for all contracts or by the contract's id. By default
   * `demo`, or the first that a contract has.
   */
  readonly scenario?: string | Readonly<Record<string, string>> | undefined;
  /** The seed of all generated values: the same seed gives the same bytes on every machine. 1 by default. */
  readonly seed?: string | number | undefined;
  /** The number of rows that the first recipe of the scenario generates, in place of its own. */
  readonly size?: number | undefined;
  /**
   * The mock's clock: a date-time (ISO 8601), milliseconds since 1970, or a Date, at which it stands still; or `system` for
   * the time of day. By default it stands still at the scenario's own time.
   */
  readonly now?: string | number | Date | undefined;
  /** The secret that signs cursors and links: they stay valid in every mock with the same one. */
  readonly key?: string | undefined;
  /**
   * The name of a deviation: a bug or a variation that all lists have that it applies to. `pagewright deviations` lists them.
   */
  readonly deviation?: string | undefined;
  /**
   * Whether responses vary in what contracts leave open, so that a client breaks that takes any of it for granted: `true`, a seed,
   * or a seed and features. Off by default.
   */
  readonly grease?: boolean | string | Partial<GreaseSettings> | undefined;
  /** Faults that every session begins with: objects, or strings such as `latency:ms=300`. */
  readonly faults?: readonly (Fault | string)[] | undefined;
  /** The limits of each session's journal; by default 10,000 exchanges and 16 MB, in a named session 1,000 and 1 MB. */
  readonly journal?: JournalLimits | undefined;
  /**
   * What clients are said to read, for the audit: every list to its end (`all`, the default), or as much as they need (`some`).
   * Sessions may say otherwise.
   */
  readonly reads?: Reads | undefined;
  /** How long a session lasts without use, such as `2h`; 30 minutes by default. */
  readonly sessionIdle?: string | number | undefined;
  /** The token that the admin API requires. Without one, callers have to be on the same machine, and not behind a proxy. */
  readonly adminToken?: string | undefined;
  /** What links start with, when clients reach the mock by another URL than it sees: `https://api.example.com/mock`. */
  readonly publicUrl?: string | undefined;
  /** Whether links follow the `Forwarded` and `X-Forwarded-*` headers of a proxy. Off by default. */
  readonly trustProxy?: boolean | undefined;
  /** Whether pages of other origins may read responses. Off by default. */
  readonly cors?: boolean | undefined;
  /** Whether it listens on a port. Without, it responds through `app` and `handle` only. On by default. */
  readonly listen?: boolean | undefined;
  /** The port; 0 by default, which stands for any that is free. */
  readonly port?: number | undefined;
  /** The address or name to listen on; `127.0.0.1` by default. */
  readonly host?: string | undefined;
}

/**
 * Reads the option `now`.
 *
 * @returns milliseconds since 1970; `undefined` for the time of each scenario
 * @throws {PagewrightError} when it is no time
 */
export function readNow(now: MockOptions['now']): number | undefined {
  if (now === undefined) return undefined;
  return now === 'system' ? Date.now() : readTime('now', now, 'milliseconds since 1970, or system');
}

/**
 * Checks the options that would otherwise fail far from their cause.
 *
 * @throws {PagewrightError} `invalid-option` for the first that is unknown or invalid
 */
export function checkOptions(options: MockOptions): void {
  const unknown = Object.keys(options).find((name) => !KNOWN_OPTIONS.has(name));
  if (unknown !== undefined) {
    throw new PagewrightError('invalid-option', `Unknown option ${unknown}${didYouMean(unknown, KNOWN_OPTIONS)}`);
  }
  for (const [name, find] of Object.entries(CHECKS)) {
    const value = options[name as keyof MockOptions];
    const expected = value === undefined ? undefined : find(value);
    if (expected !== undefined) throw invalid(NAMES[name] ?? name, value, expected);
  }
}

/** A record, so that none is forgotten. */
const KNOWN_OPTIONS: ReadonlySet<string> = new Set(
  Object.keys({
    contract: true,
    allow: true,
    overlay: true,
    scenario: true,
    seed: true,
    size: true,
    now: true,
    key: true,
    deviation: true,
    grease: true,
    faults: true,
    journal: true,
    reads: true,
    sessionIdle: true,
    adminToken: true,
    publicUrl: true,
    trustProxy: true,
    cors: true,
    listen: true,
    port: true,
    host: true,
  } satisfies Record<keyof MockOptions, true>),
);

const NAMES: Readonly<Record<string, string>> = { publicUrl: 'public URL', adminToken: 'admin token' };

/** For each option, what it must be, where a value is not. */
const CHECKS: Readonly<Partial<Record<keyof MockOptions, (value: unknown) => string | undefined>>> = {
  port: (port) => (isWhole(port, 65535) ? undefined : 'a whole number from 0 to 65535'),
  host: (host) => (isAddress(String(host)) ? undefined : 'an address or a host name, without port'),
  size: (size) => (isWhole(size, 100_000_000) ? undefined : 'a whole number from 0 to 100000000'),
  seed: (seed) => (seed === '' || Number.isNaN(seed) ? 'a number or a string' : undefined),
  key: (key) => (key === '' ? 'a string that is not empty' : undefined),
  adminToken: (token) => (token === '' ? 'a string that is not empty' : undefined),
  journal: (room) => {
    const isRoom = Object.values(room as object).every((value) => isWhole(value, Number.MAX_SAFE_INTEGER));
    return isRoom ? undefined : 'whole numbers of exchanges and bytes, 0 or more';
  },
  deviation: (name) => (typeof name === 'string' ? undefined : 'the name of a deviation'),
  reads: (reads) => (reads === 'all' || reads === 'some' ? undefined : 'all or some'),
  publicUrl: (url) => {
    return isPublicUrl(String(url))
      ? undefined
      : 'an http or https URL without query, such as https://api.example.com/mock';
  },
};

function isAddress(host: string): boolean {
  return isIPv6(host) || (!host.includes(':') && isHost(host));
}

function isWhole(value: unknown, maximum: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= maximum;
}

function isPublicUrl(text: string): boolean {
  // A URL is put in front of paths as it was written, so it has to be plain ASCII.
  if (!/^https?:\/\/[\x21-\x7e]+$/i.test(text) || !URL.canParse(text)) return false;
  const { search, hash, username, password } = new URL(text);
  return !/[?#\\"<>]/.test(text) && `${search}${hash}${username}${password}` === '';
}

function invalid(name: string, value: unknown, expected: string): PagewrightError {
  const shown = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return new PagewrightError('invalid-option', `Invalid ${name} ${shown}: must be ${expected}`);
}

/** Whether a scenario is given by the path of its file rather than by its name. */
export function isScenarioFile(scenario: string): boolean {
  return /[/\\]|\.(?:ya?ml|json)$/i.test(scenario);
}

const DEFAULT_GREASE_SEED = '1';

/**
 * Reads the settings of grease.
 *
 * @throws {PagewrightError} `invalid-option` for an empty seed, or an unknown setting or feature
 */
export function readGrease(settings: Partial<GreaseSettings>): GreaseSettings {
  const unknown = Object.keys(settings).find((name) => name !== 'seed' && name !== 'features');
  if (unknown !== undefined) {
    throw new PagewrightError('invalid-option', `Unknown setting ${unknown} of grease: must be one of seed, features`);
  }
  const { seed = DEFAULT_GREASE_SEED, features } = settings;
  if (seed === '') throw new PagewrightError('invalid-option', 'Invalid seed of grease: must not be empty');
  const names: readonly string[] = GREASE_FEATURES.map(({ name }) => name);
  const unknownFeature = features?.find((name) => !names.includes(name));
  if (unknownFeature !== undefined) {
    throw new PagewrightError(
      'invalid-option',
      `Unknown grease feature ${unknownFeature}${didYouMean(unknownFeature, names)}`,
    );
  }
  return { seed: String(seed), ...(features !== undefined && { features }) };
}
