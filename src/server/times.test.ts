import { describe, expect, it } from '@jest/globals';
import { readDuration } from './times.ts';

describe('readDuration', () => {
  it.each([
    ['8d', 691_200_000],
    ['1h30m', 5_400_000],
    ['1.5s', 1500],
    ['-90s', -90_000],
    ['+1w', 604_800_000],
    ['250ms', 250],
    [' 2m ', 120_000],
    ['P8D', 691_200_000],
    ['-PT1M', -60_000],
    [1500, 1500],
    [0, 0],
  ])('reads %p', (span, length) => {
    expect(readDuration(span, 'advance')).toBe(length);
  });

  it.each(['', ' ', '-', '8', '8 d', '8days', 'd', '1h-1m', 'P', '1e3s', Number.NaN, Infinity, 1e20])(
    'refuses %p and says what is right',
    (span) => {
      expect(() => readDuration(span, 'advance')).toThrow(/^Invalid advance .*: must be a duration such as 8d/);
    },
  );
});
