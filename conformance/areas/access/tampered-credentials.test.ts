import { describe, expect, it } from '@jest/globals';
import { fc } from '../../../src/testing/properties.ts';
import { callerOf, loadContract } from '../../testing/mock-target.ts';

import { isKindOf, listTamperedCredentials, TAMPER_KINDS, type TamperKind } from './tampered-credentials.ts';

const withWord = loadContract('piriod');
const bare = loadContract('wingback');
const inTwoParts = loadContract('devdraft');

type Headers = Readonly<Record<string, string | undefined>>;

/** What each kind makes of credentials: `kind header=value`. */
function bend(contract: typeof bare, usual: Headers): readonly string[] {
  return listTamperedCredentials(contract, { readHeader: (name) => usual[name] }).map(({ kind, headers }) => {
    const sent = Object.entries(headers).map(([name, value]) => `${name}=${value === undefined ? '-' : `"${value}"`}`);
    return `${kind} ${sent.join(' ')}`;
  });
}

describe('listBentCredentials', () => {
  it('bends what stands behind a word, and the word', () => {
    expect(bend(withWord, { authorization: 'Token abCd_1' })).toEqual([
      'missing authorization=-',
      'empty authorization="Token"',
      'wrong authorization="Token pw-4f1c9a27d0b84e6c-nobody"',
      'altered authorization="Token abCx_1"',
      'shortened authorization="Token abCd_"',
      'lengthened authorization="Token abCd_1x"',
      'recased authorization="Token ABcD_1"',
      'bare authorization="abCd_1"',
      'foreign-scheme authorization="Bearer abCd_1"',
    ]);
    const [scheme] = withWord.access.credentials;
    if (scheme === undefined) throw new Error('there is a credential');
    const bearer = { ...withWord, access: { ...withWord.access, credentials: [{ ...scheme, word: 'Bearer' }] } };
    expect(bend(bearer, { authorization: 'Bearer abCd_1' }).at(-1)).toBe('foreign-scheme authorization="Token abCd_1"');
  });

  it('bends a credential that stands alone', () => {
    expect(bend(bare, { 'wb-key': '12x4' })).toEqual([
      'missing wb-key=-',
      'empty wb-key=""',
      'wrong wb-key="pw-4f1c9a27d0b84e6c-nobody"',
      'altered wb-key="12y4"',
      'shortened wb-key="12x"',
      'lengthened wb-key="12x4x"',
      'recased wb-key="12X4"',
    ]);
  });

  it('bends one of two parts at a time, takes both away, and swaps them', () => {
    const bent = bend(inTwoParts, { 'x-client-key': 'key1', 'x-client-secret': 'secret2' });
    expect(bent.slice(0, 3)).toEqual([
      'missing x-client-key=- x-client-secret=-',
      'swapped x-client-key="secret2" x-client-secret="key1"',
      'missing x-client-key=-',
    ]);
    expect(bent.slice(3).filter((one) => one.includes('x-client-key') && one.includes('x-client-secret'))).toEqual([]);
    expect(bent).toContain('altered x-client-secret="secxet2"');
  });

  it.each<[string, Headers]>([
    ['is not there', {}],
    ['would be nothing without a character', { 'wb-key': 'k' }],
  ])('changes nothing in what %s', (_, usual) => {
    const made = ['missing wb-key=-', 'empty wb-key=""', 'wrong wb-key="pw-4f1c9a27d0b84e6c-nobody"'];
    expect(bend(bare, usual)).toEqual(made);
  });

  it('says of each kind what it should be refused as', () => {
    const [first] = listTamperedCredentials(bare, { readHeader: () => 'abc' });
    expect(first).toEqual({
      kind: 'missing',
      condition: 'missingCredential',
      what: 'a request without credentials',
      headers: { 'wb-key': undefined },
    });
  });

  it('bends no credential into itself, and none into what does not go into a header', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[!-~]{1,40}$/), fc.constantFrom(bare, withWord), (credential, contract) => {
        const [scheme] = contract.access.credentials;
        const usual = scheme?.word === undefined ? credential : `${scheme.word} ${credential}`;
        const values = listTamperedCredentials(contract, { readHeader: () => usual }).flatMap(({ headers }) =>
          Object.values(headers),
        );
        expect(values).not.toContain(usual);
        for (const value of values) expect(value ?? '').toMatch(/^[ -~]*$/);
      }),
    );
  });
});

describe('isKindOf', () => {
  it.each<[string, readonly TamperKind[]]>([
    ['pyng', ['bare', 'foreign-scheme']],
    ['piriod', ['bare', 'foreign-scheme']],
    ['wingback', []],
    ['devdraft', ['swapped']],
  ])('knows what %s can be asked with', (id, special) => {
    const contract = loadContract(id);
    const kinds = Object.keys(TAMPER_KINDS) as TamperKind[];
    const usual = kinds.filter((kind) => !['bare', 'foreign-scheme', 'swapped'].includes(kind));
    const expected = new Set([...usual, ...special]);
    expect(new Set(kinds.filter((kind) => isKindOf(contract, kind)))).toEqual(expected);
    const { headers = {} } = callerOf(id);
    const bent = listTamperedCredentials(contract, { readHeader: (name) => headers[name] });
    expect(new Set(bent.map(({ kind }) => kind))).toEqual(expected);
  });

  it('has nothing to bend where everybody may ask', () => {
    const open = { ...bare, access: { ...bare.access, credentials: [] } };
    expect(isKindOf(open, 'missing')).toBe(false);
    expect(listTamperedCredentials(open, { readHeader: () => undefined })).toEqual([]);
  });
});
