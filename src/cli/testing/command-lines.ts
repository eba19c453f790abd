import { callerOf } from '../../../conformance/testing/mock-target.ts';
import type { Terminal } from '../terminal.ts';
import { createTestTerminal, run } from './test-terminal.ts';

/** A command line that checks a target with the default credentials of a built-in contract. */
export function checkWords(id: string, baseUrl: string, ...words: readonly string[]): readonly string[] {
  const { headers = {}, pathParameters = {} } = callerOf(id);
  return [
    ...['check', id, '--base-url', baseUrl],
    ...Object.entries(headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`]),
    ...Object.entries(pathParameters).flatMap(([name, value]) => ['--path-param', `${name}=${value}`]),
    ...words,
  ];
}

/** Runs a command line whose output is a TTY. Returns what was written to it. */
export async function printOnTty(words: readonly string[], parts: Partial<Terminal> = {}): Promise<string> {
  let text = '';
  const write = (part: string): void => {
    text += part;
  };
  await run(words, createTestTerminal({ ...parts, stdout: { isTTY: true, write } }));
  return text;
}
