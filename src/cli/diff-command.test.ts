import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
// What is imported later is loaded now, so that no test has to wait for it.
import { formatJson } from '../../conformance/index.ts';
import { createReport, createResult } from '../../conformance/report/testing/create-result.ts';
import type { Verdict } from '../../conformance/result.ts';
import { createTestTerminal, run, type TestTerminal } from './testing/create-test-terminal.ts';

/** A terminal in a folder with reports, each by the verdict on `orders.a` and on `orders.b`. */
function terminalWith(reports: Readonly<Record<string, readonly [a: Verdict, b: Verdict]>>): TestTerminal {
  const terminal = createTestTerminal();
  for (const [name, [a, b]] of Object.entries(reports)) {
    const results = [createResult({ id: 'orders.a', verdict: a }), createResult({ id: 'orders.b', verdict: b })];
    const verdict = [a, b].includes('fail') ? 'fail' : 'pass';
    writeFileSync(join(terminal.cwd, `${name}.json`), formatJson(createReport({ verdict, results })));
  }
  return terminal;
}

describe('createDiffCommand', () => {
  it.each<[Verdict, Verdict, number]>([
    ['pass', 'fail', 1],
    ['inconclusive', 'fail', 1],
    ['waived', 'fail', 1],
    ['fail', 'fail', 0],
    ['fail', 'pass', 0],
    ['pass', 'warn', 0],
    ['pass', 'inconclusive', 0],
  ])('from %s to %s: %i', async (before, after, exitCode) => {
    const terminal = terminalWith({ old: [before, 'fail'], new: [after, 'fail'] });
    expect((await run(['diff', 'old.json', 'new.json'], terminal)).exitCode).toBe(exitCode);
  });

  it('shows what has changed, for people, programs and pages', async () => {
    const terminal = terminalWith({ old: ['pass', 'fail'], new: ['fail', 'pass'] });
    const show = async (...flags: readonly string[]): Promise<string> => {
      const { exitCode, output } = await run(
        ['diff', 'old.json', 'new.json', ...flags],
        createTestTerminal({ cwd: terminal.cwd }),
      );
      expect(exitCode).toBe(1);
      return output;
    };
    expect(await show()).toMatch(/orders\.a.*orders\.b/s);
    expect(JSON.stringify(JSON.parse(await show('--json')))).toContain('orders.a');
    expect(await show('--markdown')).toMatch(/^#.*`orders\.a`/s);
  });

  it('has colours only where the terminal shows them', async () => {
    const { cwd } = terminalWith({ old: ['pass', 'pass'], new: ['fail', 'pass'] });
    const show = async (env: Readonly<Record<string, string>>): Promise<string> => {
      let text = '';
      const write = (part: string): void => {
        text += part;
      };
      await run(['diff', 'old.json', 'new.json'], createTestTerminal({ cwd, env, stdout: { isTTY: true, write } }));
      return text;
    };
    expect((await show({})).includes('\u001b[')).toBe(true);
    expect((await show({ NO_COLOR: '1' })).includes('\u001b[')).toBe(false);
  });

  it.each([
    [['old.json', 'none.json'], 'none.json'],
    [['old.json', 'bad.json'], 'bad.json'],
    [['old.json'], "missing required argument 'after'"],
  ])('refuses %j', async (files, message) => {
    const terminal = terminalWith({ old: ['pass', 'pass'] });
    writeFileSync(join(terminal.cwd, 'bad.json'), '{"contract": 7}');
    const { exitCode, output, errors } = await run(['diff', ...files], terminal);
    expect([exitCode, output]).toEqual([2, '']);
    expect(errors).toContain(message);
  });
});
