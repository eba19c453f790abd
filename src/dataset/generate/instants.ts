import type { At, Fill, Numbers, Producer } from './producer.ts';

export type InstantNotation = 'unix' | 'unix-ms' | 'date-time' | 'date';
type Precision = 'seconds' | 'milliseconds' | 'microseconds';

/** How points in time are written, and how finely they are told apart. */
export interface InstantFormat {
  readonly notation: InstantNotation;
  readonly precision: Precision;
}

/** Points in time as whole numbers of a format's units since 1970; NaN where there is none. */
export interface Instants {
  readonly at: At<number>;
  readonly fill?: Fill<Float64Array> | undefined;
}

const PER_SECOND: Readonly<Record<Precision, number>> = { seconds: 1, milliseconds: 1000, microseconds: 1_000_000 };
const DAY_SECONDS = 86_400;

/** How many of the format's units there are in a millisecond. */
export function unitsPerMillisecond({ precision }: InstantFormat): number {
  return PER_SECOND[precision] / 1000;
}

/**
 * Makes instants.
 *
 * @param format - notation and precision
 * @param instants - in the format's units
 * @param missing - what stands where there is none
 */
export function instantProducer(
  format: InstantFormat,
  instants: Instants,
  {
    usesRow,
    missing,
    isUnique,
  }: { readonly usesRow: boolean; readonly missing?: null | undefined; readonly isUnique?: boolean },
): Producer {
  const { at } = instants;
  const write = createWriter(format);
  return {
    valueAt: (variant, element, row) => {
      const units = at(variant, element, row);
      return Number.isNaN(units) ? missing : write(units);
    },
    numbers: createNumbers(format, instants),
    usesRow,
    isUnique,
  };
}

function createWriter({ notation, precision }: InstantFormat): (units: number) => string | number {
  const perSecond = PER_SECOND[precision];
  if (notation === 'unix-ms') return (units) => units * (1000 / perSecond);
  if (notation === 'unix') return (units) => Math.floor(units / perSecond);
  const digits = Math.log10(perSecond);
  return (units) => {
    const seconds = Math.floor(units / perSecond);
    const text = writeDateTime(seconds);
    if (notation === 'date') return text.slice(0, 10);
    return digits === 0 ? `${text}Z` : `${text}.${String(units - seconds * perSecond).padStart(digits, '0')}Z`;
  };
}

function createNumbers({ notation, precision }: InstantFormat, { at, fill }: Instants): Numbers {
  const perSecond = PER_SECOND[precision];
  const read = READERS[notation];
  return {
    kind: notation === 'unix-ms' || notation === 'unix' ? 'number' : 'instant',
    at: (variant, element, row) => read(at(variant, element, row), perSecond),
    fill:
      fill &&
      ((target, first) => {
        fill(target, first);
        convert(target, notation, perSecond);
      }),
  };
}

/** The same as reading each, in loops that always do one thing. */
function convert(target: Float64Array, notation: InstantNotation, perSecond: number): void {
  const { length } = target;
  if (notation === 'unix-ms') {
    for (let index = 0; index < length; index++) target[index] = toMilliseconds(target[index] as number, perSecond);
  } else if (notation === 'unix') {
    for (let index = 0; index < length; index++) target[index] = toSeconds(target[index] as number, perSecond);
  } else if (notation === 'date') {
    for (let index = 0; index < length; index++) target[index] = toStartOfDay(target[index] as number, perSecond);
  } else {
    for (let index = 0; index < length; index++) target[index] = toComparable(target[index] as number, perSecond);
  }
}

function toMilliseconds(units: number, perSecond: number): number {
  return units * (1000 / perSecond);
}

function toSeconds(units: number, perSecond: number): number {
  return Math.floor(units / perSecond);
}

function toStartOfDay(units: number, perSecond: number): number {
  return Math.floor(units / (perSecond * DAY_SECONDS)) * DAY_SECONDS * 1000;
}

/** The same arithmetic by which a text's fraction is read, so that both give the same number to the last bit. */
function toComparable(units: number, perSecond: number): number {
  const seconds = Math.floor(units / perSecond);
  return seconds * 1000 + ((units - seconds * perSecond) / perSecond) * 1000;
}

/** What an instant in units compares as. */
const READERS: Readonly<Record<InstantNotation, (units: number, perSecond: number) => number>> = {
  unix: toSeconds,
  'unix-ms': toMilliseconds,
  'date-time': toComparable,
  date: toStartOfDay,
};

const PAIRS: readonly string[] = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, '0'));

/**
 * Writes a point in time as `2026-05-05T09:30:00`, several times faster than `Date` does.
 *
 * @param seconds - since 1970, a whole number; years 1 to 9999
 */
export function writeDateTime(seconds: number): string {
  const day = Math.floor(seconds / DAY_SECONDS);
  const rest = seconds - day * DAY_SECONDS;
  const hour = Math.floor(rest / 3600);
  const minute = Math.floor((rest - hour * 3600) / 60);
  const second = rest - hour * 3600 - minute * 60;
  return `${writeDay(day)}T${PAIRS[hour]}:${PAIRS[minute]}:${PAIRS[second]}`;
}

/**
 * The calendar date of a day counted from 1970. Years are taken to begin in March, so that the leap day is their last; an era of
 * 400 such years has 146 097 days.
 */
function writeDay(day: number): string {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const date = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${PAIRS[Math.floor(year / 100)]}${PAIRS[year % 100]}-${PAIRS[month]}-${PAIRS[date]}`;
}
