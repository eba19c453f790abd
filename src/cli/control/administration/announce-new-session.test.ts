import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { run } from '../../testing/create-test-terminal.ts';
import { type ControlledMock, openControlledMock } from '../testing/open-controlled-mock.ts';

let opened: ControlledMock;
beforeEach(async () => {
  opened = await openControlledMock();
});
afterEach(() => opened.mock.close());

const errorsOf = async (...words: readonly string[]): Promise<string> =>
  (await run(words, opened.createTerminal())).errors;

describe('announceNewSession', () => {
  it.each(['audit', 'journal', 'clock', 'faults', 'faults kinds', 'grease', 'grease kinds', 'scenario', 'snapshot'])(
    'says that a session has begun that %s is to show',
    async (command) => {
      const words = [...command.split(' '), '--session', 'shop'];
      expect(await errorsOf(...words)).toBe('there was no session shop; it has just begun; there was default only\n');
      expect(opened.mock.sessions.list().map(({ id }) => id)).toEqual(['default', 'shop']);
      expect(await errorsOf(...words)).toBe('');
    },
  );

  it('names a session that may be meant, or those that there are, if few', async () => {
    opened.mock.sessions.create({ id: 'checkout' });
    expect(await errorsOf('clock', '--session', 'chekout')).toContain('; did you mean checkout?');
    expect(await errorsOf('clock', '--session', 'zzzz')).toContain('; there were default, checkout, chekout\n');
    for (const id of ['one', 'two', 'three']) opened.mock.sessions.create({ id });
    expect(await errorsOf('clock', '--session', 'yyyyyy')).toBe('there was no session yyyyyy; it has just begun\n');
  });

  it.each([
    ['clock', '--advance', '1d'],
    ['journal', '--clear'],
    ['faults', 'add', 'latency'],
    ['grease', 'on'],
    ['scenario', 'load', 'sample'],
    ['snapshot', 'save', 'before'],
    ['reset'],
  ])('says nothing where %s %s %s means to change one', async (...words) => {
    expect(await errorsOf(...words.filter((word) => word !== undefined), '--session', 'new')).not.toContain('begun');
    expect(opened.mock.sessions.list()).toHaveLength(2);
  });

  it('begins none whose id is refused', async () => {
    const [exitCode, errors] = await opened.refuse('clock', '--session', 'no/ne');
    expect(exitCode).toBe(2);
    expect(errors).toMatch(/^pagewright: .*no\/ne/);
    expect(opened.mock.sessions.list()).toHaveLength(1);
  });
});
