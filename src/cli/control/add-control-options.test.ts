import { describe, expect, it } from '@jest/globals';
import { Command } from 'commander';
import { addJsonOption, addMockOptions, addSessionOptions } from './add-control-options.ts';

const read = (add: (command: Command) => Command, ...words: readonly string[]): object =>
  add(new Command().exitOverride().configureOutput({ writeErr: () => {} }))
    .parse(words, { from: 'user' })
    .opts();

describe('options of commands that control a mock', () => {
  it('say where it is, who calls and what is meant', () => {
    const words = ['--url', 'http://h', '--admin-token', 's'];
    expect(read(addMockOptions, ...words)).toEqual({ url: 'http://h', adminToken: 's' });
    expect(read(addSessionOptions, ...words, '--session', 'x')).toEqual({
      url: 'http://h',
      adminToken: 's',
      session: 'x',
    });
    expect(read(addJsonOption, '--json')).toEqual({ json: true });
  });

  it('know no session where none is meant, and have no defaults that would win over the environment', () => {
    expect(() => read(addMockOptions, '--session', 'x')).toThrow('unknown option');
    expect(read(addSessionOptions)).toEqual({});
  });
});
