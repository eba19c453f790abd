import { describe, expect, it } from '@jest/globals';
import type { Json } from '../../../src/contract/contract.ts';
import { fc } from '../../../src/testing/properties.ts';
import { createLedger, type OpenLedger } from '../../ledger.ts';
import { type AnswerParts, createAnswer, loadContract } from '../../testing/fake-list.ts';
import { callerOf } from '../../testing/mock-target.ts';
import { inspectPartition } from './partition.ts';
import type { Sender } from './schemes.ts';
import { isKindOf, listTamperedCredentials, TAMPER_KINDS, type TamperKind } from './tampered-credentials.ts';

describe('tampered credentials', () => {
  const withWord = loadContract('piriod');
  const bare = loadContract('wingback');
  const inTwoParts = loadContract('devdraft');

  const senderOf = (readHeader: Sender['readHeader']): Sender => ({ readHeader, readQuery: () => undefined });

  type Headers = Readonly<Record<string, string | undefined>>;

  /** What each kind makes of credentials: `kind header=value`. */
  function bend(contract: typeof bare, usual: Headers): readonly string[] {
    return listTamperedCredentials(
      contract,
      senderOf((name) => usual[name]),
    ).map(({ kind, sent: { headers = {} } }) => {
      const sent = Object.entries(headers).map(
        ([name, value]) => `${name}=${value === undefined ? '-' : `"${value}"`}`,
      );
      return `${kind} ${sent.join(' ')}`;
    });
  }

  describe('listBentCredentials', () => {
    it('bends what stands behind a word, and the word', () => {
      expect(bend(withWord, { authorization: 'Token abCd_1' })).toEqual([
        'missing authorization=-',
        'empty authorization="Token"',
        'wrong authorization="Token pw-4f1c9a27d0b84e6c-unknown"',
        'lengthened authorization="Token abCd_1x4f1c9a27"',
        'altered authorization="Token abCx_1"',
        'shortened authorization="Token abCd_"',
        'recased authorization="Token ABcD_1"',
        'bare authorization="abCd_1"',
        'foreign-scheme authorization="Bearer abCd_1"',
      ]);
      const [scheme] = withWord.access.credentials.flat();
      if (scheme === undefined) throw new Error('there is a credential');
      const bearer = { ...withWord, access: { ...withWord.access, credentials: [[{ ...scheme, word: 'Bearer' }]] } };
      expect(bend(bearer, { authorization: 'Bearer abCd_1' }).at(-1)).toBe(
        'foreign-scheme authorization="Unknown abCd_1"',
      );
    });

    it('bends a password, not the base64 around it, of which decoders pass over further characters', () => {
      const [scheme] = withWord.access.credentials.flat();
      if (scheme === undefined) throw new Error('there is a credential');
      const basic = { ...withWord, access: { ...withWord.access, credentials: [[{ ...scheme, word: 'Basic' }]] } };
      const encode = (pair: string): string => `Basic ${Buffer.from(pair).toString('base64')}`;
      const pairs = (pair: string): readonly string[] => {
        return bend(basic, { authorization: encode(pair) }).flatMap((one) => {
          const [, kind, sent] = /^(\S+) authorization="Basic (.+)"$/.exec(one) ?? [];
          return sent === undefined ? [] : [`${kind} ${Buffer.from(sent, 'base64').toString()}`];
        });
      };
      expect(pairs('ann:sEcret')).toEqual([
        'wrong pw-4f1c9a27:pw-4f1c9a27d0b84e6c-unknown',
        'lengthened ann:sEcretx4f1c9a27',
        'altered ann:sEcxet',
        'shortened ann:sEcre',
        'recased ann:SeCRET',
      ]);
      expect(pairs('key_live_1:')).toContain('shortened key_live_:');
    });

    it('bends a credential that stands alone', () => {
      expect(bend(bare, { 'wb-key': '12x4xyz' })).toEqual([
        'missing wb-key=-',
        'empty wb-key=""',
        'wrong wb-key="pw-4f1c9a27d0b84e6c-unknown"',
        'lengthened wb-key="12x4xyzx4f1c9a27"',
        'altered wb-key="12xxxyz"',
        'shortened wb-key="12x4xy"',
        'recased wb-key="12X4XYZ"',
      ]);
    });

    it('bends no credential into one that somebody else may have, and none into another spelling of itself', () => {
      const kinds = (key: string): readonly (string | undefined)[] =>
        bend(bare, { 'wb-key': key }).map((one) => one.split(' ')[0]);
      expect(kinds('12x4')).toEqual(['missing', 'empty', 'wrong', 'lengthened']);
      expect(kinds('3f2504e0-4f89')).not.toContain('recased');
    });

    it('bends one of two parts at a time, takes both away, and swaps them', () => {
      const bent = bend(inTwoParts, { 'x-client-key': 'key1', 'x-client-secret': 'secret2' });
      expect(bent.slice(0, 3)).toEqual([
        'missing x-client-key=- x-client-secret=-',
        'swapped x-client-key="secret2" x-client-secret="key1"',
        'missing x-client-key=-',
      ]);
      expect(bent.slice(3).filter((one) => one.includes('x-client-key') && one.includes('x-client-secret'))).toEqual(
        [],
      );
      expect(bent).toContain('altered x-client-secret="secxet2"');
    });

    it.each<[string, Headers]>([
      ['is not there', {}],
      ['would be nothing without a character', { 'wb-key': 'k' }],
    ])('changes nothing in what %s', (_, usual) => {
      const made = ['missing wb-key=-', 'empty wb-key=""', 'wrong wb-key="pw-4f1c9a27d0b84e6c-unknown"'];
      expect(bend(bare, usual)).toEqual(made);
    });

    it('says of each kind what it should be refused as', () => {
      const [first] = listTamperedCredentials(
        bare,
        senderOf(() => 'abc'),
      );
      expect(first).toEqual({
        kind: 'missing',
        condition: 'missingCredential',
        what: 'a request without credentials',
        sent: { headers: { 'wb-key': undefined } },
      });
    });

    it('bends no credential into itself, and none into what does not go into a header', () => {
      fc.assert(
        fc.property(fc.stringMatching(/^[!-~]{1,40}$/), fc.constantFrom(bare, withWord), (credential, contract) => {
          const [scheme] = contract.access.credentials.flat();
          const usual = scheme?.word === undefined ? credential : `${scheme.word} ${credential}`;
          const sender = senderOf(() => usual);
          const values = listTamperedCredentials(contract, sender).flatMap(({ sent }) =>
            Object.values(sent.headers ?? {}),
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
      const sender = senderOf((name) => headers[name]);
      const bent = listTamperedCredentials(contract, sender);
      expect(new Set(bent.map(({ kind }) => kind))).toEqual(expected);
    });

    it('has nothing to bend where everybody may ask', () => {
      const open = { ...bare, access: { ...bare.access, credentials: [] } };
      expect(isKindOf(open, 'missing')).toBe(false);
      const sender = senderOf(() => undefined);
      expect(listTamperedCredentials(open, sender)).toEqual([]);
    });
  });
});

describe('inspect partition', () => {
  const contract = loadContract('piriod');

  /** Looks at rows with these values of the field that tells the parts apart. */
  function inspect(values: readonly Json[], partition?: boolean, parts: AnswerParts = {}): OpenLedger {
    const ledger = createLedger(inspectPartition.verifies.map((id) => ({ id })));
    const query = { conditions: [], ...(partition === undefined ? {} : { partition }) };
    const results = values.map((value, index) => ({ id: `c-${index}`, test_mode: value }));
    inspectPartition.prepare(contract)(createAnswer(contract, { query, body: { results }, ...parts }), ledger);
    return ledger;
  }

  describe('inspectPartition', () => {
    it.each([
      [true, 'partition.on'],
      [false, 'partition.off'],
      [undefined, 'partition.off'],
    ])('asked with %p, counts the rows of that part', (partition, id) => {
      const wanted = partition ?? false;
      const ledger = inspect([wanted, wanted], partition);
      expect([...ledger.touched]).toEqual([id]);
      expect(ledger.read(id)).toMatchObject({ exercised: new Map([['rows', 2]]), violationCount: 0 });
    });

    it('names the first row of the other part, and what was asked', () => {
      expect(inspect([true, false, false], true).read('partition.on').violations).toMatchObject([
        {
          summary: 'row c-1 has `test_mode` false although `x-piriod-test-mode` was true',
          expected: true,
          received: false,
        },
      ]);
      expect(inspect([false, true]).read('partition.off').violations[0]?.summary).toBe(
        'row c-1 has `test_mode` true although `x-piriod-test-mode` was not sent',
      );
    });

    it('learns nothing from rows that do not say to which part they belong', () => {
      expect(inspect([null, 'true', 1], true).touched.size).toBe(0);
    });

    it('looks at pages only, and only where there are parts', () => {
      expect(inspect([true], false, { status: 404 }).touched.size).toBe(0);
      const whole = loadContract('devdraft');
      const ledger = createLedger(inspectPartition.verifies.map((id) => ({ id })));
      inspectPartition.prepare(whole)(createAnswer(whole, { body: { data: [{ id: 'a', test_mode: true }] } }), ledger);
      expect(ledger.touched.size).toBe(0);
    });
  });
});
