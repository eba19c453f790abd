import { type CommandEnd, runCommand } from '../command-run.ts';
import type { Terminal, TextStream } from '../terminal.ts';

interface ClientRunOptions {
  /** For a shell. */
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
  /** How long it may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Whether its standard output has to go elsewhere, as a report is written there. */
  readonly keepsOutput: boolean;
}

/** Runs a command that is a client to its end; its output streams through, and signals are passed on to it. */
export async function runClient(
  { command, env, timeoutMs, keepsOutput }: ClientRunOptions,
  terminal: Terminal,
): Promise<CommandEnd> {
  const output = keepsOutput ? terminal.stderr : terminal.stdout;
  return runCommand({
    command,
    cwd: terminal.cwd,
    env: { ...terminal.env, ...env },
    stdio: ['inherit', chooseStream(output), chooseStream(terminal.stderr)],
    timeoutMs,
    stopped: terminal.waitForStop(),
    onOutput: (text) => output.write(text.toString()),
    onErrors: (text) => terminal.stderr.write(text.toString()),
  });
}

/** The process's own streams are passed on as they are, so that a terminal is seen as one. */
function chooseStream(stream: TextStream): 'inherit' | 'pipe' | NodeJS.WriteStream {
  if (stream === process.stdout) return process.stdout;
  return stream === process.stderr ? process.stderr : 'pipe';
}
