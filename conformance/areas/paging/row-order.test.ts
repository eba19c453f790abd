import { describe, expect, it } from '@jest/globals';
import type { Contract, Field, ValueKind } from '../../../src/contract/contract.ts';
import { fc } from '../../../src/testing/properties.ts';
import { createLedger, type Findings } from '../../ledger.ts';
import { hasPage, type Item } from '../../list/answer.ts';
import { createAnswer, loadContract } from '../../testing/fake-list.ts';
import { findDisorder, judgeOrder } from './row-order.ts';

describe('find disorder', () => {
  function fieldOf(name: string, kind: ValueKind): Field {
    return { name, path: [name], kind, schema: {} };
  }

  const name = fieldOf('name', 'string');
  const size = fieldOf('size', 'number');
  const at = fieldOf('at', 'instant');

  function sizes(...values: readonly (number | null)[]): readonly Item[] {
    return values.map((value) => ({ size: value }));
  }

  function names(...values: readonly string[]): readonly Item[] {
    return values.map((value) => ({ name: value }));
  }

  const textOf = (item: Item): string => String(item['name']);

  describe('findDisorder', () => {
    it('gives the first pair that stands the wrong way round', () => {
      expect(findDisorder(sizes(1, 2, 2, 5, 4, 3), size, 1)).toEqual([5, 4]);
      expect(findDisorder(sizes(5, 4, 4, 1, 2), size, -1)).toEqual([1, 2]);
      expect(findDisorder(sizes(9, 10), size, 1)).toBeUndefined();
    });

    it('compares times as points in time', () => {
      const items = [{ at: '2026-01-01T01:00:00+02:00' }, { at: '2026-01-01T00:00:00Z' }];
      expect(findDisorder(items, at, 1)).toBeUndefined();
      expect(findDisorder(items, at, -1)).toBeDefined();
    });

    it.each<[string, readonly (number | null)[], boolean]>([
      ['before all values', [null, null, 1, 2], true],
      ['behind all values', [1, 2, null, null], true],
      ['alone', [null, null], true],
      ['amid values', [1, null, 2], false],
      ['at both ends', [null, 1, null], false],
    ])('lets nulls stand together: %s', (_, values, isFine) => {
      expect(findDisorder(sizes(...values), size, 1) === undefined).toBe(isFine);
    });

    it.each<[string, readonly string[]]>([
      ['by code', ['B', 'B', 'a', '😀', '～']],
      ['by bytes', ['B', 'B', 'a', '～', '😀']],
      ['in small letters', ['a_', 'AB', 'z', 'é']],
      ['in capitals', ['ab', 'A_', 'z', 'é']],
      ['as a dictionary does', ['cote', 'Coté', 'été', 'zebra']],
      ['without regard for spaces and hyphens', ['delano', 'de Luca', 'de-lucas', 'delucb']],
    ])('takes any usual order of texts: %s', (_, values) => {
      expect(findDisorder(names(...values), name, 1)).toBeUndefined();
      expect(findDisorder(names(...values.toReversed()), name, -1)).toBeUndefined();
    });

    it('wants one order of texts throughout', () => {
      // By code as far as the second, without regard for case from there on.
      expect(findDisorder(names('B', 'a', 'C'), name, 1)).toBeDefined();
    });

    it.each<[string, readonly string[]]>([
      ['dates', ['2024-01-02T00:00:00Z', '2024-03-01', '2025-01-01']],
      ['numbers behind a word', ['Person 11', 'Person 12', 'Person 27']],
      ['ids', ['Cust_0a1', 'Cust_0b2', 'Cust_1c3']],
      ['words', ['Percy', 'Perry', 'Person']],
    ])('tells the direction of texts that begin alike: %s', (_, values) => {
      expect(findDisorder(names(...values), name, 1)).toBeUndefined();
      expect(findDisorder(names(...values), name, -1)).toBeDefined();
    });

    it.each<[string, readonly string[]]>([
      ['numbers in texts by their value', ['Person 2', 'Person 10']],
      ['numbers in texts by their value', ['v1.9', 'v1.10']],
      ['ch behind all of c', ['cukr', 'chata', 'den']],
      ['aa behind z', ['zebra', 'aalborg']],
    ])('takes %s: %j', (_, values) => {
      expect(findDisorder(names(...values), name, 1)).toBeUndefined();
    });

    it('compares only rows that share another value, and those stand together', () => {
      const items = [
        { name: 'a', size: 1 },
        { name: 'a', size: 9 },
        { name: 'b', size: 2 },
        { name: 'b', size: 3 },
      ];
      expect(findDisorder(items, size, 1)).toEqual([9, 2]);
      expect(findDisorder(items, size, 1, name)).toBeUndefined();
      expect(findDisorder(items, size, -1, name)).toEqual([1, 9]);
    });

    it('accuses numbers exactly when they are not sorted', () => {
      fc.assert(
        fc.property(
          fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 8 }),
          fc.constantFrom(1, -1),
          (values, to) => {
            const isSorted = values.every(
              (value, index) => index === 0 || to * (value - (values[index - 1] ?? 0)) >= 0,
            );
            expect(findDisorder(sizes(...values), size, to as 1 | -1) === undefined).toBe(isSorted);
          },
        ),
      );
    });

    it('accepts texts that are sorted in a usual way, in either direction', () => {
      const orders: readonly ((one: string, other: string) => number)[] = [
        (one, other) => (one === other ? 0 : one < other ? -1 : 1),
        (one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)),
        new Intl.Collator('en').compare,
      ];
      fc.assert(
        fc.property(
          fc.array(fc.stringMatching(/^[a-dA-D_é -]{0,4}$/), { maxLength: 8 }),
          fc.constantFrom(...orders),
          fc.constantFrom(1, -1),
          (values, compare, to) => {
            const items = names(...values).toSorted((one, other) => to * compare(textOf(one), textOf(other)));
            expect(findDisorder(items, name, to as 1 | -1)).toBeUndefined();
          },
        ),
      );
    });
  });
});

describe('judge order', () => {
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
          summary: 'row c-2 comes after row c-1',
          expected: 'invitedAt descending',
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
      expect(judge(oldestFirst, [...rising].reverse()).violations[0]?.expected).toBe('created ascending');
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
});
