import { parseInstant } from '../../contract/parse-instant.ts';
import type { HintCall } from '../generate/compiler.ts';
import { fillNumbers } from '../generate/fill.ts';
import { hashPlace, scaleHash } from '../generate/hash.ts';
import { type InstantFormat, type Instants, instantProducer, unitsPerMillisecond } from '../generate/instant-format.ts';
import { missingValue } from '../generate/missing-value.ts';
import type { Numbers, Producer } from '../generate/producer.ts';
import { readInstantFormat } from './instant-options.ts';
import { readOptions } from './options.ts';
import { referTo } from './refer-to.ts';

/**
 * `row.after { field, exactly | within, as, precision }`: some time after another field of the same row.
 *
 * - `field`: the other field, as a path from the item
 * - `exactly`: how long after, as an ISO 8601 duration; may lie in the future
 * - `within`: how long after at most. It has happened already: it does not lie after now, unless the other field does
 * - `as`, `precision`: as for `row.instant`
 *
 * Where the other field is absent or null, so is this one.
 */
export function compileRowAfter(call: HintCall): Producer {
  const options = readOptions(call, ['field', 'exactly', 'within', 'as', 'precision']);
  const format = readInstantFormat(call, options);
  const base = referTo(call, options.value('field'));
  const exactly = options.duration('exactly');
  const within = options.duration('within');
  const length = exactly ?? within;
  if (length === undefined || (exactly !== undefined && within !== undefined)) {
    call.fail('expected either exactly or within, with a duration such as P7D');
  }
  const instants = numbersOf(base);
  const later =
    exactly === undefined ? addWithin(call, instants, format, length) : addExactly(instants, format, length);
  const isUnique = exactly !== undefined && base.isUnique && format.notation !== 'date';
  return instantProducer(format, later, {
    usesRow: base.usesRow,
    missing: missingValue(call.site),
    ...(isUnique && { isUnique }),
  });
}

/** The other field as milliseconds; NaN where it holds no instant. */
function numbersOf(base: Producer): Numbers {
  if (base.numbers !== undefined) return base.numbers;
  return {
    kind: 'instant',
    at: (variant, element, row) => {
      const value = base.valueAt(variant, element, row);
      if (typeof value === 'number') return value;
      return typeof value === 'string' ? (parseInstant(value) ?? Number.NaN) : Number.NaN;
    },
  };
}

function addExactly(base: Numbers, format: InstantFormat, length: number): Instants {
  const perMs = unitsPerMillisecond(format);
  const { at } = base;
  return {
    at: (variant, element, row) => Math.ceil((at(variant, element, row) + length) * perMs),
    fill: (target, first) => {
      fillNumbers(base, target, first);
      for (let index = 0; index < target.length; index++)
        target[index] = Math.ceil(((target[index] as number) + length) * perMs);
    },
  };
}

/** How much later a field lies than another, at most and by chance. */
interface Delay {
  readonly key: number;
  readonly perMs: number;
  /** Milliseconds. */
  readonly length: number;
  readonly now: number;
}

function addWithin({ compiler, site }: HintCall, base: Numbers, format: InstantFormat, length: number): Instants {
  const { now, live } = compiler.environment;
  // Nothing can have happened yet to a row that is only being made.
  if (live !== undefined) return addExactly(base, format, 0);
  const delay: Delay = { key: compiler.keyOf(site), perMs: unitsPerMillisecond(format), length, now };
  const { at } = base;
  return {
    at: (variant, element, row) => addDelay(at(variant, element, row), delay, variant, element),
    fill: (target, first) => {
      fillNumbers(base, target, first);
      for (let index = 0; index < target.length; index++) {
        target[index] = addDelay(target[index] as number, delay, first + index, 0);
      }
    },
  };
}

function addDelay(base: number, { key, perMs, length, now }: Delay, variant: number, element: number): number {
  const most = base < now ? Math.min(length, now - base) : length;
  return Math.floor(base * perMs) + scaleHash(hashPlace(key, variant, element), Math.floor(most * perMs) + 1);
}
