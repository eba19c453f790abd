import { parseDuration, parseInstant } from '../../contract/time.ts';
import type { HintCall } from '../generate/compiler.ts';
import { type InstantFormat, type Instants, instantProducer, unitsPerMillisecond } from '../generate/instants.ts';
import { fillNumbers, type Numbers, type Producer } from '../generate/producer.ts';
import { missingValue } from '../generate/schema-node.ts';
import { hashPlace, scaleHash } from '../random.ts';
import { readInstantFormat, readOptions, referTo } from './options.ts';

/** 0001-01-01, the earliest that a date-time can say. */
const EARLIEST = -62_135_596_800_000;

/**
 * `row.instant { every, jitter, before, as, precision }`: a timeline, newest first. Row `i` lies `i` times `every` before now,
 * and by a chance amount earlier; each row is strictly earlier than the one before it. Every recipe of a scenario has a
 * timeline of its own: `i` counts its rows from 0.
 *
 * - `every`: how far rows lie apart on average, as an ISO 8601 duration
 * - `jitter`: how much earlier, at most, a row may lie than the grid says, up to `every`, which is the default; `PT0S` for an
 *   exact grid
 * - `before`: where the timeline begins: an instant, or a duration before now; now by default
 * - `as`: `unix-ms`, `date-time` or `date`; by default as the field's type requires
 * - `precision`: `seconds`, `milliseconds` or `microseconds`; by default seconds for text and milliseconds for numbers
 *
 * A row that is added while the mock runs gets the time of the clock.
 */
export function compileRowInstant(call: HintCall): Producer {
  const options = readOptions(call, ['every', 'jitter', 'before', 'as', 'precision']);
  const { live, firstIndex, lastIndex, now } = call.compiler.environment;
  const format = readInstantFormat(call, options);
  const every = options.duration('every') ?? call.fail('every is required: the time between rows, for example PT6H');
  const jitter = options.duration('jitter') ?? every;
  const start = readStart(call, options.value('before'), now);
  if (jitter > every) call.fail('jitter must not exceed every');
  const perMs = unitsPerMillisecond(format);
  const step = Math.floor(every * perMs);
  if (step < 1) call.fail(`every must be at least one unit of precision (${format.precision})`);
  const count = lastIndex - firstIndex + 1;
  if (start - count * every < EARLIEST) {
    call.fail(`every is too long: the last of ${count} rows would be before the year 1`);
  }
  const isUnique = call.node.depth === 0 && format.notation !== 'date';
  if (live !== undefined) {
    return instantProducer(format, { at: () => Math.floor(live.now * perMs) }, { usesRow: true, isUnique });
  }
  return instantProducer(format, timeline(call, format, { step, jitter, start }), { usesRow: true, isUnique });
}

/** A timeline in whole units: row `i` lies in the step that ends `i` steps before `start`. */
interface Timeline {
  readonly key: number;
  readonly start: number;
  readonly step: number;
  /** How many places there are within a step. */
  readonly choices: number;
}

function timeline(
  { compiler, node }: HintCall,
  format: InstantFormat,
  { step, jitter, start }: { readonly step: number; readonly jitter: number; readonly start: number },
): Instants {
  const perMs = unitsPerMillisecond(format);
  const line: Timeline = {
    key: compiler.keyOf(node),
    start: Math.floor(start * perMs) + compiler.environment.firstIndex * step,
    step,
    choices: Math.min(step, Math.floor(jitter * perMs) + 1),
  };
  return {
    at: (_variant, element, row) => placeRow(line, element, row),
    fill: (target, first) => fillTimeline(target, first, line),
  };
}

function placeRow({ key, start, step, choices }: Timeline, element: number, row: number): number {
  return start - row * step - scaleHash(hashPlace(key, row, element), choices);
}

function fillTimeline(target: Float64Array, first: number, line: Timeline): void {
  for (let index = 0; index < target.length; index++) target[index] = placeRow(line, 0, first + index);
}

function readStart(call: HintCall, before: unknown, now: number): number {
  if (before === undefined) return now;
  const instant = typeof before === 'string' ? parseInstant(before) : undefined;
  const duration = typeof before === 'string' ? parseDuration(before) : undefined;
  if (instant !== undefined) return instant;
  if (duration !== undefined) return now - duration;
  return call.fail(`before must be an instant or an ISO 8601 duration, not ${JSON.stringify(before)}`);
}

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
    call.fail('must have either exactly or within, with a duration such as P7D');
  }
  const instants = numbersOf(base);
  const later =
    exactly === undefined ? addWithin(call, instants, format, length) : addExactly(instants, format, length);
  const isUnique = exactly !== undefined && base.isUnique && format.notation !== 'date';
  return instantProducer(format, later, {
    usesRow: base.usesRow,
    missing: missingValue(call.node),
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

function addWithin({ compiler, node }: HintCall, base: Numbers, format: InstantFormat, length: number): Instants {
  const { now, live } = compiler.environment;
  // Nothing can have happened yet to a row that is only being made.
  if (live !== undefined) return addExactly(base, format, 0);
  const delay: Delay = { key: compiler.keyOf(node), perMs: unitsPerMillisecond(format), length, now };
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
