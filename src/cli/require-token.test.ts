import { describe, expect, it } from '@jest/globals';
import { requireToken } from './require-token.ts';
import { createTestTerminal, run } from './testing/create-test-terminal.ts';

/** Runs a command line; a mock that it starts is stopped at once. */
function tryOut(words: readonly string[], env: Readonly<Record<string, string>> = {}): ReturnType<typeof run> {
  const terminal = createTestTerminal({ env });
  terminal.stop();
  return run(words, terminal);
}

describe('requireToken', () => {
  it.each([undefined, '', 'x', 'a token\tof one', 'clé'])('lets %j pass', (token) => {
    expect(() => requireToken(token)).not.toThrow();
    // What it lets pass can be sent, and comes as it was.
    expect(new Headers({ token: token ?? '' }).get('token')).toBe(token ?? '');
  });

  const unsendable = [
    'hush\n',
    'hu\nsh',
    'hu\rsh',
    'hu\0sh',
    'hush\u007f',
    ' hush',
    'hush\t',
    'hu€sh',
    'hush\u{1f511}',
  ];
  it.each(unsendable)('refuses %j, and does not show it', async (token) => {
    const refused = {
      exitCode: 2,
      output: '',
      errors: expect.stringMatching(/^pagewright: the admin token .* cannot be sent in a header; expected Latin-1/),
    };
    for (const words of [['clock'], ['serve', '-p', '0']]) {
      const given = await tryOut([...words, '--admin-token', token]);
      expect(given).toEqual(refused);
      expect(given.errors).not.toContain('hu');
      expect(await tryOut(words, { PAGEWRIGHT_ADMIN_TOKEN: token })).toEqual(refused);
    }
  });
});
