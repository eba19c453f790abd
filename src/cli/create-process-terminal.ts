import type { Terminal } from './terminal.ts';

/** How a process ends that was told to stop twice: as a shell reports an interrupt. */
const FORCED = 130;

/** The terminal of a process: its streams, and its signals as the wish to stop. */
export function createProcessTerminal(process: NodeJS.Process): Terminal {
  const { stdout, stderr, env } = process;
  // Whoever read the output has gone (`| head -1`): what is served goes on, what is printed is lost.
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

function waitForStop(process: NodeJS.Process): Promise<void> {
  return new Promise((resolve) => {
    let isStopping = false;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (isStopping) process.exit(FORCED);
        isStopping = true;
        resolve();
      });
    }
  });
}
