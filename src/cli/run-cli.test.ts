import { describe, expect, it } from '@jest/globals';
import { readVersion } from '../server/read-version.ts';
import { createTestTerminal, run } from './testing/create-test-terminal.ts';

describe('runCli', () => {
  it('prints the version', async () => {
    expect(await run(['--version'])).toEqual({ exitCode: 0, output: `${readVersion()}\n`, errors: '' });
  });

  it.each([['--help'], ['help']])('explains itself with examples and exit codes: %s', async (word) => {
    const { exitCode, output, errors } = await run([word]);
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
    expect(output).toMatch(/Usage: pagewright[\s\S]*Examples:[\s\S]*Exit codes: 0 /);
  });

  it('tells the wrong use of a flag on the other stream', async () => {
    const { exitCode, output, errors } = await run(['--nope']);
    expect({ exitCode, output }).toEqual({ exitCode: 2, output: '' });
    expect(errors).toMatch(/^pagewright: unknown option '--nope'/);
  });

  it('asks for a report of a fault of its own', async () => {
    const stdout = {
      write: () => {
        throw new TypeError('broken');
      },
    };
    const { exitCode, errors } = await run(['contracts'], createTestTerminal({ stdout }));
    expect({ exitCode, errors }).toEqual({ exitCode: 1, errors: expect.stringContaining('please report it') });
  });
});
