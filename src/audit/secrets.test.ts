import { describe, expect, it } from '@jest/globals';
import type { Exchange } from '../journal/exchange.ts';
import { loadContract } from '../mock/testing/load-contract.ts';
import { fc, grapheme } from '../testing/properties.ts';
import { assignUnroutedRequests, createSecretFinder } from './secrets.ts';
import { ask } from './testing/requests.ts';
import { openSession } from './testing/session.ts';
import { openTarget } from './testing/target.ts';

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
        fc.string({ unit: grapheme, minLength: 8 }),
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

describe('assign unroutedRequests', () => {
  const contracts = ['devdraft', 'piriod', 'pyng'].map(loadContract);
  const session = openSession(openTarget('piriod').mock);
  session.send(ask(openTarget('piriod')));
  const [sent] = session.exchanges as readonly [Exchange];
  const stray = (path: string, headers: Exchange['request']['headers'] = {}): Exchange => {
    const { contract: _, ...rest } = sent;
    return { ...rest, isList: false, request: { ...sent.request, path, headers } };
  };
  const findSecrets = (text: string): readonly string[] => (text.includes('s3cret') ? ['s3cret'] : []);
  const assign = (...exchanges: readonly Exchange[]): Readonly<Record<string, number>> =>
    Object.fromEntries(
      [...assignUnroutedRequests(exchanges, contracts, findSecrets)].map(([id, { length }]) => [id, length]),
    );

  describe('assignUnroutedRequests', () => {
    it('leaves alone what has no credential in its URL, and what belongs to a contract', () => {
      const own = { ...sent, request: { ...sent.request, query: 's3cret' } };
      expect(assign(stray('/favicon.ico'), own)).toEqual({});
    });

    it('goes by the contract that the credential was sent to', () => {
      const own = { ...sent, request: { ...sent.request, headers: { authorization: 'Token s3cret' } } };
      expect(assign(own, stray('/nothing/s3cret', { 'pyng-api-version': 'v1', authorization: 'x' }))).toEqual({
        piriod: 1,
      });
    });

    it('goes by the headers where it was sent to none', () => {
      expect(assign(stray('/s3cret', { authorization: 'x', 'pyng-api-version': 'v1' }))).toEqual({ pyng: 1 });
      expect(assign(stray('/s3cret', { authorization: 'x', 'x-simple-workspace': 'a' }))).toEqual({ piriod: 1 });
      expect(assign(stray('/s3cret', { 'x-client-key': 'x', 'x-client-secret': 'y' }))).toEqual({ devdraft: 1 });
    });

    it('takes the first contract where nothing tells', () => {
      expect(assign(stray('/s3cret'), stray('/s3cret/again'))).toEqual({ devdraft: 2 });
    });
  });
});
