import { copyFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { JournalEntry } from '../../journal/journal-entry.ts';
import { createMock, type Mock } from '../mock.ts';
import { openSampleMock, writeSample, writeSampleScenarios } from '../testing/sample.ts';

describe('create sessions control', () => {
  const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

  let mock: Mock;
  beforeEach(async () => {
    mock = await openSampleMock({ listen: false });
  });

  const idsOf = (): string[] => mock.sessions.list().map(({ id }) => id);

  describe('createSessionsControl', () => {
    it('describes the one that there always is', () => {
      expect(mock.sessions.list()).toEqual([
        {
          id: 'default',
          url: 'http://127.0.0.1',
          createdAt: expect.stringMatching(DATE_TIME),
          lastUsedAt: expect.stringMatching(DATE_TIME),
          exchanges: 0,
          scenarios: { orders: 'demo' },
          reads: 'all',
        },
      ]);
    });

    it('begins one, by the id that is given or another', () => {
      const [named, other, third] = [mock.session('a'), mock.session(), mock.sessions.create()];
      expect([named.id, named.url]).toEqual(['a', 'http://127.0.0.1/__session/a']);
      expect(new Set([other.id, third.id, 'a']).size).toBe(3);
      expect(idsOf()).toHaveLength(4);
    });

    it('begins one when it is first used, not before', () => {
      const session = mock.sessions.get('later');
      expect(idsOf()).toEqual(['default']);
      session.rows.list();
      expect(idsOf()).toEqual(['default', 'later']);
    });

    it.each([
      ['empty', { orders: 'empty' }],
      [{ orders: 'stormy' }, { orders: 'stormy' }],
      [{}, { orders: 'demo' }],
    ])('begins one with the scenario %p', (scenario, scenarios) => {
      const { id } = mock.sessions.create({ id: 'a', scenario });
      expect(mock.sessions.describe(id)).toMatchObject({ id: 'a', scenarios });
      expect(mock.sessions.describe('default').scenarios).toEqual({ orders: 'demo' });
    });

    it.each([['nope'], ['broken'], [{ nope: 'demo' }], [{ orders: 'nope' }]])(
      'does not begin one with the scenario %p',
      (scenario) => {
        expect(() => mock.sessions.create({ id: 'a', scenario })).toThrow();
        expect(idsOf()).toEqual(['default']);
      },
    );

    it('refuses an id that another one has', () => {
      mock.session('a').rows.list();
      expect(() => mock.sessions.create({ id: 'a' })).toThrow('Session a already exists');
      expect(() => mock.sessions.create({ id: 'default' })).toThrow('Session default already exists');
    });

    it.each(['', ' ', '.a', '-a', 'a b', 'a/b', 'é', '..', 'x'.repeat(65), '__proto__'])('refuses the id %p', (id) => {
      expect(() => mock.sessions.create({ id })).toThrow(/^Invalid session id /);
      expect(() => mock.session(id).rows.list()).toThrow(/^Invalid session id /);
      expect(idsOf()).toEqual(['default']);
    });

    it('ends one, and begins anew who names it again', () => {
      const session = mock.session('a');
      session.rows.remove('o1');
      mock.sessions.remove('a');
      expect(idsOf()).toEqual(['default']);
      expect(session.rows.list().total).toBe(3);
    });

    it('ends neither what is not there nor the default one', () => {
      expect(() => mock.sessions.remove('a')).toThrow('Unknown session a; known: default');
      expect(() => mock.sessions.describe('a')).toThrow(/^Unknown session a/);
      expect(() => mock.sessions.remove('default')).toThrow('The default session cannot be ended');
      expect(idsOf()).toEqual(['default']);
    });

    it('counts what was recorded, and does not take a look for use', async () => {
      const session = mock.session('a');
      await mock.handle(new Request(session.listUrl, { headers: session.headers }));
      const first = mock.sessions.describe('a');
      expect(first).toMatchObject({ exchanges: 1, createdAt: expect.stringMatching(DATE_TIME) });
      expect(mock.sessions.describe('a')).toEqual(first);
    });

    it('keeps all apart that is in a session', async () => {
      const [one, other] = [mock.session('one'), mock.session('other')];
      one.rows.remove('o1');
      one.clock.advance('1d');
      one.faults.add('latency:ms=1');
      one.grease.on({ seed: '7' });
      one.snapshots.save('a');
      one.scenarios.load('empty');
      await mock.handle(new Request(one.listUrl, { headers: one.headers }));
      for (const { rows, clock, faults, grease, snapshots, contracts, journal } of [other, mock]) {
        expect(rows.list().total).toBe(3);
        expect(clock.read().now).toBe('2026-05-05T09:30:00.000Z');
        expect([faults.list(), grease.read(), snapshots.list(), journal.list()]).toEqual([[], undefined, [], []]);
        expect(contracts[0]?.scenario).toBe('demo');
      }
      expect([one.faults.list().length, one.grease.read(), one.journal.list().length]).toEqual([1, { seed: '7' }, 1]);
    });
  });
});

describe('journal', () => {
  let mock: Mock;

  describe('create journal control', () => {
    beforeEach(async () => {
      mock = await openSampleMock({ listen: false });
    });

    const ask = (url = mock.listUrl): Promise<Response> => mock.handle(new Request(url, { headers: mock.headers }));

    describe('createJournalControl', () => {
      it('shows exchanges, secrets hidden', async () => {
        await ask(`${mock.listUrl}?size=1`);
        await ask(`${mock.url}/nowhere?key=secret-a`);
        const [list, lost] = mock.journal.list();
        expect(list).toMatchObject({
          id: 1,
          session: 'default',
          contract: 'orders',
          clock: '2026-05-05T09:30:00.000Z',
          request: { method: 'GET', url: `${mock.listUrl}?size=1`, headers: { 'x-key': '***', 'x-version': '7' } },
          response: { status: 200, body: expect.stringContaining('"total":3') },
        });
        expect(lost?.response?.status).toBe(404);
        expect(JSON.stringify(mock.journal.list())).not.toContain('secret-a');
        expect([mock.journal.get(2), mock.journal.get(3)]).toEqual([lost, undefined]);
      });

      it('chooses, as a list and as an archive', async () => {
        await ask();
        await ask(`${mock.listUrl}?size=0`);
        expect(mock.journal.list({ status: '4xx' }).map(({ id }) => id)).toEqual([2]);
        expect(mock.journal.har({ status: '200' }).log.entries.map(({ _id }) => _id)).toEqual([1]);
      });

      it('tells of those that are wanted as they happen, until it is enough', async () => {
        const heard: JournalEntry[] = [];
        const unsubscribe = mock.journal.subscribe((entry) => heard.push(entry), { status: '200' });
        await ask();
        await ask(`${mock.listUrl}?size=0`);
        unsubscribe();
        await ask();
        expect(heard).toEqual(mock.journal.list({ limit: 3 }).slice(0, 1));
      });

      it('forgets all, and goes on counting', async () => {
        await ask();
        mock.journal.clear();
        expect(mock.journal.list()).toEqual([]);
        await ask();
        expect(mock.journal.list().map(({ id }) => id)).toEqual([2]);
      });

      it('has the room that it is given', async () => {
        mock = await openSampleMock({ listen: false, journal: { exchanges: 2 } });
        for (let count = 0; count < 3; count += 1) await ask();
        expect(mock.journal.list().map(({ id }) => id)).toEqual([2, 3]);
      });
    });
  });

  describe('audit session', () => {
    beforeEach(async () => {
      mock = await openSampleMock({ listen: false });
    });

    const askList = (session: Pick<Mock, 'listUrl' | 'headers'>, query = ''): Promise<Response> =>
      mock.handle(new Request(session.listUrl + query, { headers: session.headers }));

    describe('auditSession', () => {
      it('finds nothing wrong with a client that did nothing wrong', async () => {
        await askList(mock);
        const audit = mock.audit();
        expect(audit).toMatchObject({
          contract: 'orders',
          subject: 'client',
          isClean: true,
          requests: 1,
          target: mock.url,
        });
        expect(() => audit.toBeClean()).not.toThrow();
      });

      it('says which rules were broken', async () => {
        await askList(mock, '?colour=red');
        const audit = mock.audit();
        expect(audit.isClean).toBe(false);
        expect(() => audit.toBeClean()).toThrow(/colour/);
      });

      it('judges the client of its own session', async () => {
        const session = mock.session('a');
        await askList(session, '?colour=red');
        expect([mock.audit().verdict, session.audit().verdict]).toEqual(['inconclusive', 'fail']);
        expect(session.audit().target).toBe('http://127.0.0.1/__session/a');
      });

      it('finds what a client requested without the prefix of its session', async () => {
        mock = await createMock({ contract: 'pyng', listen: false });
        const [session, other] = [mock.session('a'), mock.session('b')];
        const first = await askList(session, '?limit=10');
        const { nextHref } = ((await first.json()) as { data: { nextHref: string } }).data;
        const { headers } = session;
        await mock.handle(new Request(nextHref.replace('/__session/a', ''), { headers }));
        const verdictOf = ({ audit }: Pick<Mock, 'audit'>): unknown =>
          audit({ reads: 'some' }).results.find(({ id }) => id.endsWith('follow-links'));
        expect(verdictOf(session)).toMatchObject({
          verdict: 'fail',
          reason: expect.stringMatching(
            /\(exchange 1 of the session default\) .* changes path from \/__session\/a\/billing\/\S+ to \/billing\//,
          ),
        });
        await askList(other, '?limit=10');
        // Without a connection it may as well have been meant for the other.
        expect([session, other].map(verdictOf)).toMatchObject([
          { verdict: 'inconclusive' },
          { verdict: 'inconclusive' },
        ]);
      });

      it('judges by one contract alone', async () => {
        const files = [writeSample('first'), writeSample('second', ['/shops/{shop}/orders', '/{shop}'])];
        mock = await createMock({ contract: files, listen: false });
        await askList(mock, '?colour=red');
        expect([mock.audit('first').verdict, mock.audit('second').verdict]).toEqual(['fail', 'inconclusive']);
        expect(mock.audit('second')).toMatchObject({ contract: 'second', requests: 0 });
        expect(() => mock.audit('third')).toThrow(/third/);
      });

      it('is not clean where nothing was judged', async () => {
        expect(mock.audit()).toMatchObject({ isClean: false, stopped: 'the client sent no request' });
        await mock.handle(new Request(mock.listUrl));
        const audit = mock.audit();
        expect(audit).toMatchObject({
          isClean: false,
          verdict: 'inconclusive',
          stopped: 'the client received no page of orders',
        });
        expect(() => audit.toBeClean()).toThrow('could not be judged: the client received no page of orders');
      });

      it('holds a client that reads some pages to what it reads', async () => {
        const session = mock.sessions.create({ id: 'widget', reads: 'some' });
        await askList(session, '?size=1');
        expect(session.audit()).toMatchObject({ isClean: true, verdict: 'pass' });
        expect(session.audit({ reads: 'all' }).isClean).toBe(false);
        expect(mock.sessions.describe('widget').reads).toBe('some');
        expect(() => mock.sessions.create({ reads: 'most' as 'some' })).toThrow(
          'Invalid reads "most": must be all or some',
        );
      });

      it('says what all clients read, if sessions do not', async () => {
        mock = await openSampleMock({ listen: false, reads: 'some' });
        await askList(mock.session('a'), '?size=1');
        expect(mock.session('a').audit().isClean).toBe(true);
        expect(mock.sessions.create({ reads: 'all' }).audit().isClean).toBe(false);
      });

      it('judges by some rules, or all but some', async () => {
        await askList(mock, '?size=1');
        expect(mock.audit({ only: ['read-*'] }).results.map(({ id }) => id)).toEqual([
          'orders.client.read-once',
          'orders.client.read-to-the-end',
        ]);
        expect(mock.audit({ except: ['orders.client.read-to-the-end'] }).isClean).toBe(true);
        const audit = mock.audit();
        expect(() => audit.toBeClean()).toThrow('read-to-the-end');
        expect(() => audit.toBeClean({ except: ['read-to-the-end'] })).not.toThrow();
        expect(() => mock.audit({ only: ['read-twice'] })).toThrow('Unknown rule read-twice; did you mean read-once?');
      });

      it('accepts what a waiver accepts, for its time', async () => {
        await askList(mock, '?size=1');
        const waivers = [{ id: 'orders.client.read-to-the-end', reason: 'a widget', expires: '2026-06-30' }];
        expect(mock.audit({ waivers, today: '2026-06-30' })).toMatchObject({ isClean: true, summary: { waived: 1 } });
        expect(mock.audit({ waivers, today: '2026-07-01' })).toMatchObject({ isClean: false, summary: { warn: 1 } });
      });

      it('does not show secrets', async () => {
        await askList(mock, '?key=secret-a');
        expect(JSON.stringify(mock.audit())).not.toContain('secret-a');
      });
    });
  });
});

describe('scenarios', () => {
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
});
