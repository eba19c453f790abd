import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { sampleScenario, writeSample } from '../../server/testing/sample.ts';
import { createTestTerminal, run, type TestTerminal } from '../testing/test-terminal.ts';

const file = writeSample();
/** The environment that a shell needs to find programs. */
const { PATH = '' } = process.env;
const createTerminal = (): TestTerminal => createTestTerminal({ env: { PATH } });

function audit(command: string, words: readonly string[] = [], terminal = createTerminal()): ReturnType<typeof run> {
  return run(['audit', '--run', command, '--scenario', sampleScenario(file), ...words, file], terminal);
}

/** A client in one line of a shell: it reads the list to its end, then does something else. */
function read(pages: number, after = ''): string {
  const script = [
    'const { PAGEWRIGHT_BASE_URL: base, PAGEWRIGHT_LIST_URL: url, PAGEWRIGHT_HEADERS: headers } = process.env;',
    'if (!url.startsWith(base)) throw new Error(url);',
    `for (let page = 0; page < ${pages}; page += 1)`,
    '  await fetch(url + "?size=2&skip=" + 2 * page, { headers: JSON.parse(headers) });',
    after,
  ].join('\n');
  return `${process.execPath} --input-type=module --eval '${script}'`;
}

describe('pagewright audit --run', () => {
  it('serves a contract, runs a client, and judges it', async () => {
    const { exitCode, output, errors } = await audit(read(2, 'console.log("read all")'));
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
    expect(output).toMatch(/^read all\n/);
    expect(output).toMatch(/\nclient of orders is clean: .*2 requests/);
  });

  it('tells a client that breaks rules from a command that fails', async () => {
    const broken = await audit(read(1, 'process.exit(7)'));
    expect(broken).toMatchObject({ exitCode: 1, errors: 'The command ended with exit code 7.\n' });
    expect(await audit(read(2, 'process.exit(7)'))).toMatchObject({
      exitCode: 5,
      output: expect.stringContaining('client of orders is clean'),
      errors: 'The command ended with exit code 7.\n',
    });
    expect(await audit('true')).toMatchObject({ exitCode: 3, errors: '' });
    expect((await audit(read(1), ['--reads', 'some'])).exitCode).toBe(0);
  });

  it('keeps standard output to the report that is written there', async () => {
    const { output, errors } = await audit('echo out; echo err >&2', ['--json', '-']);
    expect(JSON.parse(output)).toMatchObject({ contract: 'orders', verdict: 'inconclusive' });
    expect(errors.split('\n').sort()).toEqual(['', 'err', 'out']);
  });

  it('injects faults', async () => {
    const { output } = await audit(read(2), ['--fault', 'rate-limit:times=1,retryAfter=60', '--json', '-']);
    const { results } = JSON.parse(output) as { results: { id: string; verdict: string }[] };
    expect(results.find(({ id }) => id.endsWith('wait-as-told'))?.verdict).not.toBe('inconclusive');
  });

  it('ends a command that takes too long, with all that it started', async () => {
    const terminal = createTerminal();
    const { exitCode, errors } = await audit('(sleep 60; touch late) & sleep 60', ['--run-timeout', '200ms'], terminal);
    expect({ exitCode, errors }).toEqual({
      exitCode: 5,
      errors: 'The command did not end within 0.2 s, and was stopped.\n',
    });
    expect(existsSync(join(terminal.cwd, 'late'))).toBe(false);
  });

  it('passes signals on, and judges what was sent until then', async () => {
    const terminal = createTerminal();
    const running = audit(
      'trap "echo caught > signal; exit 0" INT; echo ready; while :; do sleep 0.05; done',
      [],
      terminal,
    );
    await terminal.waitFor(/ready/);
    terminal.stop();
    expect((await running).exitCode).toBe(130);
    expect(readFileSync(join(terminal.cwd, 'signal'), 'utf8')).toBe('caught\n');
  });
});
