import { describe, expect, it } from '@jest/globals';
import type { Item } from '../list/answer.ts';
import { loadContract } from '../testing/load-contract.ts';
import { scoreRows } from './score-rows.ts';

const contract = loadContract('devdraft');

/** Rows by the minutes of their times. */
function rows(minutes: readonly number[], rest: (index: number) => Item = () => ({})): readonly Item[] {
  return minutes.map((minute, index) => ({
    id: String(index),
    email: 'a@x.test',
    status: 'ACTIVE',
    first_name: 'A',
    last_name: 'B',
    createdAt: new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString(),
    ...rest(index),
  }));
}

const apart = Array.from({ length: 12 }, (_, index) => index);
const plain = scoreRows(rows(apart), contract);

describe('scoreRows', () => {
  it.each<[string, readonly Item[]]>([
    ['rows that share a time', rows(apart.with(1, 0))],
    ['more ties', rows(apart.with(1, 0).with(3, 2))],
    ['values that some rows lack', rows(apart, (index) => (index === 0 ? { email: null } : {}))],
    ['values that tell rows apart', rows(apart, (index) => (index < 4 ? { status: 'BLACKLISTED' } : {}))],
  ])('prefers %s', (_, better) => {
    expect(scoreRows(better, contract)).toBeGreaterThan(plain);
  });

  it('prefers three rows of one time to two, and times that differ to one time only', () => {
    const two = scoreRows(rows(apart.with(1, 0)), contract);
    expect(scoreRows(rows(apart.with(1, 0).with(2, 0)), contract)).toBeGreaterThan(two);
    expect(scoreRows(rows(apart.map(() => 0)), contract)).toBeLessThan(two);
  });

  it.each([
    [0, false],
    [9, false],
    [10, true],
    [30, true],
    [31, false],
  ])('%i rows are good to page through: %s', (length, isGood) => {
    const score = scoreRows(rows(Array.from({ length }, (_, index) => index)), contract);
    expect(score >= 6).toBe(isGood);
  });

  it('finds nothing to prefer in values that every row has for itself', () => {
    const own = rows(apart, (index) => ({ email: `${index}@x.test` }));
    expect(scoreRows(own, contract)).toBe(plain);
  });
});
