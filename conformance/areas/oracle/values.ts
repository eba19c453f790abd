import { parseInstant } from '../../../src/contract/time.ts';

/**
 * Whether a value of a response is the one that a row has. What may be the same in another form is never held to be another.
 *
 * @param expected - as a database or another program gives it
 * @param received - as the response has it
 * @returns `undefined` where the forms are too different to tell
 */
export function isSameValue(expected: unknown, received: unknown): boolean | undefined {
  if (JSON.stringify(expected) === JSON.stringify(received)) return true;
  if (isEmpty(expected) || isEmpty(received)) return isEmpty(expected) && isEmpty(received) ? undefined : false;
  if (Array.isArray(received)) return compareLists(parsed(expected), received);
  if (typeof received === 'object') return compareObjects(parsed(expected), received as object);
  if (typeof expected === 'object') return undefined;
  if (typeof received === 'boolean') return compareFlags(expected, received);
  if (typeof received === 'number') return compareNumbers(expected, received);
  return compareTexts(expected, String(received));
}

/** Some databases know no empty text. */
function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '';
}

/** Programs that print tables write objects and lists as JSON. */
function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

function compareObjects(expected: unknown, received: object): boolean | undefined {
  if (typeof expected !== 'object' || expected === null || Array.isArray(expected)) return undefined;
  const shared = Object.entries(received).filter(([key]) => Object.hasOwn(expected, key));
  return joinAll(shared.map(([key, value]) => isSameValue((expected as Record<string, unknown>)[key], value)));
}

/** Elements may stand in any order. */
function compareLists(expected: unknown, received: readonly unknown[]): boolean | undefined {
  if (!Array.isArray(expected)) return undefined;
  if (expected.length !== received.length) return false;
  const isPlain = [...expected, ...received].every((one) => typeof one !== 'object' || one === null);
  if (isPlain) return joinAll(received.map((one) => (expected as unknown[]).some((other) => isSameValue(other, one))));
  const found = joinAll(received.map((one, index) => isSameValue(expected[index], one)));
  return found === true ? true : undefined;
}

function joinAll(parts: readonly (boolean | undefined)[]): boolean | undefined {
  if (parts.includes(false)) return false;
  return parts.includes(undefined) ? undefined : true;
}

const FLAGS: Readonly<Record<string, boolean>> = { 1: true, t: true, true: true, 0: false, f: false, false: false };

function compareFlags(expected: unknown, received: boolean): boolean | undefined {
  const flag = FLAGS[String(expected).toLowerCase()];
  return flag === undefined ? undefined : flag === received;
}

/** Of sums of floating-point numbers, the last digits differ. */
const PRECISION = 1e-9;

function compareNumbers(expected: unknown, received: number): boolean | undefined {
  if (!isNumeric(expected)) return undefined;
  const difference = Math.abs(Number(expected) - received);
  return difference <= PRECISION * Math.max(1, Math.abs(received));
}

function isNumeric(value: unknown): value is number | string {
  return typeof value === 'number' || (typeof value === 'string' && /^[+-]?\d+(?:\.\d+)?$/.test(value));
}

function compareTexts(expected: unknown, received: string): boolean | undefined {
  if (typeof expected !== 'string') return isNumeric(received) ? compareNumbers(expected, Number(received)) : undefined;
  // Columns of a fixed width are filled up.
  if (expected.trimEnd() === received.trimEnd()) return true;
  if (/[.]/.test(expected + received) && isNumeric(expected) && isNumeric(received)) {
    return compareNumbers(expected, Number(received));
  }
  if (UUID.test(expected) && UUID.test(received)) return expected.toLowerCase() === received.toLowerCase();
  return compareInstants(expected, received) ?? (isNumeric(expected) !== isNumeric(received) ? undefined : false);
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The zones of the world are quarters of an hour apart. */
const QUARTER = 15 * 60_000;
const MAX_ZONE = 26 * 60 * 60_000;

/** @returns `undefined` for texts that are no times; `true` also for times that differ by a zone which is not said */
function compareInstants(expected: string, received: string): boolean | undefined {
  const [then, now] = [parseInstant(expected), parseInstant(received)];
  if (then === undefined || now === undefined) return undefined;
  const difference = Math.abs(then - now);
  const unit = Math.max(unitOf(expected), unitOf(received));
  if (difference < unit) return true;
  const isZoned = HAS_ZONE.test(expected) && HAS_ZONE.test(received);
  const fromQuarter = difference % QUARTER;
  const isShifted = Math.min(fromQuarter, QUARTER - fromQuarter) < unit && difference <= MAX_ZONE;
  return !isZoned && isShifted;
}

const HAS_ZONE = /(?:Z|[+-]\d{2}(?::?\d{2})?)$/i;

/** The smallest time that a text can tell, in milliseconds: what is finer may be cut off or rounded. */
function unitOf(text: string): number {
  if (!/\d:\d/.test(text)) return 24 * 60 * 60_000;
  const [, fraction] = /:\d{2}[.,](\d+)/.exec(text) ?? [];
  if (fraction !== undefined) return 1000 / 10 ** fraction.length;
  return /\d:\d{2}:\d{2}/.test(text) ? 1000 : 60_000;
}
