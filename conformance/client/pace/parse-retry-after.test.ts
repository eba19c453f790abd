import { describe, expect, it } from '@jest/globals';
import { parseRetryAfter } from './parse-retry-after.ts';

const SENT_AT = Date.UTC(2026, 0, 31, 12, 0, 0);

describe('parseRetryAfter', () => {
  it.each([
    ['0', 0],
    ['120', 120_000],
    [' 7 ', 7000],
    ['0.5', 500],
    ['Sat, 31 Jan 2026 12:00:30 GMT', 30_000],
    ['Saturday, 31-Jan-26 12:01:00 GMT', 60_000],
    ['Sat Jan 31 12:00:02 2026 GMT', 2000],
    ['Sat, 31 Jan 2026 11:00:00 GMT', 0],
  ])('reads %j as %d ms', (value, wait) => {
    expect(parseRetryAfter(value, SENT_AT)).toBe(wait);
  });

  it.each([undefined, '', 'soon', '-5', '1e3', '10s', '2026-01-31T12:00:30Z', 'Sat, 99 Jan 2026'])(
    'finds no wait in %j',
    (value) => {
      expect(parseRetryAfter(value, SENT_AT)).toBeUndefined();
    },
  );
});
