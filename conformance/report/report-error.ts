/** A file could not be read as a report. Its message names the file and what is wrong in it. */
export class ReportError extends Error {
  readonly code = 'invalid-report';
  readonly file: string;
  /** What is wrong: a JSON Pointer to the place, where there is one, and what was expected. */
  readonly problems: readonly string[];

  constructor(file: string, problems: readonly string[]) {
    super(problems.map((problem) => `${file}: ${problem}`).join('\n'));
    this.name = 'ReportError';
    this.file = file;
    this.problems = problems;
  }
}
