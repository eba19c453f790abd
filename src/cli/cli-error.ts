/**
 * How a command ends: 0 well, 1 with problems in files, violations of a contract or a client that is not clean, 2 used wrongly or
 * refused by a mock, 3 when a port cannot be had, or a target or a mock not be reached.
 */
export const EXIT_CODES = { ok: 0, problems: 1, usage: 2, cannotListen: 3, notAccessible: 3 } as const;

/** A command cannot do what it was told; its message is all that the user sees. */
export class CliError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode: number = EXIT_CODES.usage) {
    super(message);
    this.name = 'CliError';
    this.exitCode = exitCode;
  }
}
