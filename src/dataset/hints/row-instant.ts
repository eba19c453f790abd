import { parseDuration } from '../../contract/parse-duration.ts';
import { parseInstant } from '../../contract/parse-instant.ts';
import type { HintCall } from '../generate/compiler.ts';
import { hashPlace, scaleHash } from '../generate/hash.ts';
import { type InstantFormat, type Instants, instantProducer, unitsPerMillisecond } from '../generate/instant-format.ts';
import type { Producer } from '../generate/producer.ts';
import { readInstantFormat } from './instant-options.ts';
import { readOptions } from './options.ts';

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
 * - `as`: `unix-ms`, `date-time` or `date`; by default what the field's type asks for
 * - `precision`: `seconds`, `milliseconds` or `microseconds`; by default seconds for text and milliseconds for numbers
 *
 * A row that is added while the mock runs gets the time of the clock.
 */
export function compileRowInstant(call: HintCall): Producer {
  const options = readOptions(call, ['every', 'jitter', 'before', 'as', 'precision']);
  const { live, firstIndex, lastIndex, now } = call.compiler.environment;
  const format = readInstantFormat(call, options);
  const every = options.duration('every') ?? call.fail('every: expected how far rows lie apart, such as PT6H');
  const jitter = options.duration('jitter') ?? every;
  const start = readStart(call, options.value('before'), now);
  if (jitter > every) call.fail('jitter: expected no more than every, or rows would change places');
  const perMs = unitsPerMillisecond(format);
  const step = Math.floor(every * perMs);
  if (step < 1) call.fail(`every: expected at least one unit of precision (${format.precision})`);
  const count = lastIndex - firstIndex + 1;
  if (start - count * every < EARLIEST) {
    call.fail(`every: the last of ${count} rows would lie before the year 1; choose a shorter time`);
  }
  const isUnique = call.site.depth === 0 && format.notation !== 'date';
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
  { compiler, site }: HintCall,
  format: InstantFormat,
  { step, jitter, start }: { readonly step: number; readonly jitter: number; readonly start: number },
): Instants {
  const perMs = unitsPerMillisecond(format);
  const line: Timeline = {
    key: compiler.keyOf(site),
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
  return call.fail(`before: expected an instant or an ISO 8601 duration, not ${JSON.stringify(before)}`);
}
