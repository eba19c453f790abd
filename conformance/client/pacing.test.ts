import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { createFakeClock } from '../testing/targets.ts';
import { systemClock } from './clock.ts';
import { createAbortError, createBudget, createPacer, joinSignals, type Pacer, type PacerOptions } from './pacing.ts';

describe('pacing', () => {
  describe('create pacer', () => {
    function build(options: Partial<PacerOptions> = {}): { pacer: Pacer; clock: ReturnType<typeof createFakeClock> } {
      const clock = createFakeClock(1000);
      const defaults = { concurrency: 2, rate: Number.POSITIVE_INFINITY, maxWaitMs: 60_000, clock };
      return { pacer: createPacer({ ...defaults, ...options }), clock };
    }

    /** Tasks that end when told to, and the most that ran at the same time. */
    function createTasks(): { run: (name: string) => () => Promise<void>; started: string[]; end: () => void } {
      const started: string[] = [];
      const ends: (() => void)[] = [];
      return {
        started,
        run: (name) => () => {
          started.push(name);
          return new Promise((resolve) => ends.push(resolve));
        },
        end: () => ends.shift()?.(),
      };
    }

    describe('createPacer', () => {
      it('runs as many tasks at the same time as there are places, in order', async () => {
        const { pacer } = build();
        const { run, started, end } = createTasks();
        const all = Promise.all(['a', 'b', 'c', 'd'].map((name) => pacer.run(run(name))));
        await nextTurn();
        expect(started).toEqual(['a', 'b']);
        end();
        await nextTurn();
        expect(started).toEqual(['a', 'b', 'c']);
        end();
        end();
        await nextTurn();
        end();
        await all;
        expect(started).toEqual(['a', 'b', 'c', 'd']);
      });

      it('frees the place of a task that fails', async () => {
        const { pacer } = build({ concurrency: 1 });
        await expect(pacer.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
        await expect(pacer.run(async () => 'next')).resolves.toBe('next');
      });

      it('lets a waiting task go when it is cancelled', async () => {
        const { pacer } = build({ concurrency: 1 });
        const { run, started, end } = createTasks();
        const cancel = new AbortController();
        const first = pacer.run(run('a'));
        const second = pacer.run(run('b'), cancel.signal);
        const third = pacer.run(run('c'));
        await nextTurn();
        cancel.abort(new Error('enough'));
        await expect(second).rejects.toThrow('enough');
        end();
        await first;
        await nextTurn();
        end();
        await third;
        expect(started).toEqual(['a', 'c']);
      });

      it('spreads requests evenly over a second', async () => {
        const { pacer, clock } = build({ rate: 4 });
        const times: number[] = [];
        for (let index = 0; index < 5; index += 1) {
          await pacer.waitForTurn();
          times.push(clock.now());
        }
        expect(times).toEqual([1000, 1250, 1500, 1750, 2000]);
      });

      it('does not make up for time in which nothing was sent', async () => {
        const { pacer, clock } = build({ rate: 10 });
        await pacer.waitForTurn();
        clock.advance(5000);
        await pacer.waitForTurn();
        await pacer.waitForTurn();
        expect(clock.now()).toBe(6100);
      });

      it('waits for the end of a pause', async () => {
        const { pacer, clock } = build();
        pacer.pause(3000);
        pacer.pause(1000);
        await pacer.waitForTurn();
        expect(clock.sleeps).toEqual([3000]);
      });

      it('lets one go at a time after a pause', async () => {
        const { pacer } = build({ concurrency: 4 });
        const { run, started, end } = createTasks();
        pacer.pause(10);
        const all = Promise.all(['a', 'b'].map((name) => pacer.run(run(name))));
        await nextTurn();
        expect(started).toEqual(['a']);
        end();
        await nextTurn();
        end();
        await all;
      });

      it('refuses at once while a pause lasts longer than anyone may wait', async () => {
        const { pacer, clock } = build({ maxWaitMs: 5000 });
        pacer.pause(3_600_000);
        await expect(pacer.waitForTurn()).rejects.toMatchObject({ code: 'rate-limited' });
        expect(clock.sleeps).toEqual([]);
        clock.advance(3_595_000);
        await pacer.waitForTurn();
        expect(clock.sleeps).toEqual([5000]);
      });

      it('ends a wait when it is cancelled', async () => {
        const { pacer } = build();
        pacer.pause(1000);
        await expect(pacer.waitForTurn(AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
      });
    });
  });

  describe('createBudget', () => {
    it('counts requests by why they were sent', () => {
      const budget = createBudget(10);
      budget.spend('first');
      budget.spend('retry');
      budget.spend('rate-limit');
      budget.spend('first');
      expect(budget.usage).toEqual({ requests: 4, retries: 1, rateLimited: 1 });
      expect(budget.remaining).toBe(6);
    });

    it('refuses what is beyond it, and counts nothing then', () => {
      const budget = createBudget(1);
      budget.spend('first');
      expect(() => budget.spend('first')).toThrow('the limit of 1 request is reached');
      expect(budget.usage.requests).toBe(1);
    });

    it('counts a fork’s requests in both, and those of one fork not in another', () => {
      const whole = createBudget(5);
      const [one, other] = [whole.fork(), whole.fork()];
      one.spend('first');
      one.spend('first');
      other.spend('retry');
      expect([whole, one, other].map(({ usage }) => usage.requests)).toEqual([3, 2, 1]);
      expect([whole, one, other].map(({ remaining }) => remaining)).toEqual([2, 2, 2]);
    });

    it('limits a fork by its own part and by the whole', () => {
      const whole = createBudget(3);
      const fork = whole.fork(2);
      fork.spend('first');
      fork.spend('first');
      expect(() => fork.spend('first')).toThrow('the limit of 2 requests is reached');
      expect(whole.usage.requests).toBe(2);
      whole.spend('first');
      const late = whole.fork();
      expect(() => late.spend('first')).toThrow('the limit of 3 requests is reached');
      expect(() => late.check()).toThrow('the limit of 3 requests is reached');
      expect(late.usage.requests).toBe(0);
    });
  });

  describe('createAbortError', () => {
    it.each([
      [new Error('the target was closed'), 'the target was closed'],
      [undefined, 'the run was cancelled'],
      ['text', 'the run was cancelled'],
      [null, 'the run was cancelled'],
    ])('explains %s', (reason, message) => {
      expect(createAbortError(AbortSignal.abort(reason))).toMatchObject({ code: 'aborted', message });
    });
  });

  describe('joinSignals', () => {
    it('is aborted with the reason of the first', () => {
      const [one, two] = [new AbortController(), new AbortController()];
      const joined = joinSignals([one.signal, undefined, two.signal]);
      expect(joined.aborted).toBe(false);
      two.abort('two');
      one.abort('one');
      expect(joined.reason).toBe('two');
    });

    it('is never aborted when there is nothing to join', () => {
      expect(joinSignals([undefined]).aborted).toBe(false);
    });
  });
});

describe('systemClock', () => {
  it('tells the time', () => {
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(60_000);
  });

  it('wakes up', async () => {
    const before = systemClock.now();
    await systemClock.sleep(1);
    expect(systemClock.now()).toBeGreaterThan(before);
  });

  it('wakes up with the reason when it is disturbed, however long it was to sleep', async () => {
    const cancel = new AbortController();
    const slept = systemClock.sleep(Number.MAX_SAFE_INTEGER, cancel.signal);
    cancel.abort(new Error('enough'));
    await expect(slept).rejects.toThrow('enough');
    await expect(systemClock.sleep(1, cancel.signal)).rejects.toThrow('enough');
  });
});
