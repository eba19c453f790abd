import { type ChildProcess, spawn } from 'node:child_process';
import type { Terminal, TextStream } from '../terminal.ts';

/** How a command that is a client ended. */
export interface ClientEnd {
  /** What was wrong, as a clause: `ended with exit code 7`; absent when it ended well. */
  readonly failure?: string;
  /** Whether the user stopped it. */
  readonly isInterrupted: boolean;
}

interface ClientRunOptions {
  /** For a shell. */
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
  /** How long it may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Whether its standard output has to go elsewhere, as a report is written there. */
  readonly keepsOutput: boolean;
}

/** How long a command that was told to end may take, in milliseconds. */
const GRACE_MS = 5000;

/**
 * Runs a command to its end; its output streams through. Signals are passed on to it and to all that it started. What still runs
 * when it has ended is ended, too.
 */
export async function runClient(
  { command, env, timeoutMs, keepsOutput }: ClientRunOptions,
  terminal: Terminal,
): Promise<ClientEnd> {
  const output = keepsOutput ? terminal.stderr : terminal.stdout;
  const child = spawn(command, {
    shell: true,
    cwd: terminal.cwd,
    env: { ...terminal.env, ...env },
    stdio: ['inherit', chooseStream(output), chooseStream(terminal.stderr)],
    // A group of its own, so that what it starts is ended with it.
    detached: process.platform !== 'win32',
  });
  child.stdout?.on('data', (text: Buffer) => output.write(text.toString()));
  child.stderr?.on('data', (text: Buffer) => terminal.stderr.write(text.toString()));
  const killAll = (): void => signalGroup(child, 'SIGKILL');
  process.once('exit', killAll);
  const watch = watchClient(child, timeoutMs, terminal);
  const failure = await waitForEnd(child);
  watch.stop();
  process.removeListener('exit', killAll);
  return watch.describe(failure);
}

/** The process's own streams are passed on as they are, so that a terminal is seen as one. */
function chooseStream(stream: TextStream): 'inherit' | 'pipe' | NodeJS.WriteStream {
  if (stream === process.stdout) return process.stdout;
  return stream === process.stderr ? process.stderr : 'pipe';
}

interface ClientWatch {
  stop(): void;
  describe(failure: string | undefined): ClientEnd;
}

/** Ends a command that takes too long, or that the user stops. */
function watchClient(child: ChildProcess, timeoutMs: number, terminal: Terminal): ClientWatch {
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
  void terminal.waitForStop().then((signal) => {
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
