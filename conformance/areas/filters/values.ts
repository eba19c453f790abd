import type { Filter, ValueKind } from '../../../src/contract/contract.ts';
import { parseInstant } from '../../../src/contract/time.ts';
import type { Item } from '../../list/answer.ts';
import { listConditions } from '../../list/conditions.ts';

export const ABSENT_VALUE = 'pw-nothing-4f1c9a27';

const MICROSECONDS = 1_000_000n;

/**
 * The next value before or after another, by the smallest step that its spelling shows: 1 for an integer, the last digit of
 * the fraction for a time.
 *
 * @param steps - negative for an earlier value
 * @returns as text; `undefined` for what has no neighbours
 */
export function shiftValue(text: string, kind: ValueKind, steps: number): string | undefined {
  if (kind === 'number') return /^-?\d+$/.test(text) ? String(BigInt(text) + BigInt(steps)) : undefined;
  if (kind !== 'instant') return undefined;
  const instant = toMicroseconds(text);
  if (instant === undefined) return undefined;
  const digits = Math.min(6, /\.(\d+)/.exec(text)?.[1]?.length ?? 0);
  const unit = 10n ** BigInt(6 - digits);
  return writeInstant(instant + BigInt(steps) * unit, digits);
}

/** Half a second away in the same second: more than any rounding to milliseconds. */
export function shiftWithinSecond(text: string): string | undefined {
  const instant = toMicroseconds(text);
  if (instant === undefined) return undefined;
  const digits = Math.max(3, Math.min(6, /\.(\d+)/.exec(text)?.[1]?.length ?? 0));
  const half = MICROSECONDS / 2n;
  return writeInstant(instant + (instant % MICROSECONDS < half ? half : -half), digits);
}

/** The same time in other RFC 3339 formats. */
export function respellInstant(text: string): readonly string[] {
  const instant = toMicroseconds(text);
  if (instant === undefined) return [];
  const digits = /\.(\d+)/.exec(text)?.[1]?.length ?? 0;
  const longer = Math.min(6, digits < 3 ? 3 : 6);
  return [
    writeInstant(instant, digits),
    writeInstant(instant, longer),
    // Positive and negative offsets with minutes, so that a server that ignores either is wrong in both directions.
    writeInstant(instant + 330n * 60n * MICROSECONDS, digits, '+05:30'),
    writeInstant(instant - 330n * 60n * MICROSECONDS, digits, '-05:30'),
  ].filter((spelling) => spelling !== text);
}

function toMicroseconds(text: string): bigint | undefined {
  const ms = parseInstant(text);
  return ms === undefined ? undefined : BigInt(Math.round(ms * 1000));
}

function writeInstant(microseconds: bigint, digits: number, zone: string = 'Z'): string {
  const seconds = microseconds / MICROSECONDS - (microseconds % MICROSECONDS < 0n ? 1n : 0n);
  const fraction = String(microseconds - seconds * MICROSECONDS).padStart(6, '0');
  const whole = new Date(Number(seconds) * 1000).toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS'.length);
  return `${whole}${digits === 0 ? '' : `.${fraction.slice(0, digits)}`}${zone}`;
}

/** The first value of a filter that has accents, without them; none where no row shows one, or values belong to keys. */
export function stripAccents(filter: Filter, items: readonly Item[]): readonly string[] {
  if (filter.serialization !== 'plain') return [];
  const values = items.flatMap((item) => listConditions(item, filter)).map(({ value }) => value);
  const accented = values.find((value) => /[à-öø-ÿ]/i.test(value.normalize('NFC')));
  const plain = accented?.normalize('NFD').replace(/\p{M}/gu, '');
  return plain === undefined || plain === accented ? [] : [plain];
}

/** Upper case for lower case, and the other way round. */
export function swapCase(text: string): string {
  return [...text]
    .map((character) => {
      const upper = character.toUpperCase();
      // Letters without a single counterpart, such as the German ß, are not tested.
      if (upper.length !== character.length || upper.toLowerCase() !== character.toLowerCase()) return character;
      return character === upper ? character.toLowerCase() : upper;
    })
    .join('');
}
