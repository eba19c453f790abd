/** Exchanges cannot be chosen as they were asked for. Its message names the filter and says what would do. */
export class FilterError extends Error {
  readonly code = 'invalid-filter';
  /** The filter at fault: `status`. */
  readonly filter: string;

  /**
   * @param value - what was given
   * @param expected - what would do: `a whole number`
   */
  constructor(filter: string, value: string | number, expected: string) {
    super(`${filter} is ${JSON.stringify(value)}; expected ${expected}`);
    this.name = 'FilterError';
    this.filter = filter;
  }
}
