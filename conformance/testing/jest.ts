import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageFile } from '../../src/contract/package-file.ts';
import type { TestFramework } from '../jest.ts';

/** How a test came out in a Jest of its own. */
interface JestTest {
  readonly fullName: string;
  readonly status: 'passed' | 'failed' | 'pending';
  readonly failureMessages: readonly string[];
}

interface JestRun {
  readonly exitCode: number;
  readonly tests: readonly JestTest[];
  /** Why a file could not be run at all. */
  readonly message: string;
  /** What it wrote for people. */
  readonly output: string;
}

interface Results {
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly JestTest[];
  }[];
}

/**
 * Runs test files in a process of its own, under Jest as users have it: with modules in a context of the suite.
 *
 * @param pattern - which matches their paths
 */
export function runJest(pattern: string, env: Readonly<Record<string, string>> = {}): Promise<JestRun> {
  const folder = mkdtempSync(join(tmpdir(), 'jest-'));
  const file = join(folder, 'results.json');
  const jest = packageFile('node_modules', 'jest', 'bin', 'jest.js');
  const config = JSON.stringify({
    rootDir: packageFile(),
    roots: ['<rootDir>/conformance', '<rootDir>/src'],
    testEnvironment: 'node',
    cacheDirectory: '<rootDir>/node_modules/.cache/jest',
    extensionsToTreatAsEsm: ['.ts'],
    transform: { '\\.ts$': '<rootDir>/scripts/jest/transform.mjs' },
  });
  const flags = ['--config', config, '--runInBand', '--json', `--outputFile=${file}`, '--testMatch', pattern];
  const words = ['--experimental-vm-modules', jest, ...flags];
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  const options = { cwd: packageFile(), env: { ...inherited, NO_COLOR: '1', ...env } };
  return new Promise((resolve, reject) => {
    const child = execFile(process.execPath, words, options, (_error, _stdout, output) => {
      try {
        const { testResults } = JSON.parse(readFileSync(file, 'utf8')) as Results;
        resolve({
          exitCode: child.exitCode ?? -1,
          tests: testResults.flatMap(({ assertionResults }) => assertionResults),
          message: testResults.map(({ message }) => message).join('\n'),
          output,
        });
      } catch {
        reject(new Error(`Jest left no results: ${output}`));
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  });
}

/** How a test came out. */
export interface RecordedTest {
  /** With the names of all that it stands in. */
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly message?: string;
}

/** A framework that keeps what is registered, to be run by whoever made it. */
interface Recorder extends TestFramework {
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
