import { describe, expect, it } from '@jest/globals';
import { findLastStart, sliceOrEnd, sliceView } from './neighbours.ts';
import type { Position } from './position.ts';
import { createNumberedView } from './testing/array-view.ts';

describe('slice view', () => {
  const PAST_END: readonly Position[] = [
    { at: 'page', number: 4 },
    { at: 'page', number: Number.MAX_SAFE_INTEGER },
    { at: 'offset', offset: 5 },
    { at: 'offset', offset: 1e300 },
  ];

  describe('sliceView', () => {
    it.each<[Position, number, number]>([
      [{ at: 'start' }, 0, 2],
      [{ at: 'end' }, 4, 5],
      [{ at: 'after', key: [1] }, 2, 4],
      [{ at: 'after', key: [1.5] }, 2, 4],
      [{ at: 'after', key: [3] }, 4, 5],
      [{ at: 'after', key: [4] }, 5, 5],
      [{ at: 'from', key: [1] }, 1, 3],
      [{ at: 'from', key: [1.5] }, 2, 4],
      [{ at: 'before', key: [3] }, 1, 3],
      [{ at: 'before', key: [1] }, 0, 1],
      [{ at: 'before', key: [0] }, 0, 0],
      [{ at: 'through', key: [3] }, 2, 4],
      [{ at: 'through', key: [0] }, 0, 1],
      [{ at: 'page', number: 1 }, 0, 2],
      [{ at: 'page', number: 3 }, 4, 5],
      [{ at: 'lastPage' }, 4, 5],
      [{ at: 'offset', offset: 0 }, 0, 2],
      [{ at: 'offset', offset: 3 }, 3, 5],
      [{ at: 'offset', offset: 4 }, 4, 5],
    ])('finds of five rows, two a page, for %j ranks %d to %d', (position, start, end) => {
      expect(sliceView(createNumberedView(5), position, 2)).toEqual({ start, end });
    });

    it.each(PAST_END)('finds no page past the end: %j', (position) => {
      expect(sliceView(createNumberedView(5), position, 2)).toBeUndefined();
    });

    it.each<Position>([
      { at: 'start' },
      { at: 'end' },
      { at: 'after', key: [1] },
      { at: 'before', key: [1] },
      { at: 'page', number: 1 },
      { at: 'lastPage' },
      { at: 'offset', offset: 0 },
    ])('finds a first page without rows in an empty list: %j', (position) => {
      expect(sliceView(createNumberedView(0), position, 2)).toEqual({ start: 0, end: 0 });
    });

    it.each<Position>([
      { at: 'start' },
      { at: 'end' },
      { at: 'after', key: [1] },
      { at: 'before', key: [1] },
      { at: 'page', number: 1 },
      { at: 'offset', offset: 1 },
    ])('finds no rows on a page that may hold none: %j', (position) => {
      const slice = sliceView(createNumberedView(5), position, 0);
      expect(slice?.start).toBe(slice?.end);
    });
  });

  describe('sliceOrEnd', () => {
    it.each(PAST_END)('finds no rows past the end: %j', (position) => {
      expect(sliceOrEnd(createNumberedView(5), position, 2)).toEqual({ start: 5, end: 5 });
    });
  });

  describe('findLastStart', () => {
    it.each([
      [0, 2, 0],
      [1, 2, 0],
      [2, 2, 0],
      [3, 2, 2],
      [4, 2, 2],
      [142, 20, 140],
      [5, 0, 0],
    ])('of %d rows, %d a page, is %d', (count, limit, start) => {
      expect(findLastStart(count, limit)).toBe(start);
    });
  });
});
