import { describe, expect, it } from '@jest/globals';
import { parseDuration } from './parse-duration.ts';

describe('parseDuration', () => {
  it.each([
    ['P7D', 604_800_000],
    ['PT24H', 86_400_000],
    ['P1DT1H1M1.5S', 90_061_500],
    ['PT0S', 0],
    ['P2W', 1_209_600_000],
    ['-PT1S', -1000],
  ])('reads %s', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each(['', 'P', 'PT', '7D', 'P1H', 'PT1D', 'P1Y'])('does not read %s', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});
