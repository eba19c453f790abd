import { ServerError } from '../server-error.ts';
import type { ClockChange } from './session-control.ts';

type Test = (value: unknown) => boolean;

const isTextOrNumber: Test = (value) => typeof value === 'number' || (typeof value === 'string' && value !== '');

const FIELDS: Readonly<Record<keyof ClockChange, readonly [test: Test, expected: string]>> = {
  set: [(value) => isTextOrNumber(value) || value instanceof Date, 'a date-time, or milliseconds since 1970'],
  advance: [isTextOrNumber, 'a span of time such as "8d", or milliseconds'],
  frozen: [(value) => typeof value === 'boolean', 'true or false'],
};

/** What may become of a clock. */
export const CLOCK_CHANGES: readonly string[] = Object.keys(FIELDS);

/**
 * Reads what is to become of a clock.
 *
 * @throws {ServerError} when it says nothing, something unknown, or something of another type
 */
export function readClockChange(given: Readonly<Record<string, unknown>>): ClockChange {
  const entries = Object.entries(given);
  if (entries.length === 0) {
    throw new ServerError(
      'invalid-request',
      'nothing is said of the clock; expected {"advance": "8d"}, {"set": "2026-05-05T09:30:00Z"} or {"frozen": true}',
    );
  }
  for (const [name, value] of entries) {
    if (!Object.hasOwn(FIELDS, name)) {
      throw new ServerError('invalid-request', `there is no field ${name}; expected ${CLOCK_CHANGES.join(', ')}`);
    }
    const [test, expected] = FIELDS[name as keyof ClockChange];
    if (!test(value)) {
      throw new ServerError('invalid-request', `${name} is ${JSON.stringify(value)}; expected ${expected}`);
    }
  }
  return given;
}
