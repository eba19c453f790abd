import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';

/** How a command ended. */
export interface CommandEnd {
  /** What was wrong, as a clause: `ended with exit code 7`; absent when it ended well. */
  readonly failure?: string;
  /** Whether it was stopped. */
  readonly isInterrupted: boolean;
}

/** A command that somebody else than pagewright wrote. */
export interface CommandRun {
  /** For a shell. */
  readonly command: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdio: StdioOptions;
  /** Written to its standard input, where that is a pipe. */
  readonly input?: string;
  /** How long it may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Resolves when it is to be ended early, with the signal that it gets. */
  readonly stopped: Promise<NodeJS.Signals>;
  /** Get what it prints, where that goes to a pipe. */
  readonly onOutput?: (text: Buffer) => void;
  readonly onErrors?: (text: Buffer) => void;
}

/** How long a command that was told to end may take, in milliseconds. */
const GRACE_MS = 5000;

/**
 * Runs a command to its end. Signals are passed on to it and to all that it started. What still runs when it has ended is ended, too.
 */
export async function runCommand(run: CommandRun): Promise<CommandEnd> {
  const { command, cwd, env, stdio, input, timeoutMs, stopped, onOutput, onErrors } = run;
  // A group of its own, so that what it starts is ended with it.
  const child = spawn(command, { shell: true, cwd, env, stdio, detached: process.platform !== 'win32' });
  child.stdout?.on('data', (text: Buffer) => onOutput?.(text));
  child.stderr?.on('data', (text: Buffer) => onErrors?.(text));
  // Who does not read what is written to it has no use for it.
  child.stdin?.on('error', () => {});
  child.stdin?.end(input);
  const killAll = (): void => signalGroup(child, 'SIGKILL');
  process.once('exit', killAll);
  const watch = watchCommand(child, timeoutMs, stopped);
  const failure = await waitForEnd(child);
  watch.stop();
  process.removeListener('exit', killAll);
  return watch.describe(failure);
}

interface CommandWatch {
  stop(): void;
  describe(failure: string | undefined): CommandEnd;
}

/** Ends a command that takes too long, or that is stopped. */
function watchCommand(child: ChildProcess, timeoutMs: number, stopped: Promise<NodeJS.Signals>): CommandWatch {
  let isInterrupted = false;
  let isLate = false;
  let grace: NodeJS.Timeout | undefined;
  const end = (signal: NodeJS.Signals): void => {
    signalGroup(child, signal);
    grace ??= setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE_MS);
  };
  const timer = setTimeout(() => {
    isLate = true;
    end('SIGTERM');
  }, timeoutMs);
  let isOver = false;
  void stopped.then((signal) => {
    if (isOver) return;
    isInterrupted = true;
    end(signal);
  });
  return {
    stop() {
      isOver = true;
      clearTimeout(timer);
      clearTimeout(grace);
    },
    describe(failure) {
      const late = isLate ? `did not end within ${timeoutMs / 1000} s, and was stopped` : undefined;
      const found = late ?? failure;
      return { isInterrupted, ...(found !== undefined && { failure: found }) };
    },
  };
}

function waitForEnd(child: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`could not be started: ${error.message}`));
    // Whoever stays behind could go on sending requests, or hold the output open.
    child.once('exit', () => signalGroup(child, 'SIGKILL'));
    child.once('close', (code, signal) => {
      if (signal !== null) resolve(`was ended by ${signal}`);
      else resolve(code === 0 ? undefined : `ended with exit code ${code}`);
    });
  });
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // It has ended already.
  }
}
