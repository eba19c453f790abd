/** One mistake in a contract file or in a file that belongs to it. */
export interface Problem {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly column: number;
  /** What is wrong, and what would be right. */
  readonly message: string;
}

/** A file could not be read as a contract. Its message lists every problem with file and line. */
export class ContractError extends Error {
  readonly code = 'invalid-contract';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'));
    this.name = 'ContractError';
    this.problems = problems;
  }
}

function formatProblem({ file, line, column, message }: Problem): string {
  return `${file}:${line}:${column} ${message}`;
}
