import { describe, expect, it } from '@jest/globals';
import { fc } from '../../src/testing/properties.ts';
import type { Item } from '../list/answer.ts';
import { matches } from '../list/matching/matches.ts';
import { invitations } from '../testing/arbitrary-rows.ts';
import { loadContract } from '../testing/load-contract.ts';
import { listRangeCandidates } from './list-range-candidates.ts';
import type { Candidate } from './range.ts';

const contract = loadContract('pyng');

function selectBy({ conditions }: Candidate, items: readonly Item[]): readonly Item[] {
  return items.filter((item) => conditions.every((condition) => matches(item, condition, contract) === true));
}

function at(minute: number, index: number): Item {
  return { customerReference: `c-${index}`, invitedAt: minute * 60_000 };
}

describe('listRangeCandidates', () => {
  it('knows exactly which of the rows each range holds: a handful, and none at either end of what is known', () => {
    fc.assert(
      fc.property(invitations, (items) => {
        const times = items.map(({ invitedAt }) => Number(invitedAt ?? Number.NaN)).filter((time) => time >= 0);
        for (const candidate of listRangeCandidates(contract, items)) {
          const found = candidate.items.map(({ customerReference }) => customerReference);
          const expected = selectBy(candidate, items).map(({ customerReference }) => customerReference);
          expect([...found].sort()).toEqual([...expected].sort());
          expect(found.length).toBeGreaterThanOrEqual(6);
          expect(found.length).toBeLessThanOrEqual(40);
          expect(candidate.items.map(({ invitedAt }) => invitedAt)).not.toContain(Math.min(...times));
          expect(candidate.items.map(({ invitedAt }) => invitedAt)).not.toContain(Math.max(...times));
        }
      }),
    );
  });

  it('offers a short and a longer range from each place', () => {
    const items = Array.from({ length: 30 }, (_, index) => at(index, index));
    const sizes = listRangeCandidates(contract, items).map((candidate) => candidate.items.length);
    expect(sizes.slice(0, 2)).toEqual([6, 12]);
    expect(new Set(sizes)).toEqual(new Set([6, 12]));
  });

  it('has nothing to offer where too few rows are known, or too many share a time', () => {
    expect(listRangeCandidates(contract, [])).toEqual([]);
    expect(
      listRangeCandidates(
        contract,
        Array.from({ length: 7 }, (_, index) => at(index, index)),
      ),
    ).toEqual([]);
    const crowded = Array.from({ length: 50 }, (_, index) => at(index === 0 ? 0 : index === 49 ? 2 : 1, index));
    expect(listRangeCandidates(contract, crowded)).toEqual([]);
  });

  it('has nothing to offer for a contract without bounds', () => {
    expect(listRangeCandidates(loadContract('devdraft'), [{ id: 'a' }])).toEqual([]);
  });
});
