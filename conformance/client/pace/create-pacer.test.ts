import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { createFakeClock } from '../testing/create-fake-clock.ts';
import { createPacer, type Pacer, type PacerOptions } from './create-pacer.ts';

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
    const all = Promise.all(['a', 'b', 'c', 'd'].map((name) => pacer.hold(run(name))));
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
    await expect(pacer.hold(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(pacer.hold(async () => 'next')).resolves.toBe('next');
  });

  it('lets a waiting task go when it is cancelled', async () => {
    const { pacer } = build({ concurrency: 1 });
    const { run, started, end } = createTasks();
    const cancel = new AbortController();
    const first = pacer.hold(run('a'));
    const second = pacer.hold(run('b'), cancel.signal);
    const third = pacer.hold(run('c'));
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
      await pacer.awaitTurn();
      times.push(clock.now());
    }
    expect(times).toEqual([1000, 1250, 1500, 1750, 2000]);
  });

  it('does not make up for time in which nothing was sent', async () => {
    const { pacer, clock } = build({ rate: 10 });
    await pacer.awaitTurn();
    clock.advance(5000);
    await pacer.awaitTurn();
    await pacer.awaitTurn();
    expect(clock.now()).toBe(6100);
  });

  it('waits for the end of a pause', async () => {
    const { pacer, clock } = build();
    pacer.pause(3000);
    pacer.pause(1000);
    await pacer.awaitTurn();
    expect(clock.sleeps).toEqual([3000]);
  });

  it('lets one go at a time after a pause', async () => {
    const { pacer } = build({ concurrency: 4 });
    const { run, started, end } = createTasks();
    pacer.pause(10);
    const all = Promise.all(['a', 'b'].map((name) => pacer.hold(run(name))));
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
    await expect(pacer.awaitTurn()).rejects.toMatchObject({ kind: 'rate-limited', retryAfterMs: 3_600_000 });
    expect(clock.sleeps).toEqual([]);
    clock.advance(3_596_000);
    await pacer.awaitTurn();
    expect(clock.sleeps).toEqual([4000]);
  });

  it('ends a wait when it is cancelled', async () => {
    const { pacer } = build();
    pacer.pause(1000);
    await expect(pacer.awaitTurn(AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  });
});
