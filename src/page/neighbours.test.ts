import { describe, expect, it } from '@jest/globals';
import { findLastStart, sliceOrEnd, sliceView } from './neighbours.ts';
import { crossOver, directionOf, isSeek, type Position, type SeekPosition, turnTo } from './position.ts';
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

describe('position', () => {
  const key = [7, 'x'];
  const FORWARD: readonly SeekPosition[] = [{ at: 'start' }, { at: 'after', key }, { at: 'from', key }];
  const BACKWARD: readonly SeekPosition[] = [{ at: 'end' }, { at: 'before', key }, { at: 'through', key }];
  const ALL = [...FORWARD, ...BACKWARD];

  describe('directionOf', () => {
    it.each(FORWARD)('is forward for $at', (position) => {
      expect(directionOf(position)).toBe('forward');
    });

    it.each(BACKWARD)('is backward for $at', (position) => {
      expect(directionOf(position)).toBe('backward');
    });
  });

  describe('turnTo', () => {
    it('leaves a position that has the direction already', () => {
      for (const position of ALL) expect(turnTo(position, directionOf(position))).toEqual(position);
    });

    it('turns each position to its counterpart and back', () => {
      expect(FORWARD.map((position) => turnTo(position, 'backward'))).toEqual(BACKWARD);
      expect(BACKWARD.map((position) => turnTo(position, 'forward'))).toEqual(FORWARD);
    });
  });

  describe('crossOver', () => {
    it('names the other side of the same point', () => {
      expect(crossOver({ at: 'after', key })).toEqual({ at: 'through', key });
      expect(crossOver({ at: 'before', key })).toEqual({ at: 'from', key });
    });

    it('changes the direction and comes back', () => {
      for (const position of ALL) {
        expect(directionOf(crossOver(position))).not.toBe(directionOf(position));
        expect(crossOver(crossOver(position))).toEqual(position);
      }
    });
  });

  describe('isSeek', () => {
    it('tells positions that tokens hold from others', () => {
      expect(ALL.every(isSeek)).toBe(true);
      expect(isSeek({ at: 'page', number: 1 })).toBe(false);
      expect(isSeek({ at: 'lastPage' })).toBe(false);
      expect(isSeek({ at: 'offset', offset: 0 })).toBe(false);
    });
  });
});
