/** The clock of a session. It belongs to all of its lists, each of which starts at the time of its own scenario. */
export interface SessionClock {
  /** Whether it goes on by itself, second by second. */
  readonly runs: boolean;
  /**
   * The time, in milliseconds since 1970.
   *
   * @param start - the time at which the scenario of the list stands
   */
  now(start: number): number;
  /** Shows a time, for all lists. */
  set(time: number): void;
  /** @param by - milliseconds; back, where they are negative */
  advance(by: number): void;
  freeze(): void;
  run(): void;
  /** Shows what it showed first. */
  reset(): void;
  /** Keeps what it shows. @returns a function that makes it show that again */
  save(): () => void;
}

interface ClockSetting {
  /** The time from which it counts; absent: that of each scenario. */
  readonly start?: number;
  /** Milliseconds that it is ahead of the start. */
  readonly ahead: number;
  /** The time of day since when it runs; absent: it stands still. */
  readonly since?: number;
}

/**
 * Creates a clock.
 *
 * @param first - whether it stands still at the scenario's time, or runs with the time of day
 * @param timeOfDay - in milliseconds since 1970
 */
export function createClock(first: 'scenario' | 'system', timeOfDay: () => number = Date.now): SessionClock {
  const begin = (): ClockSetting => {
    const time = timeOfDay();
    return first === 'system' ? { start: time, ahead: 0, since: time } : { ahead: 0 };
  };
  let state = begin();
  const elapsed = (): number => state.ahead + (state.since === undefined ? 0 : timeOfDay() - state.since);
  return {
    get runs() {
      return state.since !== undefined;
    },
    now: (start) => (state.start ?? start) + elapsed(),
    set(time) {
      state = { start: time, ahead: 0, ...(state.since !== undefined && { since: timeOfDay() }) };
    },
    advance(by) {
      state = { ...state, ahead: state.ahead + by };
    },
    freeze() {
      const ahead = elapsed();
      state = { ahead, ...(state.start !== undefined && { start: state.start }) };
    },
    run() {
      if (state.since === undefined) state = { ...state, since: timeOfDay() };
    },
    reset() {
      state = begin();
    },
    save() {
      const saved = { ...state, ahead: elapsed() };
      return () => {
        state = { ...saved, ...(saved.since !== undefined && { since: timeOfDay() }) };
      };
    },
  };
}
