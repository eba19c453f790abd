import { describe, expect, it } from '@jest/globals';
import { fc, grapheme } from '../testing/properties.ts';
import {
  isCredentialHeader,
  isSuspiciousHeader,
  listCredentialHeaders,
  listPublicHeaders,
  listQuerySecrets,
  listSecrets,
} from './credentials.ts';
import { loadContracts } from './load-contracts.ts';
import { createRedactor, replaceEscaped } from './redactor.ts';

describe('create redactor', () => {
  describe('redact', () => {
    const { redact } = createRedactor(['sk_live_1234+/=', 'ab"\\c d€f', 'tok7']);

    it.each([
      ['as it is', 'key sk_live_1234+/= here', 'key *** here'],
      ['in another case', 'key SK_LIVE_1234+/=', 'key ***'],
      ['more than once', 'sk_live_1234+/=sk_live_1234+/=', '******'],
      ['in a URL', '?k=sk_live_1234%2B%2F%3D&x', '?k=***&x'],
      ['in a URL, in lower case', '?k=sk_live_1234%2b%2f%3d', '?k=***'],
      ['in a form', 'k=ab%22%5Cc+d%E2%82%ACf', 'k=***'],
      ['in a URL in part', '?k=sk_live_1234+%2F%3d&x', '?k=***&x'],
      ['in a URL within a URL', '?u=%3Fk%3Dsk_live_1234%252B%252F%253D', '?u=%3Fk%3D***'],
      ['in JSON in ASCII', String.raw`{"k":"ab\"\\c d\u20acf"}`, '{"k":"***"}'],
      ['in JSON', JSON.stringify({ k: 'ab"\\c d€f' }), '{"k":"***"}'],
      ['alone, when it is short', '"tok7", tok7-x, (TOK7) %20tok7', '"***", ***-x, (***) %20***'],
      ['not within a word, when it is short', 'atok7 tok77 tok_7 étok7', 'atok7 tok77 tok_7 étok7'],
      ['nowhere', 'nothing to hide', 'nothing to hide'],
    ])('finds a secret %s', (_, text, redacted) => {
      expect(redact(text)).toBe(redacted);
    });

    it('prefers the longer of two that overlap', () => {
      expect(createRedactor(['secret-1', 'secret-1-extended']).redact('secret-1-extended secret-1')).toBe('*** ***');
    });

    it('leaves alone what is too short to be told from ordinary text', () => {
      expect(createRedactor(['', 'a', '42', 'abc']).redact('{"a":42,"abc":1}')).toBe('{"a":42,"abc":1}');
    });

    it('lets no secret through, whatever it is made of', () => {
      const secret = fc.string({ unit: grapheme, minLength: 8, maxLength: 40 });
      const text = fc.string({ unit: grapheme });
      fc.assert(
        fc.property(secret, text, text, (hidden, before, after) => {
          const redacted = createRedactor([hidden]).redact(`${before}${hidden}|${encodeURIComponent(hidden)}${after}`);
          expect(redacted).not.toContain(hidden);
        }),
      );
    });
  });

  describe('resembles', () => {
    const { resembles } = createRedactor(['sk_live_0123456789abcdef', 'short7']);

    it.each([
      ['sk_live_0123456789abcdef', true],
      ['Bearer sk_live_0123456789abcdeX', true],
      ['3456789abcdef', true],
      ['sk_live_000000000000', false],
      ['Bearer not-a-token', false],
      ['short', true],
      ['shot', false],
      ['', false],
    ])('%s: %s', (value, alike) => {
      expect(resembles(value)).toBe(alike);
    });
  });

  describe('extend', () => {
    it('adds secrets and leaves the original as it is', () => {
      const original = createRedactor(['first-secret']);
      expect(original.extend(['other-secret']).redact('first-secret other-secret')).toBe('*** ***');
      expect(original.redact('first-secret other-secret')).toBe('*** other-secret');
      expect(original.extend([]).redact('first-secret')).toBe('***');
    });
  });
});

describe('replaceEscaped', () => {
  it.each([
    ['as it stands', 'x a/é"b y', 'x * y'],
    ['for a URL in part', '?k=a/%C3%A9"b&x', '?k=*&x'],
    ['for a URL, every character', '?k=%61%2f%c3%a9%22%62&x', '?k=*&x'],
    ['for a URL twice', '?u=%3Fk%3Da%252F%25C3%25A9%2522b%26', '?u=%3Fk%3D*%26'],
    ['for JSON', String.raw`{"k":"a\/\u00e9\"b"}`, '{"k":"*"}'],
    ['for JSON twice', String.raw`"{\"k\":\"a/\\u00E9\\\"b\"}"`, String.raw`"{\"k\":\"*\"}"`],
    ['for JSON in a URL', '?f=%7B%22k%22:%22a%5C%2F%5Cu00e9%5C%22b%22%7D', '?f=%7B%22k%22:%22*%22%7D'],
    ['twice', 'a%2Fé"b, a/é"b.', '*, *.'],
    ['nowhere', String.raw`a%2F\"%C3 \u00 100% \ %zz %ff`, String.raw`a%2F\"%C3 \u00 100% \ %zz %ff`],
  ])('finds what is escaped %s', (_, text, replaced) => {
    expect(replaceEscaped(text, /a\/é"b/gu, '*')).toBe(replaced);
  });

  it('sees the bounds of a word behind escapes', () => {
    expect(replaceEscaped('%20word%0Aword-%41word', /\bword\b/gu, '*')).toBe('%20*%0A*-%41word');
  });

  it('leaves everything else as it is', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('%', '%25', '%5c', '\\', '\\u00', '%C3%A9', '\\n', '\\u00e9', '😀'),
    );
    fc.assert(
      fc.property(fc.array(piece), fc.array(piece), (before, after) => {
        const [head, tail] = [`${before.join('')}|`, `|${after.join('')}`];
        expect(replaceEscaped(`${head}%7Eneedle~${tail}`, /~needle~/g, '*')).toBe(`${head}*${tail}`);
      }),
    );
  });
});

describe('credentials', () => {
  describe('listCredentialHeaders and listPublicHeaders', () => {
    it.each([
      ['pyng', ['authorization'], ['pyng-api-version']],
      ['piriod', ['authorization'], ['x-simple-workspace', 'x-piriod-test-mode']],
      ['wingback', ['wb-key'], []],
      ['devdraft', ['x-client-key', 'x-client-secret'], []],
    ])('tell the headers of %s apart', (id, credentials, others) => {
      const contract = loadContracts(id)[0];
      if (contract === undefined) throw new Error(`${id} has no list`);
      expect(listCredentialHeaders(contract)).toEqual(credentials);
      expect(listPublicHeaders(contract)).toEqual(others);
    });
  });

  describe('is credential header', () => {
    describe('isCredentialHeader', () => {
      it.each(['authorization', 'cookie', 'x-api-key', 'x-client-secret', 'wb-key', 'x-workspace', 'anything-else'])(
        'holds %s for a credential',
        (name) => {
          expect(isCredentialHeader(name, 'abc')).toBe(true);
        },
      );

      it.each(['accept', 'accept-language', 'user-agent', 'host', 'x-request-id', 'x-forwarded-proto', 'api-version'])(
        'holds %s for harmless',
        (name) => {
          expect(isCredentialHeader(name, 'abc')).toBe(false);
        },
      );

      it('holds a truth value for harmless, unless the name says otherwise', () => {
        expect(isCredentialHeader('x-test-mode', 'true')).toBe(false);
        expect(isCredentialHeader('x-test-mode', 'abc')).toBe(true);
        expect(isCredentialHeader('x-secret', 'true')).toBe(true);
      });
    });

    describe('isSuspiciousHeader', () => {
      it.each([
        ['set-cookie', true],
        ['x-auth-token', true],
        ['proxy-authorization', true],
        ['www-authenticate', false],
        ['content-type', false],
        ['etag', false],
        ['x-workspace', false],
      ])('%s: %s', (name, suspicious) => {
        expect(isSuspiciousHeader(name)).toBe(suspicious);
      });
    });
  });

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

  describe('listQuerySecrets', () => {
    it.each([
      ['access_token=abc', ['abc']],
      ['a=1&api-key=a%2Bb&APIKEY=x', ['a+b', 'x']],
      ['client_secret=s&password=p&token=t&sig=1', ['s', 'p', 't', '1']],
      ['token=', []],
      ['cursor=abc&offset=3&pageToken=x&next_token=y&keyword=z', []],
      ['', []],
    ])('of %p are %p', (query, secrets) => {
      expect(listQuerySecrets(query, () => false)).toEqual(secrets);
    });

    it('are not what the document has', () => {
      expect(listQuerySecrets('token=abc&key=d', (name) => name === 'token')).toEqual(['d']);
    });
  });
});
