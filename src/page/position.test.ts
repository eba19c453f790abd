import { describe, expect, it } from '@jest/globals';
import { crossOver, directionOf, isSeek, type SeekPosition, turnTo } from './position.ts';

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
