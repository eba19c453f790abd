import type { TestFramework } from '../test-framework.ts';

/** How a test came out. */
export interface RecordedTest {
  /** With the names of all that it stands in. */
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly message?: string;
}

/** A framework that keeps what is registered, to be run by whoever made it. */
export interface Recorder extends TestFramework {
  /** Names of what is registered, in order. */
  readonly names: readonly string[];
  run(): Promise<readonly RecordedTest[]>;
}

/** Makes a framework that runs nothing by itself. */
export function createRecorder(): Recorder {
  const groups: string[] = [];
  const preparations: (() => Promise<void>)[] = [];
  const tests: { readonly name: string; readonly body: (() => void) | undefined }[] = [];
  const nameOf = (name: string): string => [...groups, name].join(' › ');
  const it = (name: string, body: () => void): void => void tests.push({ name: nameOf(name), body });
  return {
    describe(name, body) {
      groups.push(name);
      body();
      groups.pop();
    },
    it: Object.assign(it, { skip: (name: string) => tests.push({ name: nameOf(name), body: undefined }) }),
    beforeAll: (body) => preparations.push(body),
    get names() {
      return tests.map(({ name }) => name);
    },
    async run() {
      for (const prepare of preparations) await prepare();
      return tests.map(({ name, body }) => {
        if (body === undefined) return { name, outcome: 'skipped' };
        try {
          body();
          return { name, outcome: 'passed' };
        } catch (error) {
          return { name, outcome: 'failed', message: (error as Error).message };
        }
      });
    },
  };
}
