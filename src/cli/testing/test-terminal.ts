import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../program.ts';
import type { Terminal, TextStream } from '../terminal.ts';

/** A terminal that remembers what was written. */
export interface TestTerminal extends Terminal {
  /** What has been written to the output, or to the other stream. */
  output(): string;
  errors(): string;
  /** Ends a command that would go on for ever. */
  stop(): void;
  /** Resolves when the output, or the other stream, holds a text. */
  waitFor(text: RegExp): Promise<void>;
}

/** Makes a terminal in an empty folder. */
export function createTestTerminal(parts: Partial<Terminal> = {}): TestTerminal {
  const written = { output: '', errors: '' };
  const waiting: { readonly text: RegExp; readonly resolve: () => void }[] = [];
  const createStream = (name: keyof typeof written): TextStream => ({
    write(text) {
      written[name] += text;
      for (const { text: wanted, resolve } of waiting) if (wanted.test(written[name])) resolve();
    },
  });
  let stop = (): void => {};
  const stopped = new Promise<NodeJS.Signals>((resolve) => {
    stop = () => resolve('SIGINT');
  });
  return {
    stdout: createStream('output'),
    stderr: createStream('errors'),
    env: {},
    cwd: mkdtempSync(join(tmpdir(), 'terminal-')),
    waitForStop: () => stopped,
    waitForBrokenPipe: () => new Promise(() => {}),
    ...parts,
    output: () => written.output,
    errors: () => written.errors,
    stop,
    waitFor: (text) => {
      return new Promise((resolve) => {
        waiting.push({ text, resolve });
        if (text.test(written.output) || text.test(written.errors)) resolve();
      });
    },
  };
}

/** Runs a command line to its end. Returns the exit code and what it wrote. */
export async function run(
  words: readonly string[],
  terminal: TestTerminal = createTestTerminal(),
): Promise<{ exitCode: number; output: string; errors: string }> {
  const exitCode = await runCli(words, terminal);
  return { exitCode, output: terminal.output(), errors: terminal.errors() };
}
