import '../alter/deviations/catalogue.ts';
import '../dataset/scenarios/load-scenario.ts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { formatJson, listRequirements, loadContracts } from '../../conformance/index.ts';
import type { Verdict } from '../../conformance/result.ts';
import { createReport, createResult } from '../../conformance/testing/results.ts';
import { builtInContracts } from '../contract/load-contracts.ts';
import { writeSample } from '../server/testing/sample.ts';
import { printOnTty } from './testing/command-lines.ts';
import { createTestTerminal, run, type TestTerminal } from './testing/test-terminal.ts';

describe('pagewright contracts', () => {
  it('lists what comes with the package', async () => {
    const { exitCode, output } = await run(['contracts']);
    expect(exitCode).toBe(0);
    const names = output.split('\n').flatMap((line) => /^(\w+) {2,}\w.* {2,}\//.exec(line)?.[1] ?? []);
    expect(names).toEqual(builtInContracts());
    expect(output).toMatch(/\n {2}scenarios: .*\bdemo\b/);
  });

  it('lists what a file describes, for scripts as well', async () => {
    const file = writeSample();
    expect((await run(['contracts', file])).output).toBe(
      'orders  Orders  offsets  /shops/{shop}/orders\n  scenarios: default\n',
    );
    const { output } = await run(['contracts', '--json', file]);
    const expected = {
      id: 'orders',
      title: 'Orders',
      style: 'offset',
      path: '/shops/{shop}/orders',
      file,
      scenarios: ['default'],
    };
    expect(JSON.parse(output)).toEqual([expected]);
  });

  it('refuses a contract that there is not', async () => {
    expect(await run(['contracts', 'nope'])).toMatchObject({
      exitCode: 2,
      output: '',
      errors: expect.stringContaining('nope'),
    });
  });

  it('ends with 1 when a file has mistakes', async () => {
    expect((await run(['contracts', writeSample('bad', ['identity: id', 'identity: name'])])).exitCode).toBe(1);
  });
});

describe('pagewright deviations', () => {
  it('lists deviations by area, with the contracts in which they break something', async () => {
    const { exitCode, output } = await run(['deviations', writeSample()]);
    expect(exitCode).toBe(0);
    expect(output).toMatch(/^paging\n/m);
    expect(output).toMatch(/^ {2}total-of-page +orders documented\n {4}the total counts the rows of the page\n/m);
    expect(output).toMatch(/^variations \(allowed by contracts\)\n[\s\S]*^ {2}no-head +orders\n/m);
  });

  it('lists them for scripts, for all contracts that come with the package', async () => {
    const { output } = await run(['deviations', '--json']);
    const listings = JSON.parse(output) as { name: string; breaks: Record<string, string> }[];
    const named = (name: string): unknown => listings.find((one) => one.name === name)?.breaks;
    expect(Object.keys(named('total-of-page') ?? {})).toEqual(builtInContracts());
    expect(new Set(Object.values(named('more-headers') ?? {}))).toEqual(new Set(['nothing']));
  });

  it('refuses a contract that there is not', async () => {
    expect(await run(['deviations', 'nope'])).toMatchObject({ exitCode: 2, errors: expect.stringContaining('nope') });
  });
});

describe('pagewright requirements', () => {
  const file = writeSample();
  const rows = loadContracts(file).flatMap((contract) => listRequirements(contract));

  it('lists every requirement below its area, with the checks that verify it or why none does', async () => {
    const { exitCode, output } = await run(['requirements', file]);
    expect(exitCode).toBe(0);
    const lines = output.split('\n');
    for (const { id, title, checks, unverifiable } of rows) {
      const line = lines.find((one) => one.startsWith(`  ${id} `));
      expect(line).toContain(title);
      expect(line).toContain(unverifiable ?? checks.join(', '));
    }
    expect(lines.filter((line) => /^\w/.test(line))).toEqual([...new Set(rows.map(({ area }) => area))]);
  });

  it('prints them as JSON', async () => {
    const { output } = await run(['requirements', file, '--json']);
    expect(JSON.parse(output)).toEqual(rows);
  });

  it('prints them as a table, whose cells hold no bar', async () => {
    const barred = writeSample('orders', ['enum: [open, closed]', 'enum: ["open|half", open, closed]']);
    const { output } = await run(['requirements', barred, '--markdown']);
    const lines = output.trimEnd().split('\n');
    expect(lines.slice(0, 2)).toEqual(['| Id | Requirement | Source | Verified by |', '| --- | --- | --- | --- |']);
    expect(lines.length).toBe(rows.length + 2);
    for (const line of lines) expect(line.replaceAll('\\|', '').split('|')).toHaveLength(6);
    expect(output).toContain('open\\|half');
  });

  it('paints areas only where the terminal shows it', async () => {
    expect(await printOnTty(['requirements', file])).toContain('\u001b[1m');
    expect((await run(['requirements', file])).output).not.toContain('\u001b[');
  });

  it.each([
    [['no-such'], 'Unknown contract, file or command no-such'],
    [[file, '--operation', 'listNothing'], 'Unknown list listNothing in '],
    [[], "Missing required argument 'contract'"],
  ])('refuses %j', async (words, message) => {
    const { exitCode, errors } = await run(['requirements', ...words]);
    expect(exitCode).toBe(2);
    expect(errors).toContain(message);
  });
});

describe('pagewright validate', () => {
  const good = writeSample();
  const bad = writeSample('bad', ['pastEnd: empty', 'pastEnd: elsewhere'], ['identity: id', 'identity: name']);

  it('says what a file without mistakes describes', async () => {
    const { exitCode, output } = await run(['validate', good]);
    expect({ exitCode, output }).toEqual({
      exitCode: 0,
      output: `${good}: valid. Lists: orders (offsets)\n`,
    });
  });

  it('prints every mistake with its place, and looks at all files', async () => {
    const { exitCode, output } = await run(['validate', bad, good]);
    expect(exitCode).toBe(1);
    const lines = output.trimEnd().split('\n');
    expect(lines.slice(0, -1).every((line) => /bad\.yaml:\d+:\d+ \S/.test(line))).toBe(true);
    expect(lines.at(-1)).toContain(': valid. Lists: ');
    expect(lines.length).toBeGreaterThan(1);
  });

  it.each([
    [[], "Missing required argument 'file'"],
    [['none.yaml'], 'File not found: none.yaml'],
  ])('refuses %p', async (files, message) => {
    const { exitCode, errors } = await run(['validate', ...files]);
    expect({ exitCode, errors }).toEqual({ exitCode: 2, errors: expect.stringContaining(message) });
  });

  it('explains itself with examples', async () => {
    expect((await run(['validate', '--help'])).output).toContain('Examples:\n  pagewright validate');
  });
});

describe('pagewright diff', () => {
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
    const show = (env: Readonly<Record<string, string>>): Promise<string> =>
      printOnTty(['diff', 'old.json', 'new.json'], { cwd, env });
    expect((await show({})).includes('\u001b[')).toBe(true);
    expect((await show({ NO_COLOR: '1' })).includes('\u001b[')).toBe(false);
  });

  it.each([
    [['old.json', 'none.json'], 'none.json'],
    [['old.json', 'bad.json'], 'bad.json'],
    [['old.json'], "Missing required argument 'after'"],
  ])('refuses %j', async (files, message) => {
    const terminal = terminalWith({ old: ['pass', 'pass'] });
    writeFileSync(join(terminal.cwd, 'bad.json'), '{"contract": 7}');
    const { exitCode, output, errors } = await run(['diff', ...files], terminal);
    expect([exitCode, output]).toEqual([2, '']);
    expect(errors).toContain(message);
  });
});
