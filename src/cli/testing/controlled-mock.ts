import { createMock, type Mock } from '../../server/mock.ts';

import type { MockOptions } from '../../server/options.ts';
import { sampleScenario, writeSample } from '../../server/testing/sample.ts';
import { createTestTerminal, run, type TestTerminal } from './test-terminal.ts';

/** A mock of the sample contract, with the command line that controls it. */
export interface ControlledMock extends AsyncDisposable {
  readonly mock: Mock;
  /** A terminal whose environment says where the mock is. */
  createTerminal(parts?: Partial<TestTerminal>): TestTerminal;
  /** Runs a command line that has to end well. @returns what it printed */
  print(...words: readonly string[]): Promise<string>;
  /** Runs a command line that has to fail. @returns its exit code, and what it said */
  refuse(...words: readonly string[]): Promise<readonly [exitCode: number, errors: string]>;
  /** Asks for the list with credentials that work. @param query - with its question mark */
  ask(query?: string): Promise<Response>;
}

/** Starts a mock of the sample contract; close it in the end, or declare it with `await using`. */
export async function openControlledMock(options: MockOptions = {}): Promise<ControlledMock> {
  const file = writeSample();
  const mock = await createMock({ contract: file, scenario: sampleScenario(file), ...options });
  const createTerminal: ControlledMock['createTerminal'] = (parts) =>
    createTestTerminal({ env: { PAGEWRIGHT_URL: mock.url }, ...parts });
  return {
    mock,
    createTerminal,
    async print(...words) {
      const { exitCode, output, errors } = await run(words, createTerminal());
      if (exitCode !== 0 || errors !== '') throw new Error(`${words.join(' ')} ended with ${exitCode}: ${errors}`);
      return output;
    },
    async refuse(...words) {
      const { exitCode, output, errors } = await run(words, createTerminal());
      if (output !== '') throw new Error(`${words.join(' ')} printed ${output}`);
      return [exitCode, errors];
    },
    ask: (query = '') => fetch(`${mock.listUrl}${query}`, { headers: mock.headers }),
    [Symbol.asyncDispose]: () => mock.close(),
  };
}
