import { explainFailure, writeError } from './errors.ts';
import { EXIT_CODES } from './exit-codes.ts';

export interface TextStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
}

/** The environment of a command; tests create their own. */
export interface Terminal {
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder that paths are relative to. */
  readonly cwd: string;
  /** Resolves when the user stops a command that would not end, with the signal. */
  waitForStop(): Promise<NodeJS.Signals>;
  /** Resolves when standard output was closed, as by `| head -1`. */
  waitForBrokenPipe(): Promise<void>;
}

/** The terminal of a process; SIGINT and SIGTERM stop a command, and end the process when they come twice. */
export function createProcessTerminal(process: NodeJS.Process): Terminal {
  const { stdout, stderr, env } = process;
  // When the output was closed (`| head -1`), a server keeps running.
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  return {
    stdout,
    stderr,
    env,
    cwd: process.cwd(),
    waitForStop: () => waitForStop(process),
    waitForBrokenPipe: () => new Promise((resolve) => stdout.once('error', () => resolve())),
  };
}

function waitForStop(process: NodeJS.Process): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let isStopping = false;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (isStopping) process.exit(EXIT_CODES.interrupted);
        isStopping = true;
        resolve(signal);
      });
    }
  });
}

/** Ends the process with the exit code of an internal error, and says why, when something was thrown that nobody caught. */
export function endOnFailure(process: NodeJS.Process): void {
  const end = (error: unknown): void => {
    const isOutput = (error as NodeJS.ErrnoException | undefined)?.syscall === 'write';
    const { message, exitCode } = explainFailure(isOutput ? writeError('to the output', error) : error);
    process.stderr.write(`pagewright: ${message}\n`, () => process.exit(exitCode));
    // Where standard error takes nothing any more, it does not call back either.
    setTimeout(() => process.exit(exitCode), END_MS).unref();
    process.exitCode = exitCode;
  };
  process.on('uncaughtException', end);
}

const END_MS = 1000;
