import { copyFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Mock } from '../mock.ts';
import { openSampleMock, writeSampleScenarios } from '../testing/sample.ts';

describe('create scenario control', () => {
  const SECOND = ['/shops/{shop}/orders', '/{shop}'] as const;

  const openTwo = (): Promise<Mock> => {
    return openSampleMock({
      contract: [writeSampleScenarios('first'), writeSampleScenarios('second', SECOND)],
      listen: false,
    });
  };

  const loadedOf = ({ contracts }: Mock): unknown[] => contracts.map(({ id, scenario }) => [id, scenario]);

  describe('createScenarioControl', () => {
    it('lists those of all contracts, or of one', async () => {
      const { scenarios } = await openTwo();
      const second = [
        { contract: 'second', name: 'broken', title: 'A mistake', isLoaded: false },
        { contract: 'second', name: 'demo', title: 'Two tenants', isLoaded: true },
        { contract: 'second', name: 'empty', title: 'Nothing', isLoaded: false },
        { contract: 'second', name: 'stormy', title: 'A storm', isLoaded: false },
      ];
      expect(scenarios.list('second')).toEqual(second);
      expect(scenarios.list().map(({ contract }) => contract)).toEqual([
        ...Array.from({ length: 4 }, () => 'first'),
        ...Array.from({ length: 4 }, () => 'second'),
      ]);
    });

    it('puts one in place for all contracts that have it', async () => {
      const mock = await openTwo();
      expect(mock.scenarios.load('empty').map(({ contract, name }) => [contract, name])).toEqual([
        ['first', 'empty'],
        ['second', 'empty'],
      ]);
      expect(mock.contracts.map(({ rows }) => rows)).toEqual([0, 0]);
      expect(mock.clock.read().now).toBe('2026-06-01T00:00:00.000Z');
    });

    it('puts one in place for a contract alone', async () => {
      const mock = await openTwo();
      mock.rows.remove('o1', { contract: 'first' });
      expect(mock.scenarios.load('empty', 'second')).toEqual([
        { contract: 'second', name: 'empty', title: 'Nothing', isLoaded: true },
      ]);
      expect(loadedOf(mock)).toEqual([
        ['first', 'demo'],
        ['second', 'empty'],
      ]);
      expect(mock.contracts.map(({ rows }) => rows)).toEqual([4, 0]);
    });

    it('begins one anew when it is in place already', async () => {
      const mock = await openTwo();
      mock.rows.remove('o1', { contract: 'first' });
      mock.scenarios.load('demo');
      expect(mock.contracts.map(({ rows }) => rows)).toEqual([5, 5]);
    });

    it('brings its faults, and takes them with it', async () => {
      const mock = await openTwo();
      mock.faults.add('latency:ms=1');
      mock.scenarios.load('stormy', 'second');
      expect(mock.faults.list().map(({ kind, contract }) => [kind, contract])).toEqual([
        ['latency', undefined],
        ['rate-limit', 'second'],
      ]);
      mock.scenarios.load('demo', 'second');
      expect(mock.faults.list().map(({ kind }) => kind)).toEqual(['latency']);
    });

    it('is gone with a reset, and so are its faults', async () => {
      const mock = await openTwo();
      mock.scenarios.load('stormy', 'first');
      mock.reset();
      expect([mock.contracts[0]?.scenario, mock.faults.list()]).toEqual(['demo', []]);
    });

    it('brings its faults back with a reset of a session that began with it', async () => {
      const mock = await openTwo();
      const session = mock.sessions.create({ scenario: { first: 'stormy' } });
      session.faults.clear();
      session.scenarios.load('empty');
      session.reset();
      expect(session.contracts.map(({ scenario }) => scenario)).toEqual(['stormy', 'demo']);
      expect(session.faults.list().map(({ kind, contract }) => [kind, contract])).toEqual([['rate-limit', 'first']]);
    });

    it('refuses a file with mistakes, says where they are and changes nothing', async () => {
      const file = writeSampleScenarios();
      const mock = await openSampleMock({ contract: file, listen: false });
      mock.rows.remove('o1');
      const broken = join(dirname(file), 'fixtures', 'orders', 'broken.yaml');
      expect(() => mock.scenarios.load('broken')).toThrow(`${broken}:4:`);
      expect([mock.contracts[0]?.scenario, mock.contracts[0]?.rows]).toEqual(['demo', 4]);
    });

    it('puts none in place when the file of one contract has mistakes', async () => {
      const first = writeSampleScenarios('first');
      const folder = join(dirname(first), 'fixtures', 'first');
      copyFileSync(join(folder, 'empty.yaml'), join(folder, 'broken.yaml'));
      const mock = await openSampleMock({ contract: [first, writeSampleScenarios('second', SECOND)], listen: false });
      expect(() => mock.scenarios.load('broken')).toThrow(/second/);
      expect(loadedOf(mock)).toEqual([
        ['first', 'demo'],
        ['second', 'demo'],
      ]);
    });

    it('refuses what there is not', async () => {
      const { scenarios } = await openTwo();
      expect(() => scenarios.load('nope')).toThrow(
        'Unknown scenario nope: first has broken, demo, empty, stormy; second has broken, demo, empty, stormy',
      );
      expect(() => scenarios.load('demo', 'third')).toThrow(/third/);
      expect(() => scenarios.list('third')).toThrow(/third/);
    });
  });
});

describe('create snapshot control', () => {
  let mock: Mock;
  beforeEach(async () => {
    mock = await openSampleMock({ listen: false });
  });

  const ids = (): unknown[] => mock.rows.list().rows.map(({ id }) => id);

  describe('createSnapshotControl', () => {
    it('puts rows, clock and scenario back', () => {
      mock.rows.remove('o1');
      mock.clock.advance('1d');
      const [rows, clock] = [ids(), mock.clock.read()];
      mock.snapshots.save('a');
      mock.rows.add({ id: 'new', state: 'open' });
      mock.clock.set(0);
      mock.clock.run();
      mock.scenarios.load('empty');
      expect(ids()).toEqual([]);
      mock.snapshots.restore('a');
      expect([ids(), mock.clock.read(), mock.contracts[0]?.scenario]).toEqual([rows, clock, 'demo']);
    });

    it('puts back as often as it is wanted, whatever was changed in between', () => {
      mock.rows.change('o1', { state: 'closed' });
      mock.snapshots.save('a');
      for (const state of ['open', 'open']) {
        mock.rows.change('o1', { state });
        mock.rows.remove('o2');
        mock.snapshots.restore('a');
        expect([mock.rows.get('o1'), ids()]).toEqual([{ id: 'o1', state: 'closed' }, ['both', 'o1', 'o2']]);
      }
    });

    it('keeps the beginning before anything was looked at', () => {
      mock.snapshots.save('beginning');
      mock.rows.remove('o1');
      mock.snapshots.restore('beginning');
      expect(ids()).toEqual(['both', 'o1', 'o2']);
    });

    it('keeps several, each by itself', () => {
      mock.snapshots.save('three');
      mock.rows.remove('o1');
      mock.snapshots.save('two');
      mock.rows.remove('o2');
      mock.snapshots.restore('three');
      expect(ids()).toHaveLength(3);
      mock.snapshots.restore('two');
      expect(ids()).toHaveLength(2);
    });

    it('outlives a reset', () => {
      mock.rows.remove('o1');
      mock.snapshots.save('a');
      mock.reset();
      expect(ids()).toHaveLength(3);
      mock.snapshots.restore('a');
      expect(ids()).toHaveLength(2);
    });

    it('is seen in the lists', async () => {
      mock.snapshots.save('a');
      const url = `${mock.listUrl}?size=1&skip=1`;
      const ask = async (): Promise<unknown> => {
        const response = await mock.handle(new Request(url, { headers: mock.headers }));
        return ((await response.json()) as { orders: unknown }).orders;
      };
      const before = await ask();
      mock.rows.remove('both', { collection: 'north' });
      expect(await ask()).not.toEqual(before);
      mock.snapshots.restore('a');
      expect(await ask()).toEqual(before);
    });

    it('names them, the oldest first, and forgets them', () => {
      for (const name of ['b', 'a', 'b']) mock.snapshots.save(name);
      expect(mock.snapshots.list()).toEqual(['a', 'b']);
      mock.snapshots.remove('a');
      expect(mock.snapshots.list()).toEqual(['b']);
      expect(() => mock.snapshots.restore('a')).toThrow('Unknown snapshot a: the session has b');
      expect(() => mock.snapshots.remove('a')).toThrow('Unknown snapshot a: the session has b');
    });

    it('has room for 100, and for another one of a name', () => {
      for (let count = 1; count <= 100; count += 1) mock.snapshots.save(`s${count}`);
      expect(() => mock.snapshots.save('s101')).toThrow(/^Too many snapshots: a session has at most 100/);
      mock.snapshots.save('s100');
      expect(mock.snapshots.list()).toHaveLength(100);
    });

    it.each(['', ' ', 'a b', 'a/b', 'ä', 'x'.repeat(65)])('refuses the name %p', (name) => {
      expect(() => mock.snapshots.save(name)).toThrow(/^Invalid snapshot name /);
      expect(mock.snapshots.list()).toEqual([]);
    });

    it('says when there are none', () => {
      expect(() => mock.snapshots.restore('a')).toThrow('Unknown snapshot a: the session has none');
    });
  });
});
