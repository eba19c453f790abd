import { describe, expect, it } from '@jest/globals';
import { writeSample } from '../server/testing/sample-contract.ts';
import { run } from './testing/create-test-terminal.ts';

describe('createValidateCommand', () => {
  const good = writeSample();
  const bad = writeSample('bad', ['pastEnd: empty', 'pastEnd: elsewhere'], ['identity: id', 'identity: name']);

  it('says what a file without mistakes describes', async () => {
    const { exitCode, output } = await run(['validate', good]);
    expect({ exitCode, output }).toEqual({
      exitCode: 0,
      output: `${good}: no mistakes; it describes orders (offset pages)\n`,
    });
  });

  it('prints every mistake with its place, and looks at all files', async () => {
    const { exitCode, output } = await run(['validate', bad, good]);
    expect(exitCode).toBe(1);
    const lines = output.trimEnd().split('\n');
    expect(lines.slice(0, -1).every((line) => /bad\.yaml:\d+:\d+ \S/.test(line))).toBe(true);
    expect(lines.at(-1)).toContain('no mistakes');
    expect(lines.length).toBeGreaterThan(1);
  });

  it.each([
    [[], "missing required argument 'file'"],
    [['none.yaml'], 'there is no file none.yaml'],
  ])('refuses %p', async (files, message) => {
    const { exitCode, errors } = await run(['validate', ...files]);
    expect({ exitCode, errors }).toEqual({ exitCode: 2, errors: expect.stringContaining(message) });
  });

  it('explains itself with examples', async () => {
    expect((await run(['validate', '--help'])).output).toContain('Examples:\n  pagewright validate');
  });
});
