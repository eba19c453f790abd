import { describe, expect, it } from '@jest/globals';
import { didYouMean, findNearNames } from './find-near-names.ts';

const NAMES = ['customers', 'orders', 'invoices', 'demo', 'ties'];

describe('findNearNames', () => {
  it.each([
    ['order', ['orders']],
    ['ODRERS', ['orders']],
    ['costumers', ['customers']],
    ['dmeo', ['demo']],
    ['spaceships', []],
    ['x', []],
    ['', []],
  ])('finds for %p %p', (wrong, expected) => {
    expect(findNearNames(wrong, NAMES)).toEqual(expected);
  });

  it('gives at most two, the nearest first', () => {
    expect(findNearNames('aaaa', ['aabb', 'aaab', 'aaa', 'aacc'])).toEqual(['aaab', 'aaa']);
  });
});

describe('didYouMean', () => {
  it.each([
    ['order', '; did you mean orders?'],
    ['tides', '; did you mean ties?'],
    ['spaceships', ''],
  ])('ends a message about %p with %p', (wrong, expected) => {
    expect(didYouMean(wrong, NAMES)).toBe(expected);
  });
});
