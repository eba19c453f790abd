import { describe, expect, it } from '@jest/globals';
import { loadContracts } from '../../src/contract/load-contracts.ts';
import { createMock } from '../../src/index.ts';
import { createTarget } from '../client/target.ts';
import { createListClient } from '../list/client.ts';
import { EVERYTHING } from '../list/query.ts';
import { createFakeList } from '../testing/fake-list.ts';
import { callerOf, loadContract } from '../testing/mock-target.ts';
import { createProbe, createWindow, fingerprint, joinReferences, type Reference } from './window.ts';

describe('createWindow', () => {
  it('notices that a row has come, and goes on with the rows that there are then', async () => {
    const [contract] = loadContracts('devdraft');
    if (contract === undefined) throw new Error('the contract comes with the package');
    await using mock = await createMock({ contract: 'devdraft', scenario: 'one-page' });
    const target = createTarget({ baseUrl: mock.url, ...callerOf('devdraft') });
    const list = createListClient(contract, target);
    const window = createWindow(list, await list.walk({ ...EVERYTHING, limit: 100 }, { maxPages: 3 }));
    expect([window.closed, window.ids.length, window.total]).toEqual([true, 10, 10]);
    expect(await window.reread()).toBe(true);
    mock.rows.add({}, { collection: 'acme' });
    expect(await window.reread()).toBe(false);
    expect([window.ids.length, window.total, await window.reread()]).toEqual([11, 11, true]);
    await target.close();
  });

  it('may be the start of a longer list', async () => {
    const [contract] = loadContracts('devdraft');
    if (contract === undefined) throw new Error('the contract comes with the package');
    await using mock = await createMock({ contract: 'devdraft' });
    const target = createTarget({ baseUrl: mock.url, ...callerOf('devdraft') });
    const list = createListClient(contract, target);
    const window = createWindow(list, await list.walk({ ...EVERYTHING, limit: 100 }, { maxPages: 3 }), 7);
    expect([window.closed, window.ids.length, window.items.length]).toEqual([false, 7, 7]);
    expect(await window.reread()).toBe(true);
    await target.close();
  });
});

describe('fingerprint', () => {
  const [devdraft] = loadContracts('devdraft');
  if (devdraft === undefined) throw new Error('the contract comes with the package');
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
