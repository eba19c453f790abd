import type { Field } from '../contract/contract.ts';
import { type Criterion, createPredicate } from '../contract/criterion.ts';
import { readField } from '../contract/field-values.ts';
import type { Column, Segment } from './column.ts';
import type { SlotSet } from './slot-set.ts';
import { eachRange, STEP_VALUES, type Work } from './work.ts';

type Test = (value: unknown) => boolean;
type SegmentOf<Kind extends Segment['kind']> = Extract<Segment, { kind: Kind }>;

/**
 * Adds to a set the slots whose values of a field satisfy a criterion.
 *
 * @param column - the values of one of the criterion's fields
 * @param matches - the set that grows
 */
export function* matchColumn({ field, segments }: Column, criterion: Criterion, matches: SlotSet): Work<void> {
  const test = createPredicate(criterion, field);
  for (const segment of segments) {
    switch (segment.kind) {
      case 'numbers':
        yield* matchNumbers(segment, field, criterion, matches);
        break;
      case 'dictionary':
        matchDictionary(segment, test, matches);
        break;
      case 'values':
        yield* matchValues(segment, textsToFind(criterion, field), test, matches);
    }
  }
}

function* matchNumbers(
  segment: SegmentOf<'numbers'>,
  field: Field,
  criterion: Criterion,
  matches: SlotSet,
): Work<void> {
  const interval = toInterval(criterion);
  if (interval !== undefined) {
    matchInterval(segment, interval.low, interval.high, matches);
    return;
  }
  const test = createPredicate(criterion, field);
  const { values, source } = segment;
  // Only of a number field are the numbers what stands in the rows; an instant was spelled in some way.
  const holds =
    field.kind === 'number'
      ? (index: number): boolean => !Number.isNaN(values[index]) && test(values[index])
      : (index: number): boolean => readField(source.row(index), field.path).some(test);
  yield* scan(segment, holds, matches);
}

function matchInterval({ start, values }: SegmentOf<'numbers'>, low: number, high: number, { words }: SlotSet): void {
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] as number;
    const slot = start + index;
    const bit = value >= low && value <= high ? 1 : 0;
    words[slot >>> 5] = (words[slot >>> 5] as number) | (bit << (slot & 31));
  }
}

function matchDictionary({ start, values, codes }: SegmentOf<'dictionary'>, test: Test, { words }: SlotSet): void {
  const bits = Uint8Array.from(values, (row) => (row.some(test) ? 1 : 0));
  if (!bits.includes(1)) return;
  for (let index = 0; index < codes.length; index += 1) {
    const slot = start + index;
    const bit = bits[codes[index] as number] as number;
    words[slot >>> 5] = (words[slot >>> 5] as number) | (bit << (slot & 31));
  }
}

function* matchValues(
  segment: SegmentOf<'values'>,
  texts: readonly string[] | undefined,
  test: Test,
  matches: SlotSet,
): Work<void> {
  const { start, size, at, find } = segment;
  if (find === undefined || texts === undefined) {
    yield* scan(segment, (index) => at(index).some(test), matches);
    return;
  }
  for (const index of texts.flatMap((text) => find(text))) {
    if (index < size && at(index).some(test)) matches.add(start + index);
  }
}

/** The texts one of which a value must be for the criterion to hold, where there are such. */
function textsToFind({ operator, operand }: Criterion, field: Field): readonly string[] | undefined {
  if (field.kind !== 'string') return undefined;
  if (operator === 'in') return typeof operand === 'object' ? operand : [String(operand)];
  return operator === 'equals' ? [String(operand)] : undefined;
}

function* scan({ start, size }: Segment, holds: (index: number) => boolean, matches: SlotSet): Work<void> {
  yield* eachRange(
    size,
    (from, to) => {
      for (let index = from; index < to; index += 1) if (holds(index)) matches.add(start + index);
    },
    STEP_VALUES,
  );
}

/** The numbers from `low` to `high`, both included; none when either is NaN. */
interface Interval {
  readonly low: number;
  readonly high: number;
}

const float = new Float64Array(1);
const bits = new BigInt64Array(float.buffer);

/**
 * @param criterion - on a field whose values compare as numbers
 * @returns the numbers for which it holds; `undefined` when its operator does not look at them as numbers
 */
export function toInterval({ operator, operand }: Pick<Criterion, 'operator' | 'operand'>): Interval | undefined {
  const bound = Number(operand);
  switch (operator) {
    case 'equals':
      return { low: bound, high: bound };
    case 'gte':
      return { low: bound, high: Number.POSITIVE_INFINITY };
    case 'gt':
      return { low: nextAbove(bound), high: Number.POSITIVE_INFINITY };
    case 'lte':
      return { low: Number.NEGATIVE_INFINITY, high: bound };
    case 'lt':
      return { low: Number.NEGATIVE_INFINITY, high: -nextAbove(-bound) };
    default:
      return undefined;
  }
}

/** The smallest double above another; NaN above infinity. */
function nextAbove(bound: number): number {
  if (bound === 0) return Number.MIN_VALUE;
  if (bound === Number.POSITIVE_INFINITY) return Number.NaN;
  float[0] = bound;
  bits[0] = (bits[0] as bigint) + (bound < 0 ? -1n : 1n);
  return float[0];
}
