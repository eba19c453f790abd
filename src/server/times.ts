import { parseDuration } from '../contract/parse-duration.ts';
import { ServerError } from './server-error.ts';

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
const LONGEST = 8.64e15;

/**
 * Reads a span of time.
 *
 * @param span - milliseconds, or a text: `8d`, `1h30m`, `-90s`, or as ISO 8601 has it, `P8D`
 * @param name - what it is for, to be named when it is wrong
 * @returns milliseconds
 * @throws {ServerError} when it is none of these
 */
export function readDuration(span: string | number, name: string): number {
  const length = typeof span === 'string' ? (parseDuration(span) ?? parseParts(span)) : span;
  if (typeof length === 'number' && Number.isFinite(length) && Math.abs(length) <= LONGEST) return length;
  throw new ServerError(
    'invalid-option',
    `${name} is ${JSON.stringify(span)}; expected a span of time such as 8d, 1h30m, 90s, 500ms, P8D, or milliseconds`,
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
