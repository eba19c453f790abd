import { describe, expect, it } from '@jest/globals';
import { formatDuration } from './format-duration.ts';

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [349.6, '350 ms'],
    [999.7, '1.0 s'],
    [4180, '4.2 s'],
    [9949, '9.9 s'],
    [9951, '10 s'],
    [59_400, '59 s'],
    [59_600, '1 min 0 s'],
    [125_000, '2 min 5 s'],
  ])('says %d ms', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});
