import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Mock } from '../mock.ts';
import { openSampleMock } from '../testing/sample.ts';

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
