import { describe, expect, it } from '@jest/globals';
import type { Contract } from '../../../src/contract/contract.ts';
import { fc } from '../../../src/testing/properties.ts';
import { createLedger, type OpenLedger } from '../../ledger.ts';
import { hasPage, type Item, type PageAnswer } from '../../list/answer.ts';
import { EVERYTHING } from '../../list/query.ts';
import type { Walk } from '../../list/walk.ts';
import type { Window } from '../../survey/window.ts';
import { createAnswer, loadContract } from '../../testing/fake-list.ts';
import { compareWalk, judgeLength, type WalkIds } from './walk-comparison.ts';
import { chooseSizes } from './walks.ts';

describe('compare walk', () => {
  const contract = loadContract('pyng');

  const ON: WalkIds = {
    complete: 'complete',
    unique: 'unique',
    terminates: 'terminates',
    order: 'order',
    ties: 'ties',
  };

  /** `b2` and `c2.1` are rows of the time 2. */
  function timeOf(id: string): number {
    return Number(id.slice(1).split('.')[0]);
  }

  function row(id: string): Item {
    return { customerReference: id, invitedAt: timeOf(id) };
  }

  function pageOf(ids: readonly string[]): PageAnswer {
    const answer = createAnswer(contract, { body: { data: { items: ids.map(row) } } });
    if (!hasPage(answer)) throw new Error('these are rows');
    return answer;
  }

  /** A walk that read these pages one after the other. */
  function walkOf(pages: readonly string[], parts: Partial<Walk> = {}): Walk {
    const read = pages.map((page) => pageOf(page.split(' ').filter((id) => id !== '')));
    const ordered = parts.towards === 'previous' ? [...read].reverse() : read;
    return {
      query: { conditions: [], limit: 2 },
      towards: 'next',
      pages: read,
      ids: ordered.flatMap(({ page }) => page.ids),
      items: ordered.flatMap(({ page }) => page.items),
      ended: 'end',
      ...parts,
    };
  }

  function windowOf(ids: string, closed = true): Window {
    const page = pageOf(ids === '' ? [] : ids.split(' '));
    return {
      query: { conditions: [] },
      closed,
      items: page.page.items,
      ids: page.page.ids,
      total: undefined,
      pages: [page],
      ended: closed ? 'end' : 'cap',
      reread: async () => true,
    };
  }

  function compare(walk: Walk, window: Window, ids: WalkIds = ON): OpenLedger {
    const ledger = createLedger(['complete', 'unique', 'terminates', 'order', 'ties'].map((id) => ({ id })));
    compareWalk(contract, ledger, walk, window, ids);
    return ledger;
  }

  function summaries(ledger: OpenLedger, id: string): readonly string[] {
    return ledger.read(id).violations.map(({ summary }) => summary);
  }

  const window = windowOf('a5 b4 c3 d3 e2 f1');

  describe('compareWalk', () => {
    it('has nothing against all rows in order', () => {
      const ledger = compare(walkOf(['a5 b4', 'c3 d3', 'e2 f1']), window);
      expect(ledger.violated.size).toBe(0);
      expect([...ledger.touched].sort()).toEqual(['complete', 'order', 'terminates', 'unique']);
      expect(ledger.read('complete').exercised).toEqual(new Map([['walks of several pages', 1]]));
    });

    it('learns nothing from a single page', () => {
      expect(compare(walkOf(['a5 b4 c3 d3 e2 f1']), window).touched.size).toBe(0);
    });

    it.each<[string, readonly string[], readonly string[], string, string]>([
      ['a row is lost', ['a5 c3', 'd3 e2', 'f1'], ['complete'], 'complete', 'misses 1 row, such as b4'],
      [
        'there is one more',
        ['a5 b4', 'c3 d3', 'x2 e2', 'f1'],
        ['complete'],
        'complete',
        'returns 1 row too many, such as x2',
      ],
      ['one comes twice', ['a5 b4', 'b4 c3', 'd3 e2', 'f1'], ['unique'], 'unique', 'returns 1 row twice, such as b4'],
      [
        'two change places',
        ['b4 a5', 'c3 d3', 'e2 f1'],
        ['order'],
        'order',
        'returns the rows in another order from a5 on',
      ],
      [
        'a row of the same time as another is lost between pages',
        ['a5 b4 c3', 'e2 f1'],
        ['complete', 'ties'],
        'ties',
        'misses row d3, whose sort keys are equal to those of the row across a page boundary',
      ],
      [
        'a row of the same time as another comes twice',
        ['a5 b4 c3', 'c3 d3 e2', 'f1'],
        ['ties', 'unique'],
        'ties',
        'repeats row c3, whose sort keys are equal to those of the row across a page boundary',
      ],
    ])('tells when %s', (_, pages, violated, id, summary) => {
      const ledger = compare(walkOf(pages), window);
      expect([...ledger.violated].sort()).toEqual(violated);
      expect(summaries(ledger, id)).toEqual([`a walk forward in pages of 2 ${summary}`]);
      expect(ledger.read(id).violations[0]?.answers).toHaveLength(pages.length);
    });

    it('lets rows of one time change places, as long as such rows stand together', () => {
      expect(compare(walkOf(['a5 b4', 'd3 c3', 'e2 f1']), window).violated.size).toBe(0);
      const torn = windowOf('a3 b4 c3');
      expect([...compare(walkOf(['a3 b4', 'c3']), torn).violated]).toEqual([]);
      expect([...compare(walkOf(['c3 b4', 'a3']), torn).violated]).toEqual(['order']);
    });

    it('has tied rows tested only where a page ends amid them', () => {
      expect(compare(walkOf(['a5 b4', 'c3 d3', 'e2 f1']), window).touched).not.toContain('ties');
      expect(compare(walkOf(['a5 b4 c3', 'd3 e2 f1']), window).read('ties').exercised.size).toBe(1);
      const back = walkOf(['d3 e2 f1', 'a5 b4 c3'], { towards: 'previous' });
      expect(compare(back, window).read('ties').exercised.size).toBe(1);
      expect(compare(walkOf(['e2 f1', 'c3 d3', 'a5 b4'], { towards: 'previous' }), window).touched).not.toContain(
        'ties',
      );
    });

    it('takes for repetitions and ends what has no requirement of its own', () => {
      const ledger = compare(walkOf(['a5 b4', 'b4 c3', 'd3 e2 f1']), window, { complete: 'complete' });
      expect([...ledger.touched]).toEqual(['complete']);
      expect(summaries(ledger, 'complete')).toEqual(['a walk forward in pages of 2 returns 1 row twice, such as b4']);
      const back = walkOf(['e2 f1'], { towards: 'previous', ended: 'loop', last: pageOf(['e2', 'f1']) });
      expect(summaries(compare(back, window, { complete: 'complete' }), 'complete')).toEqual([
        'a walk backward in pages of 2 returns to an earlier page after 1 page',
      ]);
    });

    it.each<[string, Partial<Walk>, string]>([
      [
        'is refused a page',
        { ended: 'broken', last: createAnswer(contract, { status: 500 }) },
        'ends in status 500 or an invalid link after 2 pages',
      ],
      ['runs in circles', { ended: 'loop', last: pageOf(['a5', 'b4']) }, 'returns to an earlier page after 2 pages'],
    ])('of a walk that %s, says no more than that', (_, parts, summary) => {
      const ledger = compare(walkOf(['a5 b4', 'c3 d3'], parts), window);
      expect([...ledger.touched]).toEqual(['terminates']);
      expect(summaries(ledger, 'terminates')).toEqual([`a walk forward in pages of 2 ${summary}`]);
      expect(ledger.read('terminates').violations[0]?.answers.at(-1)).toBe(parts.last);
    });

    it('wants an end once all rows have come, and not before', () => {
      const endless = walkOf(['a5 b4 c3', 'd3 e2 f1', ''], { ended: 'cap' });
      expect(summaries(compare(endless, window), 'terminates')).toEqual([
        'a walk forward in pages of 2 does not end after all rows, in 3 pages',
      ]);
      expect(compare(walkOf(['', ''], { ended: 'cap' }), windowOf('')).violated.size).toBe(0);
      const cut = walkOf(['a5 b4 c3', 'd3 e2 f1'], { ended: 'cap' });
      expect(compare(cut, window).touched).not.toContain('terminates');
    });

    it('claims no more of a walk that was cut short, or the start of a longer list, than that shows', () => {
      const start = windowOf('a5 b4 c3 d3 e2 f1', false);
      // The row of the same time as the last one may stand behind it.
      expect(compare(walkOf(['a5 b4', 'd3'], { ended: 'cap' }), window).violated.size).toBe(0);
      expect([...compare(walkOf(['a5 b4', 'e2'], { ended: 'cap' }), window).violated]).toEqual(['complete']);
      expect(compare(walkOf(['a5 b4 c3', 'd3 e2 f1', 'g0']), start).violated.size).toBe(0);
      expect([...compare(walkOf(['a5 c3', 'd3 e2 f1', 'g0'], { ended: 'cap' }), start).violated]).toEqual(['complete']);
    });

    it('accuses no walk that shows all rows in an order that the contract allows, and every one that loses a row', () => {
      const rows = fc
        .array(fc.nat(6), { minLength: 3, maxLength: 20 })
        .map((times) => times.toSorted((a, b) => b - a).map((time, index) => `r${time}.${index}`));
      const cut = (ids: readonly string[], size: number): readonly string[] =>
        ids.flatMap((_, index) => (index % size === 0 ? [ids.slice(index, index + size).join(' ')] : []));
      fc.assert(
        fc.property(rows, fc.integer({ min: 1, max: 5 }), fc.nat(), fc.boolean(), (ids, size, seed, isBack) => {
          const known = windowOf(ids.join(' '));
          const swapped = ids.toReversed().toSorted((a, b) => timeOf(b) - timeOf(a));
          const walk = (shown: readonly string[]): Walk => {
            const pages = cut(shown, size);
            return walkOf(isBack ? pages.toReversed() : pages, { towards: isBack ? 'previous' : 'next' });
          };
          expect(compare(walk(swapped), known).violated.size).toBe(0);
          const lost = ids[seed % ids.length];
          expect(compare(walk(ids.filter((id) => id !== lost)), known).violated).toContain('complete');
        }),
      );
    });
  });
});

describe('judge length', () => {
  function judge(shown: readonly string[], limit?: number): readonly string[] {
    const ledger = createLedger([{ id: 'walk.complete' }]);
    const query = limit === undefined ? EVERYTHING : { ...EVERYTHING, limit };
    judgeLength(
      ledger,
      { query, towards: 'next', ids: shown, pages: [] } as unknown as Walk,
      { ids: ['a', 'b', 'c'] } as unknown as Window,
    );
    return ledger.read('walk.complete').violations.map(({ summary }) => summary);
  }

  describe('judgeLength', () => {
    it('is about walks that end before they have shown as many rows as are known', () => {
      expect(judge(['a', 'b'], 2)).toEqual(['a walk forward in pages of 2 ends after 2 of 3 rows']);
      expect(judge([])).toEqual(['a walk forward without a page size ends after 0 of 3 rows']);
    });

    it('says nothing of those that show as many, or more', () => {
      expect(judge(['a', 'b', 'c'])).toEqual([]);
      expect(judge(['a', 'b', 'c', 'd'], 2)).toEqual([]);
    });
  });
});

describe('choose sizes', () => {
  const contract = loadContract('pyng');

  /** Sizes for rows with these times, one after the other. */
  function choose(times: readonly number[], maximum = 100): readonly number[] {
    const items = times.map((invitedAt, index) => ({ customerReference: `c-${index}`, invitedAt }));
    const limit = { ...contract.page.limit, maximum };
    const limited = { ...contract, page: { ...contract.page, limit } } as Contract;
    return chooseSizes(limited, { items, ids: items.map(({ customerReference }) => customerReference) });
  }

  /** Whether some page of this size, but the last, ends between rows of one time. */
  function splits(times: readonly number[], size: number): boolean {
    return times.some((time, index) => index > 0 && index % size === 0 && times[index - 1] === time);
  }

  const apart = Array.from({ length: 12 }, (_, index) => 12 - index);

  describe('chooseSizes', () => {
    it('tries what just misses the count and what just holds it, one that divides it, and small pages', () => {
      expect(choose(apart)).toEqual([11, 12, 13, 3, 4]);
      expect(choose([3, 2, 1])).toEqual([2, 3, 4, 1]);
      expect(choose([1])).toEqual([1, 2, 3]);
      expect(choose([])).toEqual([1, 3, 2]);
    });

    it('tries the sizes at which pages end amid rows of one time', () => {
      // Between the 5th and the 6th, and the 10th and the 11th: pages of 5 end in both, and pages of 10 in one.
      const times = apart.with(5, apart[4] ?? 0).with(10, apart[9] ?? 0);
      const sizes = choose(times);
      expect([splits(times, 5), splits(times, 10), splits(times, 3)]).toEqual([true, true, false]);
      expect(sizes).toEqual(expect.arrayContaining([5, 10]));
      expect(choose(apart)).not.toContain(5);
    });

    it('tries the largest such size as well, as the best ones may take too many pages', () => {
      // After the 9th row there is no other size; 2, 4 and 3 split more ties.
      const times = [2, 4, 6, 8, 9].reduce((found, index) => found.with(index, found[index - 1] ?? 0), apart);
      expect(choose(times)).toContain(9);
    });

    it('stays below what the contract allows', () => {
      expect(choose(apart, 11)).not.toContain(12);
      expect(choose(apart, 11)).toContain(11);
      expect(choose(apart, 2)).toEqual([2]);
    });

    it('gives every size once, few enough pages altogether, and one amid tied rows where a large one is', () => {
      fc.assert(
        fc.property(fc.array(fc.nat(15), { minLength: 2, maxLength: 40 }), (unsorted) => {
          const times = unsorted.toSorted((one, other) => other - one);
          const sizes = choose(times);
          expect(new Set(sizes).size).toBe(sizes.length);
          expect(sizes.reduce((sum, size) => sum + Math.ceil(times.length / size), 0)).toBeLessThanOrEqual(17);
          expect(sizes.every((size) => Number.isInteger(size) && size > 0)).toBe(true);
          const large = times.findIndex((time, index) => index >= times.length / 3 && times[index - 1] === time);
          if (large >= 2 && large < times.length) expect(sizes.some((size) => splits(times, size))).toBe(true);
        }),
      );
    });
  });
});
