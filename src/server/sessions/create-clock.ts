import type { Clock } from './clock.ts';

interface ClockState {
  /** The time from which it counts; absent: that of each scenario. */
  readonly start?: number;
  /** Milliseconds that it is ahead of the start. */
  readonly ahead: number;
  /** Since when it runs, on the clock on the wall; absent: it stands still. */
  readonly since?: number;
}

/**
 * Makes a clock.
 *
 * @param first - whether it stands still at the scenario's time, or runs with the time of day
 * @param wall - the clock on the wall, in milliseconds since 1970
 */
export function createClock(first: 'scenario' | 'system', wall: () => number = Date.now): Clock {
  const begin = (): ClockState => {
    const time = wall();
    return first === 'system' ? { start: time, ahead: 0, since: time } : { ahead: 0 };
  };
  let state = begin();
  const elapsed = (): number => state.ahead + (state.since === undefined ? 0 : wall() - state.since);
  return {
    get runs() {
      return state.since !== undefined;
    },
    now: (start) => (state.start ?? start) + elapsed(),
    set(time) {
      state = { start: time, ahead: 0, ...(state.since !== undefined && { since: wall() }) };
    },
    advance(by) {
      state = { ...state, ahead: state.ahead + by };
    },
    freeze() {
      const ahead = elapsed();
      state = { ahead, ...(state.start !== undefined && { start: state.start }) };
    },
    run() {
      if (state.since === undefined) state = { ...state, since: wall() };
    },
    reset() {
      state = begin();
    },
    save() {
      const saved = { ...state, ahead: elapsed() };
      return () => {
        state = { ...saved, ...(saved.since !== undefined && { since: wall() }) };
      };
    },
  };
}
