import { describe, expect, it } from '@jest/globals';
import type { Item } from '../list/answer.ts';
import { loadContract } from '../testing/load-contract.ts';
import { listCandidates } from './list-candidates.ts';

const contract = loadContract('pyng');

const items: readonly Item[] = Array.from({ length: 100 }, (_, index) => ({
  customerReference: `c-${index}`,
  state: index % 10 === 0 ? 'invited' : 'linked',
  invitedAt: (index < 50 ? index : index + 20) * 60_000,
}));
const tied = items.map((item, index) =>
  index >= 40 && index < 44 ? { ...item, invitedAt: items[40]?.['invitedAt'] ?? null } : item,
);

function names(total?: number, rows: readonly Item[] = items): readonly string[] {
  return listCandidates(contract, rows, total).map(({ conditions }) => conditions.map(({ name }) => name).join('&'));
}

describe('listCandidates', () => {
  it('offers a few ranges first, then values that few enough rows have', () => {
    const [first, ...rest] = names();
    expect(first).toBe('invitedFrom&invitedTo');
    expect(rest.filter((name) => name === 'invitedFrom&invitedTo')).toHaveLength(3);
    expect(names()).toContain('state');
    expect(names().length).toBeLessThanOrEqual(8);
  });

  it('reckons with all rows, not only with those that are known', () => {
    const states = (total: number): readonly string[] => {
      const candidates = listCandidates(contract, items, total);
      return candidates.flatMap(({ conditions: [one] }) => (one?.name === 'state' ? [one.value] : []));
    };
    expect(states(100)).toEqual(['invited']);
    expect(states(100_000)).toEqual([]);
  });

  it('offers the range first that has most to show', () => {
    const [first] = listCandidates(contract, tied);
    const times = first?.items.map(({ invitedAt }) => invitedAt) ?? [];
    expect(times.filter((time) => time === items[40]?.['invitedAt'])).toHaveLength(4);
  });

  it('has nothing to offer where nothing is known', () => {
    expect(names(undefined, [])).toEqual([]);
    expect(names(1000, [])).toEqual([]);
  });
});
