import type { Problem } from '../../src/contract/error.ts';

/** A file could not be read as waivers. Its message lists every problem with file, line and column. */
export class WaiverError extends Error {
  readonly code = 'invalid-waivers';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`).join('\n'));
    this.name = 'WaiverError';
    this.problems = problems;
  }
}
