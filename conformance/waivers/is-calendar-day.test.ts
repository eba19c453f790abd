import { describe, expect, it } from '@jest/globals';
import { isCalendarDay } from './is-calendar-day.ts';

describe('isCalendarDay', () => {
  it.each([
    ['2026-12-31', true],
    ['2028-02-29', true],
    ['2026-02-29', false],
    ['2026-02-30', false],
    ['2026-13-01', false],
    ['2026-00-10', false],
    ['2026-1-1', false],
    ['2026-01-01T00:00:00Z', false],
    ['tomorrow', false],
  ])('knows whether %s is one', (text, expected) => {
    expect(isCalendarDay(text)).toBe(expected);
  });
});
