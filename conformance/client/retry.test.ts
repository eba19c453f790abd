import { describe, expect, it } from '@jest/globals';
import { type History, parseRetryAfter, planRepeat } from './retry.ts';
import type { AttemptOutcome } from './transport.ts';

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

  const plan = (outcome: AttemptOutcome, history: Partial<History> = {}): ReturnType<typeof planRepeat> =>
    planRepeat(outcome, { ...FIRST, ...history }, 60_000, NOW);

  describe('planRepeat', () => {
    it.each([200, 301, 304, 400, 401, 404, 408, 500, 501, 505])('takes a %d as it is', (status) => {
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
      expect(plan(answered(503, { 'retry-after': '61' }))).toEqual({ action: 'conclude' });
    });

    it('pauses for a 429 as long as it asks', () => {
      expect(plan(answered(429, { 'retry-after': '5' }))).toEqual({ action: 'pause', waitMs: 5000, giveUp: false });
      expect(plan(answered(429, { 'retry-after': '0' }))).toEqual({ action: 'pause', waitMs: 50, giveUp: false });
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
