import { PagewrightError } from '../contract/error.ts';
import { parseDuration, parseInstant } from '../contract/time.ts';

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

const PART = /(\d+(?:\.\d+)?)(ms|[smhdw])/y;

/** What `Date` can show, either way. */
const MAX_DURATION = 8.64e15;

/**
 * Reads a duration.
 *
 * @param given - milliseconds, or a string such as `8d`, `1h30m`, `-90s` or `P8D` (ISO 8601)
 * @param name - of the option, for the message of the error
 * @returns milliseconds
 * @throws {PagewrightError} `invalid-option`
 */
export function readDuration(given: string | number, name: string): number {
  const length = typeof given === 'string' ? (parseDuration(given) ?? parseParts(given)) : given;
  if (typeof length === 'number' && Number.isFinite(length) && Math.abs(length) <= MAX_DURATION) return length;
  throw new PagewrightError(
    'invalid-option',
    `Invalid ${name} ${JSON.stringify(given)}: must be a duration such as 8d, 1h30m, 90s, 500ms, P8D, or milliseconds`,
  );
}

/** Units from the largest to the smallest are usual; any order adds up. */
function parseParts(text: string): number | undefined {
  const [, sign = '', parts = ''] = /^([+-]?)(.+)$/.exec(text.trim()) ?? [];
  let length = 0;
  PART.lastIndex = 0;
  while (PART.lastIndex < parts.length) {
    const match = PART.exec(parts);
    if (match === null) return undefined;
    const [, count = '', unit = ''] = match;
    length += Number(count) * (UNITS[unit] ?? 0);
  }
  return parts === '' ? undefined : sign === '-' ? -length : length;
}

/**
 * Reads a time.
 *
 * @param name - of the option, for the message of the error
 * @param others - what else would be right
 * @returns milliseconds since 1970
 * @throws {PagewrightError} when it is none
 */
export function readTime(name: string, given: string | number | Date, others = 'or milliseconds since 1970'): number {
  const time =
    typeof given === 'string'
      ? parseInstant(given, { withoutZone: 'utc', withoutTime: 'midnight' })
      : typeof given === 'number' || given instanceof Date
        ? Number(given)
        : undefined;
  if (time !== undefined && Number.isFinite(new Date(time).getTime())) return time;
  throw new PagewrightError(
    'invalid-option',
    `Invalid ${name} ${typeof given === 'number' ? String(given) : JSON.stringify(given)}: must be a date-time such as 2026-05-05T09:30:00Z, ${others}`,
  );
}
