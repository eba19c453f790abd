import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageFile } from '../../../src/contract/package-file.ts';

/** How a test came out in a Jest of its own. */
interface JestTest {
  readonly fullName: string;
  readonly status: 'passed' | 'failed' | 'pending';
  readonly failureMessages: readonly string[];
}

export interface JestRun {
  readonly exitCode: number;
  readonly tests: readonly JestTest[];
  /** Why a file could not be run at all. */
  readonly message: string;
  /** What it wrote for people. */
  readonly output: string;
}

interface Results {
  readonly testResults: readonly { readonly message: string; readonly assertionResults: readonly JestTest[] }[];
}

/**
 * Runs one file of tests with the project's own settings, in a process of its own.
 *
 * @param pattern - which matches its path
 */
export function runJest(pattern: string, env: Readonly<Record<string, string>> = {}): Promise<JestRun> {
  const folder = mkdtempSync(join(tmpdir(), 'jest-'));
  const file = join(folder, 'results.json');
  const jest = packageFile('node_modules', 'jest', 'bin', 'jest.js');
  const words = ['--experimental-vm-modules', jest, '--json', `--outputFile=${file}`, '--testMatch', pattern];
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
