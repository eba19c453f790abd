import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { run, type TestTerminal } from '../../testing/create-test-terminal.ts';
import { type ControlledMock, openControlledMock } from '../testing/open-controlled-mock.ts';

let opened: ControlledMock;
beforeEach(async () => {
  opened = await openControlledMock();
});
afterEach(() => opened.mock.close());

const lines = async (...words: readonly string[]): Promise<readonly string[]> =>
  (await opened.print('journal', ...words)).trimEnd().split('\n');

describe('createJournalCommand', () => {
  it('lists exchanges, a line for each', async () => {
    expect(await lines()).toEqual(['no exchange']);
    await opened.ask('?size=2');
    await fetch(new URL('/nowhere', opened.mock.url));
    expect(await lines()).toEqual([
      expect.stringMatching(/^ {4}1 {2}[\d:.]+Z {2}GET {5}200 +[\d.]+ ms {2}\/shops\/north\/orders\?size=2$/),
      expect.stringMatching(/^ {4}2 {2}.* 404 .* {2}\/nowhere$/),
    ]);
    expect(JSON.parse(await opened.print('journal', '--json'))).toEqual(opened.mock.journal.list());
  });

  it('chooses among them', async () => {
    opened.mock.faults.add('503:times=1');
    await opened.ask('?size=1');
    await opened.ask('?size=2');
    await opened.ask('?size=3');
    await fetch(new URL('/nowhere', opened.mock.url), { method: 'POST' });
    const ids = async (...words: readonly string[]): Promise<unknown> =>
      JSON.parse(await opened.print('journal', '--json', ...words)).map(({ id }: { id: number }) => id);
    expect(await ids('--contract', 'orders')).toEqual([1, 2, 3]);
    expect(await ids('--method', 'post')).toEqual([4]);
    expect(await ids('--status', '2xx')).toEqual([2, 3]);
    expect(await ids('--path', 'size=2')).toEqual([2]);
    expect(await ids('--fault', 'server-error')).toEqual([1]);
    expect(await ids('--since', '2')).toEqual([3, 4]);
    expect(await ids('--limit', '1', '--status', '200')).toEqual([3]);
  });

  it('writes an archive', async () => {
    await opened.ask();
    const terminal = opened.createTerminal();
    const { output } = await run(['journal', '--har', 'client.har'], terminal);
    expect(output).toBe('1 exchange written to client.har\n');
    const har = JSON.parse(readFileSync(join(terminal.cwd, 'client.har'), 'utf8'));
    expect(har.log.entries).toEqual([expect.objectContaining({ _contract: 'orders' })]);
    expect(JSON.parse(await opened.print('journal', '--har', '-', '--status', '5xx')).log.entries).toEqual([]);
    expect(await opened.refuse('journal', '--har', 'no/such/x.har')).toEqual([
      2,
      expect.stringContaining('the archive no/such/x.har cannot be written'),
    ]);
  });

  it('forgets them', async () => {
    await opened.ask();
    expect(await lines('--clear')).toEqual(['the journal is empty']);
    expect(opened.mock.journal.list()).toEqual([]);
  });

  it.each([
    [['--status', '9xx9'], 'status is "9xx9"; expected a status'],
    [['--limit', 'x'], 'Expected a whole number'],
    [['--clear', '--status', '404'], "option '--clear' cannot be used with option '--status"],
    [['--follow', '--har', 'x'], "option '--follow' cannot be used with option '--har"],
    [['--follow', '--status', 'x'], 'status is "x"; expected a status'],
  ])('refuses %p', async (words, message) => {
    expect(await opened.refuse('journal', ...words)).toEqual([2, expect.stringContaining(message)]);
  });
});

describe('journal --follow', () => {
  /** Follows with what came before, so that it is known when it has begun. */
  const start = (terminal: TestTerminal, ...words: readonly string[]): ReturnType<typeof run> =>
    run(['journal', '--follow', '--since', '0', ...words], terminal);

  it('shows exchanges as they happen, until it is stopped', async () => {
    const terminal = opened.createTerminal();
    await opened.ask('?size=1');
    const ended = start(terminal);
    await terminal.waitFor(/size=1/);
    await opened.ask('?size=2');
    await terminal.waitFor(/size=2/);
    terminal.stop();
    expect(await ended).toMatchObject({ exitCode: 0, errors: '' });
    expect(terminal.output().trimEnd().split('\n')).toHaveLength(2);
  });

  it('prints a line of JSON for each exchange that is wanted', async () => {
    const terminal = opened.createTerminal();
    await opened.ask('?size=0');
    await opened.ask('?size=1');
    const ended = start(terminal, '--json', '--status', '200');
    await terminal.waitFor(/size=1/);
    terminal.stop();
    await ended;
    expect(terminal.output()).toMatch(/^.*\n$/);
    expect(JSON.parse(terminal.output())).toEqual(opened.mock.journal.get(2));
  });

  it('ends when nobody reads it any more, and says that the mock has gone', async () => {
    let breakPipe = (): void => {};
    const broken = new Promise<void>((resolve) => {
      breakPipe = resolve;
    });
    const terminal = opened.createTerminal({ waitForBrokenPipe: () => broken });
    await opened.ask('?size=1');
    const ended = start(terminal);
    await terminal.waitFor(/size=1/);
    await opened.mock.close();
    await terminal.waitFor(/the connection to the mock is lost; trying again/);
    breakPipe();
    expect((await ended).exitCode).toBe(0);
  });
});
