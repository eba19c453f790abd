import { describe, expect, it } from '@jest/globals';
import type { Contract } from '../../../src/contract/contract.ts';
import { fc } from '../../../src/testing/properties.ts';
import type { CheckContext } from '../../check.ts';
import { createLedger, type OpenLedger } from '../../ledger.ts';
import type { Item } from '../../list/answer.ts';
import type { ListClient } from '../../list/client.ts';
import { type Condition, EVERYTHING } from '../../list/query.ts';
import type { Survey } from '../../survey/survey.ts';
import { createFakeList, type FakeListOptions, loadContract } from '../../testing/fake-list.ts';
import { areInverted, tryCase } from './case-trial.ts';
import type { Base, FilterCase } from './cases.ts';
import { listCertainFilters } from './requirements.ts';

/** The largest size that will do, always. */
const design = { sizes: { choose: (_: string, __: number, most: number): number => most } };

describe('try case', () => {
  const contract = loadContract('devdraft');
  const bounded = loadContract('pyng');

  function condition(parameter: string, value: string, { filters }: Contract = contract): Condition {
    const filter = filters.find((one) => one.parameter === parameter);
    if (filter === undefined) throw new Error(`there is a filter ${parameter}`);
    return { filter, name: parameter, value };
  }

  const active = condition('status', 'ACTIVE');
  const ada: Item = { id: 'a', status: 'ACTIVE', first_name: 'Ada', email: 'a@x.test' };
  const bob: Item = { id: 'b', status: 'ACTIVE', first_name: 'Bob', email: 'b@x.test' };
  const cay: Item = { id: 'c', status: 'BLACKLISTED', first_name: 'Cay', email: 'c@x.test' };
  const rows = [ada, bob, cay];

  const IDS = ['filter.status.all-matching', 'filter.status.case', 'walk.unique', 'total.counts', 'filters.subset'];

  interface Trial extends FakeListOptions {
    readonly one?: Partial<FilterCase>;
    readonly base?: Partial<Base>;
    /** What the list holds; the known rows by default. */
    readonly held?: readonly Item[];
    readonly pageSize?: number;
    /** Between the fake list and the case. */
    readonly through?: (list: ListClient) => ListClient;
  }

  /** Tries the case of all active rows, but for what is said. */
  async function attempt({
    one,
    base,
    held = rows,
    pageSize = 2,
    through,
    ...options
  }: Trial = {}): Promise<OpenLedger> {
    const list = createFakeList(contract, held, options);
    const ledger = createLedger(IDS.map((id) => ({ id })));
    const context = {
      contract,
      list: through?.(list) ?? list,
      survey: { pageSize, head: { items: [] } },
      design,
    } as unknown as CheckContext;
    const known = { query: EVERYTHING, rows: () => rows, closed: true, ...base };
    await tryCase(context, ledger, known, { shows: 'all-matching', conditions: [active], ...one });
    return ledger;
  }

  function summaries(ledger: OpenLedger, id: string): readonly string[] {
    return ledger.read(id).violations.map(({ summary }) => summary);
  }

  /** A filter that does nothing where a row is one of these, or hides them. */
  const except = (shown: readonly Item[], hidden: readonly Item[] = []): FakeListOptions => ({
    matches: (item, { value }) => !hidden.includes(item) && (shown.includes(item) || item['status'] === value),
  });

  describe('tryCase', () => {
    it('has nothing against all rows that match, and says what it learned', async () => {
      const ledger = await attempt();
      expect(ledger.violated.size).toBe(0);
      expect(Object.fromEntries([...ledger.touched].map((id) => [id, [...ledger.read(id).exercised.keys()]]))).toEqual({
        'filter.status.all-matching': ['responses'],
        'filters.subset': ['filtered responses'],
        'total.counts': ['filtered sets'],
        'walk.unique': ['filtered responses'],
      });
    });

    it('asks for the case on top of what the known rows were asked for, in pages of the largest size', async () => {
      const list = createFakeList(contract, rows);
      const base = { query: { conditions: [active], order: 'x' }, rows: () => rows, closed: true };
      const context = {
        contract,
        list,
        survey: { pageSize: 50, head: { items: [] } },
        design,
      } as unknown as CheckContext;
      const name = condition('name', 'ada');
      await tryCase(context, createLedger([]), base, { shows: 'case', conditions: [name] });
      expect(list.queries).toEqual([{ conditions: [active, name], order: 'x', limit: 50 }]);
    });

    it('leaves room on the page for all rows that are known to match, whatever the case is compared with', async () => {
      const list = createFakeList(contract, rows);
      const leasts: number[] = [];
      const sizes = { choose: (_: string, least: number, most: number) => leasts.push(least) && most };
      const survey = { pageSize: 50, head: { items: rows } };
      const context = { contract, list, survey, design: { sizes } } as unknown as CheckContext;
      const base = { query: EVERYTHING, rows: () => [ada], closed: false };
      await tryCase(context, createLedger([]), base, { shows: 'all-matching', conditions: [active] });
      expect(leasts).toEqual([3]);
    });

    it('misses rows that match', async () => {
      const ledger = await attempt(except([], [bob]));
      expect([...ledger.violated]).toEqual(['filter.status.all-matching']);
      expect(ledger.read('filter.status.all-matching')).toMatchObject({
        exercised: new Map(),
        violations: [
          { summary: '`status=ACTIVE` misses 1 row that matches, such as b', expected: ['a', 'b'], received: ['a'] },
        ],
      });
    });

    it('holds against a case what it shows, unless something else is said', async () => {
      const lost = except([], [bob]);
      expect([...(await attempt({ ...lost, one: { shows: 'case' } })).violated]).toEqual(['filter.status.case']);
      const other = { ...lost, one: { requirement: 'filters.subset' } };
      expect([...(await attempt(other)).violated]).toEqual(['filters.subset']);
    });

    it('ignores missing rows where the document does not say what a filter compares', async () => {
      const ledger = await attempt({ ...except([], [bob]), one: { mayLose: true } });
      expect(ledger.violated.size).toBe(0);
      expect(ledger.read('filter.status.all-matching').exercised.size).toBe(0);
    });

    it('knows of a closed set, and only of such a set, which rows cannot be there', async () => {
      const held = [...rows, { ...ada, id: 'new' }];
      const ledger = await attempt({ held });
      expect(summaries(ledger, 'filters.subset')).toEqual([
        '`status=ACTIVE` returns 1 row not in the list without it, such as new',
      ]);
      const open = await attempt({ held, base: { closed: false } });
      expect([open.violated.size, open.touched.has('filters.subset')]).toEqual([0, false]);
    });

    it('leaves rows that are known and do not match to whoever looks at all rows', async () => {
      expect((await attempt(except([cay]))).violated.size).toBe(0);
    });

    it.each<[string, Partial<FilterCase>, boolean]>([
      ['what is right', {}, true],
      ['what is doubtful', { isDoubtful: true }, false],
    ])('does not accept a rejection of %s: %p', async (_, one, isWrong) => {
      const ledger = await attempt({ one, statusOf: () => 422 });
      expect(summaries(ledger, 'filter.status.all-matching')).toEqual(
        isWrong ? ['`status=ACTIVE` returns status 422'] : [],
      );
      expect(ledger.touched.size).toBe(isWrong ? 1 : 0);
    });

    it('lets bounds be refused that exclude each other', async () => {
      const refuse = async (from: string, to: string): Promise<number> => {
        const list = createFakeList(bounded, [], { statusOf: () => 400 });
        const ledger = createLedger([{ id: 'filter.invitedFrom.all-matching' }]);
        const context = {
          contract: bounded,
          list,
          survey: { pageSize: 2, head: { items: [] } },
          design,
        } as unknown as CheckContext;
        const base = { query: { conditions: [condition('invitedTo', to, bounded)] }, rows: () => [], closed: true };
        const conditions = [condition('invitedFrom', from, bounded)];
        await tryCase(context, ledger, base, { shows: 'all-matching', conditions });
        return ledger.violated.size;
      };
      expect([await refuse('1', '2'), await refuse('2', '1')]).toEqual([1, 0]);
    });

    it('counts what comes twice, on one page or on two', async () => {
      const ledger = await attempt({ held: [ada, bob, ada] });
      expect(summaries(ledger, 'walk.unique')).toEqual(['`status=ACTIVE` returns 1 row twice, such as a']);
    });

    it('does not read on where there is too much, but looks at the first page', async () => {
      const many = Array.from({ length: 9 }, (_, index) => ({ ...ada, id: String(index) }));
      const ledger = await attempt({ held: many });
      expect([[...ledger.touched], ledger.violated.size]).toEqual([['walk.unique'], 0]);
      expect((await attempt({ held: [many[0] ?? {}, ...many] })).violated).toContain('walk.unique');
      // Where there is no total, that is noticed after a few pages.
      expect((await attempt({ held: many, hasNoTotal: true })).touched.size).toBe(0);
    });

    it('says nothing of an answer that breaks off', async () => {
      const through = (list: ListClient): ListClient => ({
        ...list,
        walk: async (query, options) => ({ ...(await list.walk(query, options)), ended: 'broken' }),
      });
      expect((await attempt({ ...except([], [bob]), through })).touched.size).toBe(0);
    });

    it('wants the total to be that of the rows, if it stays what it was', async () => {
      const withTotals = (...totals: readonly number[]): ((list: ListClient) => ListClient) => {
        const left = [...totals];
        return (list) => ({
          ...list,
          async ask(query, options) {
            const answer = await list.ask(query, options);
            const total = left.shift() ?? 0;
            return answer.page === undefined ? answer : { ...answer, page: { ...answer.page, total } };
          },
        });
      };
      const wrong = await attempt({ through: withTotals(3, 3), pageSize: 5 });
      expect(wrong.read('total.counts').violations).toMatchObject([
        { summary: '`status=ACTIVE` returns 2 rows, but a total of 3', expected: 2, received: 3 },
      ]);
      const meanwhile = await attempt({ through: withTotals(3, 2), pageSize: 5 });
      expect(meanwhile.read('total.counts')).toMatchObject({
        violationCount: 0,
        open: ['rows changed during the check'],
        exercised: new Map(),
      });
      expect((await attempt({ hasNoTotal: true })).touched.has('total.counts')).toBe(false);
    });

    it('wants the same total on every page', async () => {
      const through = (list: ListClient): ListClient => ({
        ...list,
        async walk(query, options) {
          const walk = await list.walk(query, options);
          return {
            ...walk,
            pages: walk.pages.map((one, index) => ({ ...one, page: { ...one.page, total: 2 + index } })),
          };
        },
      });
      expect(summaries(await attempt({ through, pageSize: 1 }), 'total.counts')).toEqual([
        '`status=ACTIVE` returns 2 rows, but a total of 2, then 3',
      ]);
    });

    it('holds a row at a bound against inclusion where only that is not documented', async () => {
      const times = loadContract('piriod');
      const ids = ['inclusive', 'all-matching', 'zoneless'].map((demand) => `filter.created__gte.${demand}`);
      const items = ['2026-01-01', '2026-01-02'].map((day) => ({ id: day, created: `${day}T00:00:00Z` }));
      const lose = async (
        day: string,
        shows = 'all-matching',
        bound = '2026-01-01T00:00:00Z',
      ): Promise<readonly string[]> => {
        const list = createFakeList(times, items, { matches: ({ id }) => id !== day });
        const ledger = createLedger(ids.map((id) => ({ id })));
        const context = {
          contract: times,
          list,
          survey: { pageSize: 20, head: { items: [] } },
          design,
        } as unknown as CheckContext;
        const conditions = [condition('created__gte', bound, times)];
        const base = { query: EVERYTHING, rows: () => items, closed: true };
        await tryCase(context, ledger, base, { shows, conditions });
        return [...ledger.violated];
      };
      expect(await lose('2026-01-01')).toEqual(['filter.created__gte.inclusive']);
      expect(await lose('2026-01-02')).toEqual(['filter.created__gte.all-matching']);
      expect(await lose('2026-01-01', 'zoneless', '2026-01-01T00:00:00')).toEqual(['filter.created__gte.zoneless']);
    });

    it('holds letters beyond A to Z against a requirement of their own, which many a database does not meet', async () => {
      const ids = ['case', 'letters'].map((demand) => `filter.name.${demand}`);
      const eric: Item = { id: 'e', first_name: 'Éric' };
      const attemptName = async (value: string, isFound: boolean): Promise<OpenLedger> => {
        const list = createFakeList(contract, [eric], isFound ? {} : { matches: () => false });
        const ledger = createLedger(ids.map((id) => ({ id })));
        const context = {
          contract,
          list,
          survey: { pageSize: 20, head: { items: [] } },
          design,
        } as unknown as CheckContext;
        const base = { query: EVERYTHING, rows: () => [eric], closed: false };
        await tryCase(context, ledger, base, { shows: 'case', conditions: [condition('name', value)] });
        return ledger;
      };
      expect([...(await attemptName('éRIC', false)).violated]).toEqual(['filter.name.letters']);
      expect([...(await attemptName('ÉRIC', false)).violated]).toEqual(['filter.name.case']);
      expect([...(await attemptName('éRIC', true)).touched].sort()).toEqual(ids);
      expect([...(await attemptName('ÉRIC', true)).touched]).toEqual(['filter.name.case']);
    });

    it('accuses exactly those who lose a row that matches, in pages of any size', async () => {
      const statuses = fc.array(fc.constantFrom('ACTIVE', 'BLACKLISTED'), { minLength: 1, maxLength: 12 });
      await fc.assert(
        fc.asyncProperty(
          statuses,
          fc.integer({ min: 3, max: 9 }),
          fc.option(fc.nat(11)),
          async (all, pageSize, gone) => {
            const held = all.map((status, index) => ({ id: String(index), status }));
            const lost = gone === null ? undefined : held[gone];
            const matches = (item: Item, { value }: Condition): boolean => item !== lost && item['status'] === value;
            const ledger = await attempt({ held, pageSize, base: { rows: () => held }, matches });
            expect([...ledger.violated]).toEqual(lost?.status === 'ACTIVE' ? ['filter.status.all-matching'] : []);
          },
        ),
      );
    });
  });
});

describe('are inverted', () => {
  const numbers = loadContract('pyng');
  const times = loadContract('piriod');

  function conditions(contract: Contract, values: Readonly<Record<string, string>>): readonly Condition[] {
    return Object.entries(values).map(([name, value]) => {
      const filter = contract.filters.find(({ parameter }) => parameter === name);
      if (filter === undefined) throw new Error(`there is a filter ${name}`);
      return { filter, name, value };
    });
  }

  describe('areInverted', () => {
    it.each<[string, boolean, Contract, Readonly<Record<string, string>>]>([
      ['from below to above', false, numbers, { invitedFrom: '9', invitedTo: '10' }],
      ['from above to below', true, numbers, { invitedFrom: '10', invitedTo: '9' }],
      ['in either order of parameters', true, numbers, { invitedTo: '9', state: 'linked', invitedFrom: '10' }],
      ['from a value to itself', false, numbers, { invitedFrom: '9', invitedTo: '9' }],
      ['only one bound', false, numbers, { invitedFrom: '10', state: 'linked' }],
      ['what is no number', false, numbers, { invitedFrom: 'b', invitedTo: 'a' }],
      ['nothing', false, numbers, {}],
      [
        'times that only look inverted',
        false,
        times,
        { created__gte: '2026-01-01T02:00:00+02:00', created__lte: '2026-01-01T01:00:00Z' },
      ],
      [
        'times that are',
        true,
        times,
        { created__gte: '2026-01-01T01:00:00Z', created__lte: '2026-01-01T02:00:00+02:00' },
      ],
      ['what is no time', false, times, { created__gte: 'tomorrow', created__lte: '2026-01-01' }],
    ])('%s: %s', (_, expected, contract, values) => {
      expect(areInverted(conditions(contract, values))).toBe(expected);
    });

    it('compares bounds of one field only', () => {
      const [from, to] = conditions(numbers, { invitedFrom: '10', invitedTo: '9' });
      const [field] = to?.filter.fields ?? [];
      if (from === undefined || to === undefined || field === undefined) throw new Error('there are two bounds');
      const other = { ...to, filter: { ...to.filter, fields: [{ ...field, name: 'linkedAt', path: ['linkedAt'] }] } };
      expect([areInverted([from, to]), areInverted([from, other])]).toEqual([true, false]);
    });

    it('is so exactly when the lower bound is the greater one', () => {
      fc.assert(
        fc.property(fc.integer(), fc.integer(), (from, to) => {
          const both = conditions(numbers, { invitedFrom: String(from), invitedTo: String(to) });
          expect(areInverted(both)).toBe(from > to);
        }),
      );
    });
  });
});

describe('list certain filters', () => {
  function list(id: string, ...coarse: readonly string[]): readonly string[] {
    const survey = { coarse: new Set(coarse) } as unknown as Survey;
    return listCertainFilters({ contract: loadContract(id), survey }).map(({ parameter }) => parameter);
  }

  describe('listCertainFilters', () => {
    it('leaves out filters by what is not shown, or of which the document does not say by what they go', () => {
      expect(list('devdraft')).toEqual(['status', 'email']);
      expect(list('wingback')).toEqual(['id', 'customer_reference', 'status', 'metadata']);
    });

    it('leaves out bounds of times that are kept finer than they are shown', () => {
      expect(list('pyng')).toEqual(['state', 'invitedFrom', 'invitedTo']);
      const [fine, coarse] = [list('piriod'), list('piriod', 'created')];
      expect(fine.filter((parameter) => !coarse.includes(parameter))).toEqual(['created__gte', 'created__lte']);
      expect(coarse).toContain('country');
    });

    it('makes do with what the document only hints at where it says too little', () => {
      expect(list('devdraft', 'status')).toEqual(['name', 'email']);
      // What is hidden stays out.
      expect(list('wingback', 'id', 'customer_reference', 'status')).toEqual([
        'email',
        'plan',
        'contract_plan_name',
        'metadata',
      ]);
    });
  });
});
