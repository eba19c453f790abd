import { describe, expect, it } from '@jest/globals';
import { LoopTime } from './loop-time.ts';

describe('LoopTime', () => {
  /** A machine whose time passes when a test says so; while it is blocked, no timer fires. */
  function openMachine(load = 0): {
    readonly time: LoopTime;
    readonly pass: (ms: number) => void;
    readonly block: (ms: number) => void;
  } {
    let now = 1000;
    let due: { readonly at: number; readonly act: () => void } | undefined;
    const time = new LoopTime({
      now: () => now,
      wait: (act, ms) => {
        due = { at: now + ms, act };
      },
      load: () => load,
    });
    const block = (ms: number): void => {
      now += ms;
    };
    return {
      time,
      block,
      pass(ms) {
        block(ms);
        const { at, act } = due ?? {};
        if (at === undefined || at > now) return;
        due = undefined;
        act?.();
      },
    };
  }

  it('passes as time does where nothing is late', () => {
    const { time, pass } = openMachine();
    time.watch();
    for (let tick = 0; tick < 50; tick += 1) pass(5);
    expect(time.after(1000, 30)).toBe(1030);
    expect(time.after(1000, 100)).toBe(1100);
  });

  it('leaves out the time for which the loop was late', () => {
    const { time, pass } = openMachine();
    time.watch();
    pass(5);
    pass(165);
    pass(5);
    expect(time.after(1000, 30)).toBe(1190);
    expect(time.after(1170, 30)).toBe(1200);
    expect(time.after(1100, 30)).toBe(1200);
  });

  it('leaves out the time for which it is late at this moment', () => {
    const { time, block } = openMachine();
    time.watch();
    block(105);
    expect(time.after(1000, 30)).toBe(1130);
  });

  it('stops measuring after a moment, and begins again', () => {
    const { time, pass } = openMachine();
    time.watch();
    for (let tick = 0; tick < 60; tick += 1) pass(5);
    pass(5000);
    expect(time.after(1250, 100)).toBe(1350);
    time.watch();
    pass(45);
    expect(time.after(6300, 10)).toBe(6350);
  });

  it('goes slower the more others want to run', () => {
    const { time } = openMachine(7);
    expect(time.after(1000, 100)).toBe(1100);
    time.watch();
    expect(time.after(1000, 100)).toBe(1400);
    expect(time.after(900, 10)).toBe(910);
    const hardly = openMachine(1000).time;
    hardly.watch();
    expect(hardly.after(1000, 100)).toBe(2000);
  });
});
