/** The clock of a session. It belongs to all of its lists, each of which starts at the time of its own scenario. */
export interface Clock {
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
