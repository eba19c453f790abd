import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
// What is imported later is loaded now, so that no test has to wait for it.
import '../server/start-mock.ts';
import { sampleScenario, writeSample } from '../server/testing/sample-contract.ts';
import { createTestTerminal, run, type TestTerminal } from './testing/create-test-terminal.ts';

/** Runs a command line that serves, until it has said what. */
async function serveUntilAnnounced(
  words: readonly string[],
  terminal: TestTerminal = createTestTerminal(),
): Promise<string> {
  const ended = run(words, terminal);
  await Promise.race([terminal.waitFor(/http/), ended]);
  terminal.stop();
  const { exitCode, output, errors } = await ended;
  expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
  return output;
}

describe('createServeCommand', () => {
  const file = writeSample();
  const scenario = sampleScenario(file);

  it('serves what it is given', async () => {
    const output = await serveUntilAnnounced(['serve', file, '--scenario', scenario, '-p', '0', '--json']);
    expect(JSON.parse(output)).toEqual([expect.objectContaining({ id: 'orders', rows: 5 })]);
  });

  it('says which deviation is on', async () => {
    const words = ['serve', file, '--scenario', scenario, '-p', '0', '--deviation', 'total-of-page'];
    expect(await serveUntilAnnounced(words)).toContain(
      'Deviation total-of-page is on in orders: the total counts the rows of the page.',
    );
  });

  it('is greased and faulty as it is told, by flags or else by a file', async () => {
    const terminal = createTestTerminal();
    const settings = { contracts: [file], scenario, port: 0, grease: true, faults: ['cycle'] };
    writeFileSync(join(terminal.cwd, 'pagewright.config.json'), JSON.stringify(settings));
    const words = ['--no-grease', '--fault', 'latency:ms=1', '--fault', '429', '--session-idle', '60000'];
    const output = await serveUntilAnnounced(words, terminal);
    expect(output).toContain('Faults are on: latency:ms=1; rate-limit\n');
    expect(output).not.toContain('Grease');
    expect(await serveUntilAnnounced(['--grease', '5', file, '--scenario', scenario, '-p', '0'])).toContain(
      'Grease is on (seed 5)',
    );
  });

  it('is what runs when no command is named', async () => {
    expect(await serveUntilAnnounced([file, '--scenario', `orders=${scenario}`, '--port=0'])).toContain(
      '1 contract on http://',
    );
  });

  it('takes settings from a file, which flags override', async () => {
    const terminal = createTestTerminal();
    const settings = { contracts: [file], scenario: 'nope', port: 0, json: true, 'public-url': 'https://api.test' };
    writeFileSync(join(terminal.cwd, 'pagewright.config.json'), JSON.stringify(settings));
    const output = await serveUntilAnnounced(['--scenario', scenario, '--no-json'], terminal);
    expect(output).toContain('1 contract on http://');
  });

  it.each([
    [['-p', 'x'], "option '-p, --port <number>' argument 'x' is invalid"],
    [['--size', '-1'], "option '--size <rows>' argument '-1' is invalid"],
    [['--scenario', 'a', '--scenario', 'b'], 'Give one scenario for all contracts'],
    [['--seeds', '1'], "unknown option '--seeds'\n(Did you mean --seed?)"],
    [['--config', 'none.yaml'], 'there is no configuration file none.yaml'],
    [['--now', 'soon', file], 'now is "soon"; expected a date-time'],
    [['--public-url', 'x', file], 'public URL is "x"; expected'],
    [['--deviation', 'total-off-page', file], 'there is no deviation total-off-page; did you mean total-of-page?'],
    [['--deviation', 'page-count-floor', file], 'the deviation page-count-floor makes no difference to orders'],
    [['--fault', 'latenc', file], 'there is no fault "latenc"; did you mean latency?'],
    [['--grease', file], 'Write --grease behind the contracts, or with a seed: --grease 1.'],
    [['--session-idle', '0', file], 'session idle time is not above 0'],
    [['--session-idle', 'soon', file], 'session idle time is "soon"; expected a span of time'],
    [['--admin-token', '', file], 'admin token is ""; expected'],
    [['--scenario', 'dmo', file], 'orders has no scenario dmo'],
    [['ordes'], 'there is no contract, file or command ordes'],
    [[file, file], 'orders is given twice'],
  ])('refuses %p', async (words, message) => {
    const { exitCode, output, errors } = await run(['serve', ...words]);
    expect({ exitCode, output, errors }).toEqual({ exitCode: 2, output: '', errors: expect.stringContaining(message) });
    expect(errors).not.toContain('    at ');
  });

  it('ends with 1 when a contract file has mistakes', async () => {
    const broken = writeSample('orders', ['pastEnd: empty', 'pastEnd: elsewhere']);
    const { exitCode, errors } = await run(['serve', broken]);
    expect({ exitCode, errors }).toEqual({
      exitCode: 1,
      errors: expect.stringMatching(/^pagewright: a problem .*\n.*orders\.yaml:\d+:\d+ /),
    });
  });

  it('explains itself with examples', async () => {
    const { exitCode, output } = await run(['serve', '--help']);
    expect({ exitCode, output }).toEqual({
      exitCode: 0,
      output: expect.stringMatching(/-h, --host <address>[\s\S]*Examples:\n {2}pagewright serve/),
    });
  });
});
