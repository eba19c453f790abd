import { describe, expect, it } from '@jest/globals';
import type { Contract } from '../../../src/contract/contract.ts';
import { fc } from '../../../src/testing/properties.ts';
import { createLedger, type Findings } from '../../ledger/create-ledger.ts';
import { hasPage, type Item } from '../../list/answer.ts';
import { createAnswer } from '../../testing/create-answer.ts';
import { loadContract } from '../../testing/load-contract.ts';
import { judgeOrder } from './judge-order.ts';

const newestFirst = loadContract('pyng');
const oldestFirst = loadContract('wingback');

function judge(contract: Contract, items: readonly Item[], pageCount = 1): Findings {
  const id = contract === newestFirst ? 'order.default.invitedAt' : 'order.default.created';
  const ledger = createLedger([{ id }]);
  const body = contract === newestFirst ? { data: { items: [] } } : { hits: [] };
  const pages = Array.from({ length: pageCount }, () => createAnswer(contract, { body })).filter(hasPage);
  judgeOrder(contract, ledger, { items, pages });
  return ledger.read(id);
}

function invited(...times: readonly (number | null)[]): readonly Item[] {
  return times.map((invitedAt, index) => ({ customerReference: `c-${index}`, invitedAt }));
}

describe('judgeOrder', () => {
  it('names the first row that comes too late, and shows the two values', () => {
    const { violations, exercised } = judge(newestFirst, invited(9, 7, 8, 10));
    expect(exercised.size).toBe(0);
    expect(violations).toEqual([
      {
        summary: 'the row c-2 comes after c-1',
        expected: 'invitedAt, descending',
        received: [7, 8],
        answers: expect.any(Array),
      },
    ]);
  });

  it('compares times as points in time, in the direction of the contract', () => {
    const created = (...times: readonly string[]): readonly Item[] =>
      times.map((time) => ({ id: time, created: time }));
    const rising = created('2026-01-01T03:00:00+02:00', '2026-01-01T02:00:00Z');
    expect(judge(oldestFirst, rising).exercised.size).toBe(1);
    expect(judge(oldestFirst, [...rising].reverse()).violations[0]?.expected).toBe('created, ascending');
  });

  it('lets rows share a value, and nulls stand anywhere', () => {
    expect(judge(newestFirst, invited(2, 2, 1)).violationCount).toBe(0);
    const created = [null, '2026-01-01T00:00:00Z', null].map((time, index) => ({ id: String(index), created: time }));
    expect(judge(oldestFirst, created).violationCount).toBe(0);
  });

  it('tells walks from pages', () => {
    expect(judge(newestFirst, invited(2, 1), 1).exercised).toEqual(new Map([['pages', 1]]));
    expect(judge(newestFirst, invited(2, 1), 2).exercised).toEqual(new Map([['walks', 1]]));
  });

  it('says nothing of fewer than two rows', () => {
    for (const items of [[], invited(1)]) {
      expect(judge(newestFirst, items)).toMatchObject({ exercised: new Map(), violationCount: 0 });
    }
  });

  it('accuses exactly those rows that rise, wherever nulls stand', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(4), { nil: null }), { minLength: 2 }), (times) => {
        const rises = times.some((time, index) => {
          const before = times[index - 1] ?? null;
          return time !== null && before !== null && before < time;
        });
        expect(judge(newestFirst, invited(...times)).violationCount).toBe(rises ? 1 : 0);
      }),
    );
  });
});
