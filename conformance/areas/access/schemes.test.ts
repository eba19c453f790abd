import { describe, expect, it } from '@jest/globals';
import type { CredentialScheme } from '../../../src/contract/contract.ts';
import {
  listSchemesInUse,
  needsCredentials,
  readCredential,
  replaceCredentials,
  type Sender,
  withoutCredentials,
} from './schemes.ts';

const scheme = (place: CredentialScheme['in'], parameter: string): CredentialScheme => {
  return { name: parameter, in: place, parameter, caseSensitive: false, scopes: [] };
};

const HEADER = scheme('header', 'x-key');
const QUERY = scheme('query', 'api_key');
const COOKIE = scheme('cookie', 'session');

const contractOf = (...credentials: readonly (readonly CredentialScheme[])[]) => ({
  access: { checks: [], credentials, requiredScopes: [] },
});

function senderOf(headers: Readonly<Record<string, string>>, query: Readonly<Record<string, string>> = {}): Sender {
  return { readHeader: (name) => headers[name], readQuery: (name) => query[name] };
}

const sender = senderOf({ 'x-key': 'k1', cookie: 'theme=dark; session=s1' }, { api_key: 'q1' });

describe('needsCredentials', () => {
  it('is so where every alternative asks for some', () => {
    expect(needsCredentials(contractOf())).toBe(false);
    expect(needsCredentials(contractOf([HEADER]))).toBe(true);
    expect(needsCredentials(contractOf([HEADER], [QUERY]))).toBe(true);
    expect(needsCredentials(contractOf([HEADER], []))).toBe(false);
  });
});

describe('listSchemesInUse', () => {
  it('is the alternative of which the target sends everything', () => {
    const contract = contractOf([HEADER], [QUERY, COOKIE]);
    expect(listSchemesInUse(contract, sender)).toEqual([HEADER]);
    expect(listSchemesInUse(contract, senderOf({ cookie: 'session=s' }, { api_key: 'q' }))).toEqual([QUERY, COOKIE]);
    expect(listSchemesInUse(contract, senderOf({}, { api_key: 'q' }))).toEqual([HEADER]);
  });
});

describe('credentials in every place', () => {
  it.each([
    [HEADER, 'k1', { headers: { 'x-key': 'other' } }],
    [QUERY, 'q1', { usualQuery: { api_key: 'other' } }],
    [COOKIE, 's1', { headers: { cookie: 'theme=dark; session=other' } }],
  ])('%j is read as %s, and replaced where it stands', (one, value, replaced) => {
    expect(readCredential(one, sender)).toBe(value);
    expect(replaceCredentials([[one, 'other']], sender)).toEqual(replaced);
  });

  it('leaves other cookies when one is taken away, and no header when it was the only one', () => {
    expect(replaceCredentials([[COOKIE, undefined]], sender)).toEqual({ headers: { cookie: 'theme=dark' } });
    const only = senderOf({ cookie: 'session=s1' });
    expect(replaceCredentials([[COOKIE, undefined]], only)).toEqual({ headers: { cookie: undefined } });
  });

  it('takes all of them away', () => {
    expect(withoutCredentials(contractOf([HEADER], [QUERY, COOKIE]))).toEqual({
      headers: { 'x-key': undefined, cookie: undefined },
      usualQuery: { api_key: undefined },
    });
  });
});
