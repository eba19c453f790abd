import type { QuerySyntax } from './contract.ts';

const INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9})\d*)?)?\s?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

const MINUTE = 60_000;

/** The reading that every value of a response gets, whatever a contract says of queries. */
const DEFAULT_POLICY: QuerySyntax['instants'] = { withoutZone: 'utc', withoutTime: 'midnight' };

/**
 * Reads a point in time in ISO 8601 / RFC 3339 spelling.
 *
 * @param text - `2026-01-31T12:00:00.5-03:00`; a space may stand for the `T`, seconds may be left out
 * @param policy - what a text without zone, or without time of day, means
 * @returns milliseconds since 1970 in UTC, with microseconds as fraction; `undefined` for anything else, impossible dates included
 */
export function parseInstant(text: string, policy: QuerySyntax['instants'] = DEFAULT_POLICY): number | undefined {
  const match = INSTANT.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second = '00', fraction = '', zone] = match;
  if (hour === undefined && policy.withoutTime === 'reject') return undefined;
  if (hour !== undefined && zone === undefined && policy.withoutZone === 'reject') return undefined;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  date.setUTCHours(Number(hour ?? 0), Number(minute ?? 0), Number(second));
  // A date that does not exist rolls over instead of failing.
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return undefined;
  if (Number(hour ?? 0) > 23 || Number(minute ?? 0) > 59 || Number(second) > 59) return undefined;
  const offset = parseOffset(zone);
  if (offset === undefined) return undefined;
  return date.getTime() - offset + Number(`0.${fraction}0`) * 1000;
}

/** Minutes ahead of UTC as milliseconds; no zone is UTC. */
function parseOffset(zone: string | undefined): number | undefined {
  if (zone === undefined || zone === 'Z' || zone === 'z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3).replace(':', '') || 0);
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * MINUTE;
}

const DURATION = /^(-)?P(?=.)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/**
 * Reads an ISO 8601 duration of weeks, days, hours, minutes and seconds.
 *
 * @param text - such as `P7D` or `PT1H30M`; a leading minus makes it negative
 * @returns milliseconds; `undefined` when it is not a duration
 */
export function parseDuration(text: string): number | undefined {
  const match = DURATION.exec(text);
  if (match === null) return undefined;
  const [, sign, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match;
  const length =
    (((Number(weeks) * 7 + Number(days)) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  return (sign === undefined ? 1 : -1) * length * 1000;
}
