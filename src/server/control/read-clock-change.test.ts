import { describe, expect, it } from '@jest/globals';
import { readClockChange } from './read-clock-change.ts';

describe('readClockChange', () => {
  it.each([{ advance: '8d' }, { advance: -5 }, { set: '2030-01-01', frozen: false }, { set: new Date(0) }, { set: 0 }])(
    'takes %p',
    (change) => {
      expect(readClockChange(change)).toBe(change);
    },
  );

  it.each([
    [{}, /^nothing is said of the clock/],
    [{ foo: 1 }, /^there is no field foo; expected set, advance, frozen$/],
    [{ constructor: 1 }, /^there is no field constructor/],
    [{ set: null }, /^set is null; expected a date-time/],
    [{ advance: {} }, /^advance is \{\}; expected a span of time/],
    [{ advance: '8d', frozen: 'no' }, /^frozen is "no"; expected true or false$/],
  ])('refuses %p', (change, message) => {
    expect(() => readClockChange(change)).toThrow(message);
  });
});
