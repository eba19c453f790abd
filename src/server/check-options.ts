import { isIPv6 } from 'node:net';
import { parseInstant } from '../contract/parse-instant.ts';
import { isHost } from './http/is-host.ts';
import type { MockOptions } from './mock-options.ts';
import { ServerError } from './server-error.ts';

/** What the clock shows: `now` in milliseconds since 1970, standing still unless it `runs`. */
export interface Clock {
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
  const time =
    typeof now === 'string' ? parseInstant(now, { withoutZone: 'utc', withoutTime: 'midnight' }) : Number(now);
  if (time !== undefined && Number.isFinite(new Date(time).getTime())) return { now: time, runs: false };
  throw invalid('now', now, 'a date-time such as 2026-05-05T09:30:00Z, milliseconds since 1970, or system');
}

/**
 * Checks the options that would otherwise fail far from their cause.
 *
 * @throws {ServerError} for the first that is not as it should be
 */
export function checkOptions({ port, host, size, seed, key, publicUrl }: MockOptions): void {
  if (port !== undefined && !isWhole(port, 65535)) throw invalid('port', port, 'a whole number from 0 to 65535');
  if (host !== undefined && !isIPv6(host) && (host.includes(':') || !isHost(host)))
    throw invalid('host', host, 'an address or a host name, without port');
  if (size !== undefined && !isWhole(size, 100_000_000))
    throw invalid('size', size, 'a whole number from 0 to 100000000');
  if (seed === '' || Number.isNaN(seed)) throw invalid('seed', seed, 'a number or a text');
  if (key === '') throw invalid('key', key, 'a text that is not empty');
  if (publicUrl !== undefined && !isPublicUrl(publicUrl)) {
    throw invalid('public URL', publicUrl, 'an http or https URL without query, such as https://api.example.com/mock');
  }
}

function isWhole(value: number, maximum: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= maximum;
}

function isPublicUrl(text: string): boolean {
  // A URL is put in front of paths as it was written, so it has to be plain ASCII.
  if (!/^https?:\/\/[\x21-\x7e]+$/i.test(text) || !URL.canParse(text)) return false;
  const { search, hash, username, password } = new URL(text);
  return !/[?#\\"<>]/.test(text) && `${search}${hash}${username}${password}` === '';
}

function invalid(name: string, value: unknown, expected: string): ServerError {
  return new ServerError('invalid-option', `${name} is ${JSON.stringify(value)}; expected ${expected}`);
}
