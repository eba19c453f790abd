import { describe, expect, it } from '@jest/globals';
import { PagewrightError } from '../../src/contract/error.ts';
import { createRedactor } from '../../src/contract/redactor.ts';
import { createFakeClock, useTestTargets } from '../testing/targets.ts';
import { createMemo } from './delivery.ts';
import type { Exchange } from './exchange.ts';
import { concludeDelivery, createResponse, type DeliveryContext, type ResponseContext } from './response.ts';
import { type History, parseRetryAfter, planRepeat } from './retry.ts';
import type { AttemptAnswer, AttemptOutcome } from './transport.ts';

describe('delivery', () => {
  describe('deliver', () => {
    const { open, openScript, servers } = useTestTargets();

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
});

describe('retry', () => {
  describe('plan repeat', () => {
    const FIRST: History = { retries: 0, rateLimited: 0, waitedMs: 0 };
    const NOW = Date.UTC(2026, 0, 31, 12, 0, 0);

    const answered = (status: number, headers: Record<string, string> = {}): AttemptOutcome => ({
      kind: 'answered',
      status,
      headers,
      text: '',
      durationMs: 1,
    });

    const failed = (transient: boolean): AttemptOutcome => ({
      kind: 'failed',
      error: 'unreachable',
      reason: 'gone',
      transient,
      durationMs: 1,
    });

    const plan = (
      outcome: AttemptOutcome,
      history: Partial<History> = {},
      expectsPage = false,
    ): ReturnType<typeof planRepeat> =>
      planRepeat(outcome, { ...FIRST, ...history }, { maxWaitMs: 60_000, expectsPage }, NOW);

    describe('planRepeat', () => {
      it.each([200, 301, 304, 400, 401, 403, 404, 408, 500, 501, 505])('takes a %d as it is', (status) => {
        expect(plan(answered(status, { 'retry-after': '1' }))).toEqual({ action: 'conclude' });
      });

      it.each([502, 503, 504])('repeats a %d once', (status) => {
        expect(plan(answered(status))).toEqual({ action: 'retry', waitMs: 200 });
        expect(plan(answered(status), { retries: 1 })).toEqual({ action: 'conclude' });
      });

      it('repeats a failure once if it may pass', () => {
        expect(plan(failed(true))).toEqual({ action: 'retry', waitMs: 200 });
        expect(plan(failed(true), { retries: 1 })).toEqual({ action: 'conclude' });
        expect(plan(failed(false))).toEqual({ action: 'conclude' });
      });

      it('waits for a 503 as long as it asks, unless that is too long', () => {
        expect(plan(answered(503, { 'retry-after': '20' }))).toEqual({ action: 'retry', waitMs: 20_000 });
        expect(plan(answered(503, { 'retry-after': '60' }))).toEqual({ action: 'retry', waitMs: 60_000 });
        expect(plan(answered(503, { 'retry-after': '61' }))).toEqual({ action: 'conclude' });
      });

      it('pauses for a 429 as long as it asks', () => {
        expect(plan(answered(429, { 'retry-after': '5' }))).toEqual({ action: 'pause', waitMs: 5000, giveUp: false });
        expect(plan(answered(429, { 'retry-after': '0' }))).toEqual({ action: 'pause', waitMs: 50, giveUp: false });
      });

      it('pauses for a 403 that says how long where a page is expected, and never gives up because of it', () => {
        const limited = answered(403, { 'retry-after': '5' });
        expect(plan(limited, {}, true)).toEqual({ action: 'pause', waitMs: 5000, giveUp: false });
        expect(plan(limited, { rateLimited: 6 }, true)).toEqual({ action: 'conclude' });
        expect(plan(limited, { waitedMs: 56_000 }, true)).toEqual({ action: 'conclude' });
        expect(plan(answered(403, { 'retry-after': '3600' }), {}, true)).toEqual({ action: 'conclude' });
        expect(plan(answered(403), {}, true)).toEqual({ action: 'conclude' });
      });

      it('reads a date by the clock of whoever sent it', () => {
        const date = 'Sat, 31 Jan 2026 15:00:07 GMT';
        expect(plan(answered(429, { 'retry-after': date, date: 'Sat, 31 Jan 2026 15:00:00 GMT' }))).toMatchObject({
          waitMs: 7000,
        });
        expect(plan(answered(429, { 'retry-after': 'Sat, 31 Jan 2026 12:00:09 GMT' }))).toMatchObject({ waitMs: 9000 });
      });

      it('waits longer each time when a 429 does not say how long', () => {
        const waits = [0, 1, 2, 3].map((rateLimited) => plan(answered(429), { rateLimited }));
        expect(waits).toMatchObject([{ waitMs: 1000 }, { waitMs: 2000 }, { waitMs: 4000 }, { waitMs: 8000 }]);
      });

      it('gives up when all waits together are too long, or none of them helps', () => {
        expect(plan(answered(429, { 'retry-after': '3600' }))).toEqual({
          action: 'pause',
          waitMs: 3_600_000,
          giveUp: true,
        });
        expect(plan(answered(429, { 'retry-after': '11' }), { waitedMs: 50_000 })).toMatchObject({ giveUp: true });
        expect(plan(answered(429, { 'retry-after': '10' }), { waitedMs: 50_000 })).toMatchObject({ giveUp: false });
        expect(plan(answered(429, { 'retry-after': '0' }), { rateLimited: 6 })).toMatchObject({ giveUp: true });
      });
    });
  });

  describe('parse retry after', () => {
    const SENT_AT = Date.UTC(2026, 0, 31, 12, 0, 0);

    describe('parseRetryAfter', () => {
      it.each([
        ['0', 0],
        ['120', 120_000],
        [' 7 ', 7000],
        ['0.5', 500],
        ['Sat, 31 Jan 2026 12:00:30 GMT', 30_000],
        ['Saturday, 31-Jan-26 12:01:00 GMT', 60_000],
        ['Sat Jan 31 12:00:02 2026 GMT', 2000],
        ['Sat, 31 Jan 2026 11:00:00 GMT', 0],
      ])('reads %j as %d ms', (value, wait) => {
        expect(parseRetryAfter(value, SENT_AT)).toBe(wait);
      });

      it.each([undefined, '', 'soon', '-5', '1e3', '10s', '2026-01-31T12:00:30Z', 'Sat, 99 Jan 2026'])(
        'finds no wait in %j',
        (value) => {
          expect(parseRetryAfter(value, SENT_AT)).toBeUndefined();
        },
      );
    });
  });
});

describe('response', () => {
  describe('create response', () => {
    const EXCHANGE: Exchange = {
      method: 'GET',
      url: 'http://host/x',
      requestHeaders: {},
      variables: {},
      status: 200,
      responseHeaders: {},
      body: '',
      durationMs: 1,
    };

    function build(parts: Partial<AttemptAnswer>, record: ResponseContext['record'] = () => EXCHANGE) {
      const answer: AttemptAnswer = { kind: 'answered', status: 200, headers: {}, text: '', durationMs: 4, ...parts };
      return createResponse(answer, {
        url: 'http://host/x',
        rewritten: false,
        memoized: false,
        attempts: 1,
        rateLimits: { total: 0, silent: 0 },
        record,
      });
    }

    describe('createResponse', () => {
      it('has what the answer has', () => {
        expect(build({ status: 404, headers: { 'x-a': 'b' }, text: 'gone' })).toMatchObject({
          status: 404,
          headers: { 'x-a': 'b' },
          text: 'gone',
          url: 'http://host/x',
          rewritten: false,
          memoized: false,
          attempts: 1,
          durationMs: 4,
        });
      });

      it.each([
        ['application/json;charset=UTF-8', 'application/json'],
        [' Application/Problem+JSON ; x', 'application/problem+json'],
        ['', undefined],
        [';', undefined],
      ])('reads the media type of %j', (contentType, mediaType) => {
        expect(build({ headers: { 'content-type': contentType } }).mediaType).toBe(mediaType);
      });

      it('has no media type when the target names none', () => {
        expect(build({}).mediaType).toBeUndefined();
      });

      it.each([
        ['{"a":[1]}', { a: [1] }],
        ['null', null],
        ['"text"', 'text'],
        ['', undefined],
        ['{"a":', undefined],
        ['<html>', undefined],
        ['['.repeat(1_000_000), undefined],
      ])('reads JSON from %.10j', (text, json) => {
        expect(build({ text }).json).toEqual(json);
      });

      it('parses and records once, and only when asked', () => {
        let recorded = 0;
        const response = build({ text: '{}' }, () => {
          recorded += 1;
          return EXCHANGE;
        });
        expect(response.json).toBe(response.json);
        expect(recorded).toBe(0);
        expect([response.exchange, response.exchange]).toEqual([EXCHANGE, EXCHANGE]);
        expect(recorded).toBe(1);
      });
    });
  });

  describe('conclude delivery', () => {
    const ANSWER: AttemptAnswer = { kind: 'answered', status: 200, headers: {}, text: 'hunter22', durationMs: 1 };

    const CONTEXT: DeliveryContext = {
      sent: {
        method: 'GET',
        url: 'http://host/?k=hunter22',
        headers: new Map(),
        credentialHeaders: new Set(),
        publicHeaders: new Set(),
      },
      rewritten: true,
      memoized: false,
      redactor: createRedactor(['hunter22']),
    };

    function catchError(run: () => unknown): unknown {
      try {
        return run();
      } catch (error) {
        return error;
      }
    }

    const NONE = { total: 0, silent: 0 };

    describe('concludeDelivery', () => {
      it('makes a response of an answer, with evidence in which nothing is secret', () => {
        const response = concludeDelivery({ outcome: ANSWER, attempts: 2, rateLimits: NONE }, CONTEXT);
        expect(response).toMatchObject({ status: 200, text: 'hunter22', attempts: 2, rewritten: true });
        expect(response.exchange).toMatchObject({ url: 'http://host/?k=***', body: '***' });
      });

      it('counts no request for an answer that another paid for', () => {
        const response = concludeDelivery(
          { outcome: ANSWER, attempts: 2, rateLimits: NONE },
          { ...CONTEXT, memoized: true },
        );
        expect(response).toMatchObject({ attempts: 0, memoized: true });
      });

      it('says what failed and where', () => {
        const outcome = {
          kind: 'failed',
          error: 'timeout',
          reason: 'too late',
          transient: true,
          durationMs: 9,
        } as const;
        const error = catchError(() => concludeDelivery({ outcome, attempts: 1, rateLimits: NONE }, CONTEXT));
        expect(error).toBeInstanceOf(PagewrightError);
        expect(error).toMatchObject({
          code: 'timeout',
          message: 'GET http://host/?k=***: too late',
        });
      });

      it('says that the target is out of patience', () => {
        const outcome = { ...ANSWER, status: 429 };
        const error = catchError(() =>
          concludeDelivery({ outcome, attempts: 7, rateLimits: { total: 7, silent: 0 }, retryAfterMs: 1500 }, CONTEXT),
        );
        expect(error).toMatchObject({
          code: 'rate-limited',
          message: 'GET http://host/?k=***: still 429 after 7 requests, with 2 more seconds to wait',
        });
      });
    });
  });
});
