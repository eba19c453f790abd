import { afterEach, describe, expect, it } from '@jest/globals';
import { PagewrightError } from '../../src/contract/error.ts';
import { createTestServers } from '../testing/servers.ts';
import { createFakeClock, createTestTargets } from '../testing/targets.ts';
import { createMemo } from './delivery.ts';

describe('deliver', () => {
  const servers = createTestServers();
  const targets = createTestTargets();
  const { open, openScript } = targets;

  afterEach(async () => {
    await targets.close();
    await servers.close();
  });

  describe('a failure that passes', () => {
    it.each([[502], [503], [504], ['reset']] as const)('is met with one repeat: %s', async (failure) => {
      const { target, clock } = openScript([failure, 200]);
      expect(await target.send({ path: '/' })).toMatchObject({ status: 200, attempts: 2 });
      expect(target.usage).toEqual({ requests: 2, retries: 1, rateLimited: 0 });
      expect(clock.sleeps).toEqual([200]);
    });

    it('is believed when it does not pass', async () => {
      const { target, count } = openScript([502]);
      expect(await target.send({ path: '/' })).toMatchObject({ status: 502, attempts: 2 });
      expect(count()).toBe(2);
    });

    it('is no other status', async () => {
      const { target } = openScript([500, 200]);
      expect(await target.send({ path: '/' })).toMatchObject({ status: 500, attempts: 1 });
    });

    it('is told from one that stays', async () => {
      const { target } = openScript(['reset'], { headers: { 'x-key': 'hunter22' } });
      const failure = target.send({ path: '/x', query: 'k=hunter22' });
      await expect(failure).rejects.toMatchObject({
        code: 'unreachable',
        message: `GET ${await target.locate()}/x?k=***: connection closed before a response`,
      });
      expect(target.usage.retries).toBe(1);
    });

    it('is repeated on a connection of its own', async () => {
      const log = await servers.raw((socket, index) =>
        index === 1 ? socket.destroy() : socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'),
      );
      const target = open({ baseUrl: log.origin, clock: createFakeClock() });
      await target.send({ path: '/' });
      expect(await target.send({ path: '/' })).toMatchObject({ status: 200, attempts: 2 });
      expect(log.connections).toBe(2);
    });
  });

  describe('a target that asks for patience', () => {
    it.each([
      ['7', 7000],
      ['Sat, 31 Jan 2026 00:00:07 GMT', 7000],
    ])('gets it: %s', async (retryAfter, waitMs) => {
      const { target, clock } = openScript([429, 200], { retryAfter });
      expect(await target.send({ path: '/' })).toMatchObject({ status: 200, attempts: 2 });
      expect(clock.sleeps).toEqual([waitMs]);
      expect(target.usage).toEqual({ requests: 2, retries: 0, rateLimited: 1 });
    });

    it('is given up when it asks for too much, and is not asked again meanwhile', async () => {
      const { target, clock, count } = openScript([429], { retryAfter: '3600' });
      await expect(target.send({ path: '/x' })).rejects.toMatchObject({
        code: 'rate-limited',
        message: expect.stringMatching(/^GET .*\/x: still 429 after 1 request, with 3,600 more seconds to wait$/),
      });
      await expect(target.send({ path: '/y' })).rejects.toMatchObject({ code: 'rate-limited' });
      expect(count()).toBe(1);
      expect(clock.sleeps).toEqual([]);
    });

    it('is given up when waiting does not help', async () => {
      const { target, count } = openScript([429], { retryAfter: '1' });
      await expect(target.send({ path: '/' })).rejects.toMatchObject({ code: 'rate-limited' });
      expect(count()).toBe(7);
    });

    it('is not asked by those who have no requests left', async () => {
      const { target, clock } = openScript([200], { maxRequests: 1, rate: 1 });
      await target.send({ path: '/' });
      await expect(target.send({ path: '/' })).rejects.toMatchObject({ code: 'budget-exhausted' });
      expect(clock.sleeps).toEqual([]);
    });

    it('is spared by all requests that wait', async () => {
      const { target, clock } = openScript([429, 200], { retryAfter: '5', concurrency: 1 });
      const responses = await Promise.all(['/a', '/b', '/c'].map((path) => target.send({ path })));
      expect(responses.map(({ attempts }) => attempts)).toEqual([2, 1, 1]);
      expect(clock.sleeps).toEqual([5000]);
    });
  });
});

describe('create memo', () => {
  const keepAll = (): boolean => true;

  describe('createMemo', () => {
    it('brings what was brought before', async () => {
      const memo = createMemo<number>();
      await memo.share('a', async () => 1, keepAll);
      expect(await memo.share('a', async () => 2, keepAll)).toEqual({ value: 1, shared: true });
      expect(await memo.share('b', async () => 3, keepAll)).toEqual({ value: 3, shared: false });
    });

    it('runs once for all who ask at the same time', async () => {
      const memo = createMemo<number>();
      let runs = 0;
      const run = async (): Promise<number> => {
        runs += 1;
        return runs;
      };
      const all = await Promise.all([1, 2, 3].map(() => memo.share('a', run, keepAll)));
      expect(all.map(({ value, shared }) => [value, shared])).toEqual([
        [1, false],
        [1, true],
        [1, true],
      ]);
    });

    it('runs again after what was not worth keeping', async () => {
      const memo = createMemo<number>();
      const keep = (value: number): boolean => value > 1;
      await memo.share('a', async () => 1, keep);
      await memo.share('a', async () => 2, keep);
      expect(await memo.share('a', async () => 3, keep)).toEqual({ value: 2, shared: true });
    });

    it('runs again after a failure', async () => {
      const memo = createMemo<number>();
      await expect(memo.share('a', () => Promise.reject(new Error('no')), keepAll)).rejects.toThrow('no');
      expect(await memo.share('a', async () => 1, keepAll)).toEqual({ value: 1, shared: false });
    });

    it('shares a failure of the target, and runs for itself when another ran out of requests', async () => {
      const memo = createMemo<number>();
      const failWith = (code: 'timeout' | 'budget-exhausted') => (): Promise<number> =>
        Promise.reject(new PagewrightError(code, code));
      const own = async (): Promise<number> => 1;
      const [, shared] = await Promise.allSettled([
        memo.share('a', failWith('timeout'), keepAll),
        memo.share('a', own, keepAll),
      ]);
      expect(shared).toMatchObject({ status: 'rejected', reason: { code: 'timeout' } });
      const [, alone] = await Promise.allSettled([
        memo.share('b', failWith('budget-exhausted'), keepAll),
        memo.share('b', own, keepAll),
      ]);
      expect(alone).toEqual({ status: 'fulfilled', value: { value: 1, shared: false } });
    });
  });
});
