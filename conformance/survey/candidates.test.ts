import { describe, expect, it } from '@jest/globals';
import { fc } from '../../src/testing/properties.ts';
import type { Item } from '../list/answer.ts';
import { matches } from '../list/conditions.ts';
import type { Condition } from '../list/query.ts';
import { createFakeList, type FakeList, loadContract } from '../testing/fake-list.ts';
import {
  listCandidates,
  listRangeCandidates,
  listSingleCandidates,
  listValueCandidates,
  scoreRows,
} from './candidates.ts';
import { narrowDown } from './narrowing.ts';
import type { Candidate } from './ranges.ts';

/** Rows of a list with bounds for `invitedAt`: few times, so that there are ties, and some rows without one. */
const invitations: fc.Arbitrary<readonly Item[]> = fc
  .array(
    fc.record({
      minute: fc.option(fc.integer({ min: 0, max: 40 }), { nil: null }),
      state: fc.constantFrom('invited', 'linked', 'of another kind'),
    }),
    { maxLength: 120 },
  )
  .map((rows) =>
    rows.map(({ minute, state }, index) => ({
      customerReference: `c-${index}`,
      state,
      invitedAt: minute === null ? null : minute * 60_000,
    })),
  );

describe('list candidates', () => {
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
      const [first, ...rest] = names(101);
      expect(first).toBe('invitedFrom&invitedTo');
      expect(rest.filter((name) => name === 'invitedFrom&invitedTo')).toHaveLength(3);
      expect(names(101)).toContain('state');
      expect(names(101).length).toBeLessThanOrEqual(8);
    });

    it('offers first what has most to show where all rows are known', () => {
      const scores = listCandidates(contract, tied).map((candidate) => scoreRows(candidate.items, contract));
      expect(scores.length).toBeGreaterThan(4);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
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
});

describe('list value candidates', () => {
  const contract = loadContract('pyng');

  function write({ conditions, items }: Candidate): string {
    return `${conditions.map(({ name, value }) => `${name}=${value}`).join('&')}: ${items.length}`;
  }

  describe('listValueCandidates', () => {
    it('knows exactly which of the rows meet each combination', () => {
      fc.assert(
        fc.property(invitations, (items) => {
          const sample = items.slice(0, 100);
          for (const { conditions, items: found } of listValueCandidates(contract, items)) {
            const expected = sample.filter((item) => conditions.every((one) => matches(item, one, contract) === true));
            expect(new Set(found)).toEqual(new Set(expected));
            expect(found.length).toBeGreaterThan(0);
          }
        }),
      );
    });

    it('combines filters with others, never with themselves', () => {
      const customers = loadContract('devdraft');
      const items = [
        { status: 'ACTIVE', first_name: 'Al', email: 'al@x.test' },
        { status: 'ACTIVE', first_name: 'Bo', email: null },
        { status: 'BLACKLISTED', first_name: 'Al', email: null },
      ];
      const pairs = listValueCandidates(customers, items).filter(({ conditions }) => conditions.length === 2);
      expect(pairs.map(write).sort()).toEqual(
        [
          'name=Al&email=al@x.test: 1',
          'status=ACTIVE&email=al@x.test: 1',
          'status=ACTIVE&name=Al: 1',
          'status=ACTIVE&name=Bo: 1',
          'name=Al&status=BLACKLISTED: 1',
        ].sort(),
      );
    });
  });

  describe('listSingleCandidates', () => {
    it('offers each value, of a text that is searched for its parts the start of it, too', () => {
      const customers = loadContract('devdraft');
      const items = [
        { status: 'ACTIVE', first_name: 'Johanna' },
        { status: 'ACTIVE', first_name: 'John' },
      ];
      expect(listSingleCandidates(customers, items).map(write)).toEqual([
        'status=ACTIVE: 2',
        'name=Johanna: 1',
        'name=Joh: 2',
        'name=Jo: 2',
        'name=John: 1',
      ]);
    });

    it('offers each value of a field with both bounds as both of them', () => {
      const invitedAt = 1_767_225_600_000;
      expect(listSingleCandidates(contract, [{ invitedAt }]).map(write)).toEqual([
        `invitedFrom=${invitedAt}&invitedTo=${invitedAt}: 1`,
      ]);
    });

    it('looks at so many rows and no more', () => {
      const items = Array.from({ length: 300 }, (_, index) => ({ state: index < 100 ? 'linked' : 'invited' }));
      expect(listSingleCandidates(contract, items).map(write)).toEqual(['state=linked: 100']);
    });
  });
});

describe('list range candidates', () => {
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
});

describe('score rows', () => {
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
      expect(
        scoreRows(
          rows(apart, () => ({ email: null })),
          contract,
        ),
      ).toBe(plain);
    });
  });
});

describe('narrowing', () => {
  const contract = loadContract('wingback');

  /** Rows whose filters carve only together: each value of one is in very many rows. */
  function createRows(length: number): readonly Item[] {
    return Array.from({ length }, (_, index) => ({
      id: `c-${index}`,
      status: ['active', 'archived'][index % 2] ?? '',
      contracts: [{ plan_id: ['free', 'pro', 'team'][index % 3] ?? '' }],
      customer_reference: `ref-${index}`,
      metadata: { [`m${index % 7}`]: 'x' },
    }));
  }

  function narrow(list: FakeList, maxRequests = 12): ReturnType<typeof narrowDown> {
    const start = { items: list.items.slice(0, 100), total: list.items.length, pageSize: 100 };
    return narrowDown(list, start, maxRequests);
  }

  describe('narrowDown', () => {
    it('adds conditions until a handful of rows is left', async () => {
      const list = createFakeList(contract, createRows(1000));
      const found = await narrow(list);
      expect(found?.page.total).toBeGreaterThanOrEqual(6);
      expect(found?.page.total).toBeLessThanOrEqual(60);
      expect(found?.query.conditions.length).toBeGreaterThan(1);
      expect(new Set(found?.query.conditions.map(({ filter }) => filter)).size).toBe(found?.query.conditions.length);
    });

    it('is content with one condition where that does', async () => {
      const list = createFakeList(contract, createRows(140));
      expect((await narrow(list))?.query.conditions.map(({ name }) => name)).toEqual(['metadata[0]']);
      expect(list.queries).toHaveLength(1);
    });

    it('asks no more often than it may, and never the same again', async () => {
      const list = createFakeList(contract, createRows(10_000));
      expect(await narrow(list, 3)).toBeUndefined();
      const asked = list.queries.map(({ conditions }) =>
        JSON.stringify(conditions.map(({ name, value }) => [name, value])),
      );
      expect(asked).toHaveLength(3);
      expect(new Set(asked).size).toBe(3);
    });

    it('gives up where all rows are alike, or every value is in one row only', async () => {
      const alike = Array.from({ length: 500 }, (_, index) => ({ id: `c-${index}`, status: 'active' }));
      expect(await narrow(createFakeList(contract, alike))).toBeUndefined();
      const list = createFakeList(contract, alike);
      await narrow(list);
      // The first value of an identifying filter tells that its others are as rare.
      expect(list.queries.length).toBeLessThanOrEqual(2);
    });

    it('does not insist on a filter that the target ignores', async () => {
      const ignoring = (item: Item, condition: Condition): boolean => {
        return condition.filter.parameter === 'metadata' || matches(item, condition, contract) === true;
      };
      const list = createFakeList(contract, createRows(120), { matches: ignoring });
      const found = await narrow(list);
      const asked = list.queries.map(({ conditions }) =>
        conditions.map(({ name, value }) => `${name}=${value}`).join('&'),
      );
      expect(asked.filter((query) => query.startsWith('metadata')).length).toBeGreaterThan(1);
      expect(new Set(asked).size).toBe(asked.length);
      expect(found?.query.conditions.map(({ name }) => name)).toEqual(['plan']);
    });

    it('passes over what the target refuses', async () => {
      const statusOf = ({ conditions }: { readonly conditions: readonly { readonly name: string }[] }): number => {
        return conditions.some(({ name }) => name === 'status') ? 400 : 200;
      };
      const found = await narrow(createFakeList(contract, createRows(300), { statusOf }));
      expect(found?.query.conditions.map(({ name }) => name)).not.toContain('status');
      expect(found?.page.total).toBeLessThanOrEqual(60);
    });
  });
});
