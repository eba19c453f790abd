import { describe, expect, it } from '@jest/globals';
import type { Contract } from '../../src/contract/contract.ts';
import { createMock, type MockOptions } from '../../src/index.ts';
import { createTarget } from '../client/target.ts';
import { type Answer, hasPage, type Item } from '../list/answer.ts';
import { createListClient } from '../list/client.ts';
import { matches } from '../list/conditions.ts';
import { EVERYTHING } from '../list/query.ts';
import { createFakeList, loadContract } from '../testing/fake-list.ts';
import { callerOf, openMockTarget } from '../testing/mock-target.ts';
import { createSeenItems, readHead, type Survey, takeSurvey } from './survey.ts';
import { groupTies, listTieKeys } from './ties.ts';
import { createProbe, createWindow, fingerprint, joinReferences, type Reference } from './window.ts';

describe('take survey', () => {
  interface Surveyed {
    readonly survey: Survey;
    readonly requests: number;
    readonly largestTie: number;
    /** Rows of the window that its own conditions do not match. */
    readonly strangers: number;
    readonly isSame: boolean;
  }

  async function surveyMock(id: string, options: Omit<MockOptions, 'contract'>): Promise<Surveyed> {
    await using opened = await openMockTarget(id, options);
    const { contract, target } = opened;
    const seen = createSeenItems();
    const list = createListClient(contract, target, { onAnswer: seen.note });
    const opening = await list.ask(EVERYTHING);
    if (!hasPage(opening)) throw new Error(`${id} answers ${opening.response.status}`);
    const survey = await takeSurvey(list, { opening, seen: seen.items });
    const { requests } = target.usage;
    const { items, query } = survey.window;
    const strangers = items.filter((item) => query.conditions.some((one) => matches(item, one, contract) === false));
    return {
      survey,
      requests,
      largestTie: groupTies(items, listTieKeys(contract))[0]?.length ?? 0,
      strangers: strangers.length,
      isSame: await survey.window.reread(),
    };
  }

  const IDS = ['pyng', 'piriod', 'wingback', 'devdraft'];

  describe('takeSurvey', () => {
    it.each(IDS)('carves a small closed set out of 2,000 rows of %s, in a few requests', async (id) => {
      const { survey, requests, strangers, isSame } = await surveyMock(id, { scenario: 'large', size: 2_000 });
      expect([survey.total, survey.head.closed, survey.head.pages.length, survey.window.closed]).toEqual([
        2_000,
        false,
        3,
        true,
      ]);
      expect(survey.window.ids.length).toBeGreaterThanOrEqual(4);
      expect(survey.window.ids.length).toBeLessThanOrEqual(80);
      expect([strangers, isSame, survey.window.total]).toEqual([0, true, survey.window.ids.length]);
      expect(requests).toBeLessThanOrEqual(24);
      expect(survey.seen.size).toBeGreaterThanOrEqual(300);
    });

    it.each(IDS)('looks for rows that %s’s order does not tell apart', async (id) => {
      const { survey, largestTie, strangers } = await surveyMock(id, { scenario: 'ties' });
      expect(survey.window.closed).toBe(true);
      expect(largestTie).toBeGreaterThan(1);
      expect(strangers).toBe(0);
    });

    it.each(IDS)('takes all of few rows of %s, and nothing where there is nothing', async (id) => {
      const { survey } = await surveyMock(id, { scenario: 'empty' });
      expect([survey.head.closed, survey.total, survey.window.closed, survey.window.ids]).toEqual([true, 0, true, []]);
      const few = await surveyMock(id, { scenario: 'one-page', size: 9 });
      expect([few.survey.head.closed, few.survey.window.closed]).toEqual([true, true]);
      expect(few.survey.window.query.conditions).toEqual([]);
    });
  });
});

describe('read head', () => {
  const contract = loadContract('devdraft');
  const items = Array.from({ length: 450 }, (_, index) => ({ id: `c-${index}` }));

  describe('readHead', () => {
    it('reads the start of the list in pages as large as are worth it', async () => {
      const list = createFakeList(contract, items);
      const head = await readHead(list, 3);
      expect([head.ended, head.ids.length, head.ids[0], head.ids.at(-1)]).toEqual(['cap', 300, 'c-0', 'c-299']);
      expect(list.queries.map(({ limit }) => limit)).toEqual([100, 100, 100]);
    });

    it('asks for no more than is of use, however much is allowed', async () => {
      const generous = { ...contract, page: { ...contract.page, limit: { ...contract.page.limit, maximum: 1000 } } };
      const list = createFakeList(generous as Contract, items);
      await readHead(list, 1);
      expect(list.queries).toEqual([{ conditions: [], limit: 100 }]);
    });

    it('reads all of a short list', async () => {
      const head = await readHead(createFakeList(contract, items.slice(0, 120)), 3);
      expect([head.ended, head.ids.length]).toEqual(['end', 120]);
    });

    it('makes do with pages of the usual size where large ones are refused', async () => {
      const statusOf = ({ limit = 0 }: { readonly limit?: number }): number => (limit > 50 ? 400 : 200);
      const head = await readHead(createFakeList(contract, items, { statusOf }), 3);
      expect([head.query.limit, head.ids.length, head.ended]).toEqual([10, 30, 'cap']);
    });
  });
});

describe('create seen items', () => {
  function answer(items: readonly Item[], parts: Partial<Answer> = {}): Answer {
    const page = { items, ids: items.map(({ id }) => String(id)), echo: {}, links: {} };
    return {
      query: EVERYTHING,
      position: {},
      purpose: 'page',
      plain: true,
      response: {} as Answer['response'],
      page,
      ...parts,
    };
  }

  describe('createSeenItems', () => {
    it('keeps each item as it was last seen', () => {
      const seen = createSeenItems();
      seen.note(answer([{ id: 1, name: 'old' }, { id: 2 }]));
      seen.note(answer([{ id: 1, name: 'new' }]));
      expect([...seen.items]).toEqual([
        ['1', { id: 1, name: 'new' }],
        ['2', { id: 2 }],
      ]);
    });

    it('takes no notice of what others see, of another part of the rows, and of answers without a page', () => {
      const seen = createSeenItems();
      seen.note(answer([{ id: 1 }], { plain: false }));
      seen.note(answer([{ id: 2 }], { query: { ...EVERYTHING, partition: true } }));
      const { page: _page, ...refusal } = answer([{ id: 3 }]);
      seen.note(refusal);
      expect(seen.items.size).toBe(0);
    });
  });
});

describe('createWindow', () => {
  it('notices that a row has come, and goes on with the rows that there are then', async () => {
    const contract = loadContract('devdraft');
    await using mock = await createMock({ contract: 'devdraft', scenario: 'one-page' });
    const target = createTarget({ baseUrl: mock.url, ...callerOf('devdraft') });
    const list = createListClient(contract, target);
    const window = createWindow(list, await list.walk({ ...EVERYTHING, limit: 5 }, { maxPages: 3 }));
    expect([window.closed, window.ids.length, window.total]).toEqual([true, 10, 10]);
    expect(await window.reread()).toBe(true);
    mock.rows.add({}, { collection: 'acme' });
    expect(await window.reread()).toBe(false);
    expect([window.ids.length, window.total, await window.reread()]).toEqual([11, 11, true]);
    await target.close();
  });

  it('may be the start of a longer list', async () => {
    const contract = loadContract('devdraft');
    await using mock = await createMock({ contract: 'devdraft' });
    const target = createTarget({ baseUrl: mock.url, ...callerOf('devdraft') });
    const list = createListClient(contract, target);
    const window = createWindow(list, await list.walk({ ...EVERYTHING, limit: 100 }, { maxPages: 1 }), 7);
    expect([window.closed, window.ids.length, window.items.length]).toEqual([false, 7, 7]);
    expect([await window.reread(), window.pages.length]).toEqual([true, 1]);
    await target.close();
  });

  it('keeps what it has where a response without a page says nothing about the rows', async () => {
    const rows = Array.from({ length: 4 }, (_, index) => ({ id: `c-${index}` }));
    let status = 200;
    const list = createFakeList(loadContract('devdraft'), rows, { statusOf: () => status });
    const window = createWindow(list, await list.walk({ ...EVERYTHING, limit: 2 }));
    status = 503;
    expect([await window.reread(), window.closed, window.ids.length]).toEqual([true, true, 4]);
  });
});

describe('fingerprint', () => {
  const devdraft = loadContract('devdraft');
  const rows = [
    { id: 'a', status: 'ACTIVE', createdAt: '2026-01-01T00:00:00Z', last_spent: 1 },
    { id: 'b', status: 'ACTIVE', createdAt: '2026-01-02T00:00:00Z', last_spent: 2 },
  ];

  describe('fingerprint', () => {
    it('knows no order of rows, nor values that nothing depends on', () => {
      const others = [...rows].reverse().map((row) => ({ ...row, last_spent: Math.random(), seenAt: Date.now() }));
      expect(fingerprint(others, devdraft)).toBe(fingerprint(rows, devdraft));
    });

    it.each([
      ['a row fewer', rows.slice(1)],
      ['another status', rows.map((row) => ({ ...row, status: 'BLACKLISTED' }))],
      ['another time', rows.map((row) => ({ ...row, createdAt: '2026-01-03T00:00:00Z' }))],
      ['another identity', rows.map((row) => ({ ...row, id: `${row.id}x` }))],
    ])('tells %s', (_, others) => {
      expect(fingerprint(others, devdraft)).not.toBe(fingerprint(rows, devdraft));
    });
  });
});

describe('create probe', () => {
  const contract = loadContract('devdraft');
  const items = Array.from({ length: 30 }, (_, index) => ({ id: `c-${index}` }));

  describe('createProbe', () => {
    it('notices a row that comes or goes, and takes what it saw last for what was', async () => {
      const list = createFakeList(contract, items);
      const probe = await createProbe(list, EVERYTHING);
      expect(await probe.reread()).toBe(true);
      // Behind the first page, only the total tells.
      list.items = items.slice(0, -1);
      expect([await probe.reread(), await probe.reread()]).toEqual([false, true]);
      list.items = [{ id: 'new' }, ...items.slice(1, -1)];
      expect([await probe.reread(), await probe.reread()]).toEqual([false, true]);
      expect(list.queries).toHaveLength(6);
    });

    it('notices that there is no page any more', async () => {
      let status = 200;
      const list = createFakeList(contract, items, { statusOf: () => status });
      const probe = await createProbe(list, EVERYTHING);
      status = 404;
      expect([await probe.reread(), await probe.reread()]).toEqual([false, true]);
    });
  });
});

describe('join references', () => {
  function createReference(...answers: readonly boolean[]): Reference & { readonly count: () => number } {
    let asked = 0;
    return { reread: async () => answers[asked++] ?? true, count: () => asked };
  }

  describe('joinReferences', () => {
    it('is what it was when all of its parts are, each of which is read again whatever became of the others', async () => {
      const [a, b] = [createReference(true, false, true), createReference(true, true, true)];
      const joined = joinReferences(a, b);
      expect([await joined.reread(), await joined.reread(), await joined.reread()]).toEqual([true, false, true]);
      expect([a.count(), b.count()]).toEqual([3, 3]);
    });

    it('reads what it is given twice only once, and has nothing against nothing', async () => {
      const one = createReference();
      await joinReferences(one, one).reread();
      expect(one.count()).toBe(1);
      expect(await joinReferences().reread()).toBe(true);
    });
  });
});
