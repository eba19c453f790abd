import { describe, expect, it } from '@jest/globals';
import { listSecrets } from './list-secrets.ts';

describe('listSecrets', () => {
  it.each([
    ['authorization', 'Bearer abc.def', ['abc.def']],
    ['authorization', 'Token  abc ', ['abc']],
    ['authorization', `Basic ${btoa('me:pa:ss')}`, [btoa('me:pa:ss'), 'me:pa:ss', 'pa:ss']],
    ['authorization', 'Basic ???', ['???']],
    ['x-api-key', 'abc', ['abc']],
    ['cookie', 'a=1234; session=abc=', ['1234', 'abc=']],
    ['set-cookie', 'session=abc; Path=/; HttpOnly', ['abc']],
  ])('%s: %s', (name, value, secrets) => {
    expect(listSecrets(name, value)).toEqual(secrets);
  });
});
