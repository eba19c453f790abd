import { describe, expect, it } from '@jest/globals';
// What is imported later is loaded now, so that no test has to wait for it.
import { listRequirements, loadContracts } from '../../conformance/index.ts';
import { writeSample } from '../server/testing/sample-contract.ts';
import { createTestTerminal, run } from './testing/create-test-terminal.ts';

const file = writeSample();
const rows = loadContracts(file).flatMap((contract) => listRequirements(contract));

describe('createRequirementsCommand', () => {
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
    expect(lines.slice(0, 2)).toEqual(['| id | requirement | source | verified by |', '| --- | --- | --- | --- |']);
    expect(lines.length).toBe(rows.length + 2);
    for (const line of lines) expect(line.replaceAll('\\|', '').split('|')).toHaveLength(6);
    expect(output).toContain('open\\|half');
  });

  it('paints areas only where the terminal shows it', async () => {
    let text = '';
    const write = (part: string): void => {
      text += part;
    };
    await run(['requirements', file], createTestTerminal({ stdout: { isTTY: true, write } }));
    expect(text).toContain('\u001b[1m');
    expect((await run(['requirements', file])).output).not.toContain('\u001b[');
  });

  it.each([
    [['no-such'], 'there is no contract, file or command no-such'],
    [[file, '--operation', 'listNothing'], 'describes no list listNothing; it describes orders'],
    [[], "missing required argument 'contract'"],
  ])('refuses %j', async (words, message) => {
    const { exitCode, errors } = await run(['requirements', ...words]);
    expect(exitCode).toBe(2);
    expect(errors).toContain(message);
  });
});
