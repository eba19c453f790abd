import { describe, expect, it } from '@jest/globals';
import { verdictOfBreach } from './verdict-of-breach.ts';

describe('verdictOfBreach', () => {
  it.each([
    ['must', 'fail'],
    ['should', 'warn'],
    ['may', 'note'],
  ] as const)('of what %s be kept is %s', (level, verdict) => {
    expect(verdictOfBreach(level)).toBe(verdict);
  });
});
