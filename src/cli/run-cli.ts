import { CommanderError } from 'commander';
import { EXIT_CODES } from './cli-error.ts';
import { createProgram } from './create-program.ts';
import { explainFailure } from './explain-failure.ts';
import type { Terminal } from './terminal.ts';

/**
 * Runs a command line.
 *
 * @param words - what stands behind `pagewright`
 * @returns the exit code; nothing is thrown
 */
export async function runCli(words: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode: number = EXIT_CODES.ok;
  const program = createProgram(terminal, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...words], { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has printed its own message, or the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODES.ok : EXIT_CODES.usage;
    const explanation = explainFailure(error);
    terminal.stderr.write(`pagewright: ${explanation.message}\n`);
    return explanation.exitCode;
  }
}
