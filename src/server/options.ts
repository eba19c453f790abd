import { isIPv6 } from 'node:net';
import type { Fault } from '../alter/faults/kinds.ts';
import { parseInstant } from '../contract/parse-instant.ts';
import { didYouMean } from '../dataset/hints/suggest-names.ts';
import type { JournalRoom } from '../journal/create-journal.ts';
import { isHost } from './http/origin.ts';
import { ServerError } from './server-error.ts';
import type { GreaseSettings } from './sessions/session.ts';

/** What a mock serves, and how. Every option may be left out. */
export interface MockOptions {
  /** Ids of contracts that come with the package, or paths of contract files. All that come with it by default. */
  readonly contract?: string | readonly string[] | undefined;
  /**
   * The situation that the rows come from: the name of a scenario or the path of a scenario file, for all contracts or by
   * the contract's id. By default `demo`, or the first that a contract has.
   */
  readonly scenario?: string | Readonly<Record<string, string>> | undefined;
  /** Decides all generated values: the same seed gives the same bytes on every machine. 1 by default. */
  readonly seed?: string | number | undefined;
  /** How many rows the first recipe of the scenario makes, in place of what it says. */
  readonly size?: number | undefined;
  /**
   * The mock's clock: a date-time (ISO 8601), milliseconds since 1970, or a Date, at which it stands still; or `system` for
   * the time of day. By default it stands still at the scenario's own time.
   */
  readonly now?: string | number | Date | undefined;
  /** The secret that signs cursors and links: they stay valid in every mock with the same one. */
  readonly key?: string | undefined;
  /**
   * The name of a deviation, a bug or a variation that the lists show where it applies to them; `pagewright deviations` lists
   * what there is.
   */
  readonly deviation?: string | undefined;
  /**
   * Whether answers use what contracts leave open, differently each time, so that a client breaks that takes any of it for
   * granted: `true`, a seed, or a seed and features. Not by default.
   */
  readonly grease?: boolean | string | Partial<GreaseSettings> | undefined;
  /** What goes wrong from the start, in every session: objects, or texts such as `latency:ms=300`. */
  readonly faults?: readonly (Fault | string)[] | undefined;
  /** How much the journal keeps of the default session, and of each other one: 10,000 and 16 MB, 1,000 and 1 MB by default. */
  readonly journal?: JournalRoom | undefined;
  /** After which time without use a session ends by itself, such as `2h`; 30 minutes by default. */
  readonly sessionIdle?: string | number | undefined;
  /** What callers of the administration have to present; without it, they have to be on the same machine. */
  readonly adminToken?: string | undefined;
  /** What links start with, when clients reach the mock by another address than it sees: `https://api.example.com/mock`. */
  readonly publicUrl?: string | undefined;
  /** Whether `Forwarded` and `X-Forwarded-*` headers of a proxy are believed. Not by default. */
  readonly trustProxy?: boolean | undefined;
  /** Whether pages of other origins may read answers. Not by default. */
  readonly cors?: boolean | undefined;
  /** Whether it listens on a port. Without, it answers through `app` and `handle` only. By default it does. */
  readonly listen?: boolean | undefined;
  /** The port; 0, which is the default, stands for any that is free. */
  readonly port?: number | undefined;
  /** The address or name to listen on; `127.0.0.1` by default. */
  readonly host?: string | undefined;
}

/** What the clock shows: `now` in milliseconds since 1970, standing still unless it `runs`. */
interface Clock {
  readonly now: number | undefined;
  readonly runs: boolean;
}

/**
 * Reads the option `now`.
 *
 * @throws {ServerError} when it is no time
 */
export function readClock(now: MockOptions['now']): Clock {
  if (now === undefined) return { now: undefined, runs: false };
  if (now === 'system') return { now: Date.now(), runs: true };
  return { now: readTime('now', now, 'milliseconds since 1970, or system'), runs: false };
}

/**
 * Reads a time.
 *
 * @param name - what it is for, to be named when it is wrong
 * @param others - what else would be right
 * @returns milliseconds since 1970
 * @throws {ServerError} when it is none
 */
export function readTime(name: string, given: string | number | Date, others = 'or milliseconds since 1970'): number {
  const time =
    typeof given === 'string'
      ? parseInstant(given, { withoutZone: 'utc', withoutTime: 'midnight' })
      : typeof given === 'number' || given instanceof Date
        ? Number(given)
        : undefined;
  if (time !== undefined && Number.isFinite(new Date(time).getTime())) return time;
  throw invalid(name, given, `a date-time such as 2026-05-05T09:30:00Z, ${others}`);
}

/**
 * Checks the options that would otherwise fail far from their cause.
 *
 * @throws {ServerError} for the first that is not as it should be
 */
export function checkOptions(options: MockOptions): void {
  const stranger = Object.keys(options).find((name) => !KNOWN_OPTIONS.has(name));
  if (stranger !== undefined) {
    throw new ServerError('invalid-option', `there is no option ${stranger}${didYouMean(stranger, KNOWN_OPTIONS)}`);
  }
  for (const [name, find] of Object.entries(CHECKS)) {
    const value = options[name as keyof MockOptions];
    const expected = value === undefined ? undefined : find(value);
    if (expected !== undefined) throw invalid(NAMES[name] ?? name, value, expected);
  }
}

/** A record, so that none of them is forgotten. */
const KNOWN_OPTIONS: ReadonlySet<string> = new Set(
  Object.keys({
    contract: true,
    scenario: true,
    seed: true,
    size: true,
    now: true,
    key: true,
    deviation: true,
    grease: true,
    faults: true,
    journal: true,
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

/** For each option, what would be right where a value is not. */
const CHECKS: Readonly<Partial<Record<keyof MockOptions, (value: unknown) => string | undefined>>> = {
  port: (port) => (isWhole(port, 65535) ? undefined : 'a whole number from 0 to 65535'),
  host: (host) => (isAddress(String(host)) ? undefined : 'an address or a host name, without port'),
  size: (size) => (isWhole(size, 100_000_000) ? undefined : 'a whole number from 0 to 100000000'),
  seed: (seed) => (seed === '' || Number.isNaN(seed) ? 'a number or a text' : undefined),
  key: (key) => (key === '' ? 'a text that is not empty' : undefined),
  adminToken: (token) => (token === '' ? 'a text that is not empty' : undefined),
  journal: (room) => {
    const isRoom = Object.values(room as object).every((value) => isWhole(value, Number.MAX_SAFE_INTEGER));
    return isRoom ? undefined : 'whole numbers of exchanges and bytes, 0 or more';
  },
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

function invalid(name: string, value: unknown, expected: string): ServerError {
  const shown = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return new ServerError('invalid-option', `${name} is ${shown}; expected ${expected}`);
}

/** Whether a scenario is given by the path of its file rather than by its name. */
export function isScenarioFile(scenario: string): boolean {
  return /[/\\]|\.(?:ya?ml|json)$/i.test(scenario);
}
