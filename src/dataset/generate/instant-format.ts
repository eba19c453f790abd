import type { At, Fill, Numbers, Producer } from './producer.ts';
import { writeDateTime } from './write-date-time.ts';

export type InstantNotation = 'unix-ms' | 'date-time' | 'date';
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
  const read = notation === 'unix-ms' ? toMilliseconds : notation === 'date' ? toStartOfDay : toComparable;
  return {
    kind: notation === 'unix-ms' ? 'number' : 'instant',
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
  } else if (notation === 'date') {
    for (let index = 0; index < length; index++) target[index] = toStartOfDay(target[index] as number, perSecond);
  } else {
    for (let index = 0; index < length; index++) target[index] = toComparable(target[index] as number, perSecond);
  }
}

function toMilliseconds(units: number, perSecond: number): number {
  return units * (1000 / perSecond);
}

function toStartOfDay(units: number, perSecond: number): number {
  return Math.floor(units / (perSecond * DAY_SECONDS)) * DAY_SECONDS * 1000;
}

/** The same arithmetic by which a text's fraction is read, so that both give the same number to the last bit. */
function toComparable(units: number, perSecond: number): number {
  const seconds = Math.floor(units / perSecond);
  return seconds * 1000 + ((units - seconds * perSecond) / perSecond) * 1000;
}
