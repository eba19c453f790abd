import { describe, expect, it } from '@jest/globals';
import { fc } from '../../testing/properties.ts';
import { createSecretFinder } from './create-secret-finder.ts';

describe('createSecretFinder', () => {
  const find = createSecretFinder(['secret-one', 'secret-two', 'abcd', 'abc', 'a b+c/d=e']);

  it.each<[string, readonly string[]]>([
    ['/things?key=secret-one', ['secret-one']],
    ['/secret-two/things?key=xsecret-oney', ['secret-two', 'secret-one']],
    ['/things?key=secret%2Done', ['secret-one']],
    ['/things?key=%73%65cret-one', ['secret-one']],
    ['/things?key=a%20b%2Bc%2Fd%3De', ['a b+c/d=e']],
    ['/things?key=a+b%2Bc%2Fd%3De', ['a b+c/d=e']],
    ['/things?key=secret%252Done', ['secret-one']],
    ['/things?key=%2525%37%33ecret-one', ['secret-one']],
    ['/things?key=a+b%252Bc%252Fd%253De', ['a b+c/d=e']],
    ['/things?key=abcd', ['abcd']],
    ['/things?key=abcde', []],
    ['/things?key=abc', []],
    ['/things?key=secret-%zz', []],
  ])('in %s finds %p', (text, secrets) => {
    expect([...find(text)].sort()).toEqual([...secrets].sort());
  });

  it('finds nothing where there are no secrets', () => {
    expect(createSecretFinder([])('anything')).toEqual([]);
  });

  it('finds every secret of some length wherever it stands, however it is escaped', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 8 }),
        fc.string(),
        fc.boolean(),
        fc.array(fc.string({ minLength: 4 })),
        (secret, before, isEscaped, others) => {
          const text = `${encodeURIComponent(before)}${isEscaped ? encodeURIComponent(secret) : secret}`;
          expect(createSecretFinder([...others, secret])(text)).toContain(secret);
        },
      ),
    );
  });
});
