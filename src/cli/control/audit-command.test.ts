import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
// What is imported later is loaded now, so that no test has to wait for it.
import { readReport } from '../../../conformance/index.ts';
import '../report/write-reports.ts';
import { run } from '../testing/create-test-terminal.ts';
import { type ControlledMock, openControlledMock } from './testing/open-controlled-mock.ts';

let opened: ControlledMock;
beforeEach(async () => {
  opened = await openControlledMock();
});
afterEach(() => opened.mock.close());

const audit = (...words: readonly string[]): ReturnType<typeof run> =>
  run(['audit', ...words], opened.createTerminal());

/** Reads all pages, as a client should. */
async function readAll(): Promise<void> {
  for (const skip of [0, 2]) await opened.ask(`?size=2&skip=${skip}`);
}

describe('createAuditCommand', () => {
  it('finds a client clean that keeps the rules', async () => {
    await readAll();
    const { exitCode, output, errors } = await audit();
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
    expect(output).toMatch(/\nclient of orders is clean: \d+ passed.*2 requests/);
  });

  it('says which rules a client broke', async () => {
    await readAll();
    await opened.ask('?size=2&skip=0&made-up=1');
    await opened.ask('?size=2&skip=2&made-up=1');
    const { exitCode, output } = await audit('--contract', 'orders');
    expect(exitCode).toBe(1);
    expect(output).toMatch(/sends made-up,\s+which\s+the\s+document\s+does\s+not\s+have/);
    expect(output).toContain('client of orders is not clean');
    expect(JSON.parse((await audit('--json', '-')).output)).toMatchObject({ subject: 'client', verdict: 'fail' });
  });

  it('is no success where nothing was sent', async () => {
    expect(await audit()).toMatchObject({
      exitCode: 3,
      output: expect.stringContaining('client of orders not decided'),
    });
    await readAll();
    expect((await audit('--session', 'other')).exitCode).toBe(3);
  });

  it('writes reports of every kind', async () => {
    await readAll();
    const terminal = opened.createTerminal();
    const files = ['--json', 'r.json', '--junit', 'r.xml', '--html', 'r.html', '--markdown', 'r.md'];
    expect((await run(['audit', ...files], terminal)).exitCode).toBe(0);
    const read = (name: string): string => readFileSync(join(terminal.cwd, name), 'utf8');
    expect(readReport(join(terminal.cwd, 'r.json'))).toMatchObject({ contract: 'orders', subject: 'client' });
    expect(read('r.xml')).toContain('<testsuite name="orders.client"');
    expect(read('r.html')).toContain('Audit of a client');
    expect(read('r.md')).toMatch(/^## . client of orders is clean/u);
    const { output } = await audit('--json', '-');
    expect(JSON.parse(output)).toMatchObject({ subject: 'client', requests: 2 });
  });

  it.each([
    [['--contract', 'none'], 'there is no contract none'],
    [['--html', 'no/such/r.html'], 'the report no/such/r.html cannot be written'],
  ])('refuses %p', async (words, message) => {
    expect(await opened.refuse('audit', ...words)).toEqual([2, expect.stringContaining(message)]);
  });
});
