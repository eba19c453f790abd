import { describe, expect, it } from '@jest/globals';
import { isHost } from './is-host.ts';

describe('isHost', () => {
  it.each([
    'localhost',
    '127.0.0.1:4010',
    'api.example.com',
    'my_host:80',
    '[::1]:4010',
    '[fe80::1]',
    'a',
    'example.com.',
  ])('takes %p', (text) => {
    expect(isHost(text)).toBe(true);
  });

  it.each([
    '',
    'a b',
    'a/b',
    'a?b',
    'a#b',
    'user@host',
    'a"b',
    "a'b",
    'a\\b',
    '::1',
    'a:',
    'a:123456',
    'a:b',
    '-a',
    'ü.de',
    `a${'b'.repeat(300)}`,
    'a\n',
  ])('refuses %p', (text) => {
    expect(isHost(text)).toBe(false);
  });
});
