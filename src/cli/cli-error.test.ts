import { describe, expect, it } from '@jest/globals';
import { CliError } from './cli-error.ts';

describe('CliError', () => {
  it('ends a command as wrongly used, unless it says otherwise', () => {
    expect([new CliError('m').exitCode, new CliError('m', 3).exitCode]).toEqual([2, 3]);
    expect(new CliError('what was wrong')).toMatchObject({ name: 'CliError', message: 'what was wrong' });
  });
});
