import { describe, expect, it } from '@jest/globals';
import type { Contract, Json } from '../../../src/contract/contract.ts';
import { fc, grapheme } from '../../../src/testing/properties.ts';
import { hasPage, type PageAnswer } from '../../list/answer.ts';
import { type AnswerParts, createAnswer, createFakeList, loadContract } from '../../testing/fake-list.ts';
import { alterToken, FOREIGN_TOKENS, findToken, type GivenToken } from './token-mutations.ts';

describe('alter token', () => {
  const opaque = fc.stringMatching(/^[A-Za-z0-9_-]{8,80}={0,2}$/);

  function decode(token: string): Record<string, unknown> {
    return JSON.parse(Buffer.from(token, 'base64').toString('utf8'));
  }

  describe('alterToken', () => {
    it('changes what a token says, deep inside it', () => {
      const altered = alterToken('abcdefghijklmnop');
      expect(altered.map(({ what, token }) => `${what}: ${token}`)).toEqual([
        'with one character changed: akcdefghijklmnop',
        'with one character changed: abcdkfghijklmnop',
        'with one character changed: abcdefghkjklmnop',
        'with one character changed: abcdefghijkkmnop',
        'cut in half: abcdefgh',
        'with four characters inserted: abcdefghkQ7zijklmnop',
        'with four characters appended: abcdefghijklmnopkQ7z',
      ]);
    });

    it('changes no token into itself, none into another spelling of itself, and none into two that are the same', () => {
      fc.assert(
        fc.property(opaque, (token) => {
          const altered = alterToken(token)
            .filter(({ what }) => !what.includes('other case'))
            .map((one) => one.token);
          const bytes = [token, ...altered].map((one) => Buffer.from(one, 'base64url').toString('hex'));
          expect(altered.length).toBeGreaterThanOrEqual(5);
          expect(new Set(altered).size).toBe(altered.length);
          expect(bytes.slice(1)).not.toContain(bytes[0]);
          for (const one of altered) expect(one.toLowerCase()).not.toBe(token.toLowerCase());
        }),
      );
    });

    it('changes the case of a signature, where case means something', () => {
      const recase = (token: string): readonly string[] =>
        alterToken(token).flatMap((one) => (one.what.includes('other case') ? [one.token] : []));
      expect(recase('payload.aBcDeFgHiJkLmNoP')).toEqual(['payload.aBcDEfGhIjKlmNoP']);
      expect(recase('3f2504e04f8911d39a0c0305e82c3301')).toEqual([]);
      const token = Buffer.from('{"v":1,"k":"aBcDeFgHiJkLmNoP"}').toString('base64');
      expect(recase(token).map(decode)).toEqual([{ v: 1, k: 'aBcDEfGhIjKlmNoP' }]);
    });

    it('alters one longer value at a time within a token that begins with JSON in Base64', () => {
      const content = { v: 1, t: 1777851989250, k: '2026-01-01T00:00:00.000Z|cus_81f2', d: 'next' };
      const head = Buffer.from(JSON.stringify(content)).toString('base64url');
      const changed = alterToken(`${head}.signature`).filter(({ what }) => what === 'with one character changed');
      expect(changed.map(({ token }) => token.split('.')[1])).toEqual(['signature', 'signature']);
      const [first, second] = changed.map(({ token }) => decode(token.split('.')[0] ?? ''));
      expect(first).toEqual({ ...content, k: expect.any(String) });
      expect(first?.['k']).not.toBe(content.k);
      expect(second).toEqual({ ...content, t: expect.any(Number) });
      expect(second?.['t']).not.toBe(content.t);
    });

    it('alters a token whose texts are written with escapes, too', () => {
      fc.assert(
        fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 8 }), (short, long) => {
          const token = Buffer.from(JSON.stringify({ v: '"', short, long: `${long}"\n` })).toString('base64url');
          return alterToken(token).every((altered) => altered.token !== token);
        }),
      );
    });

    it('stays in the alphabet of a token', () => {
      const token = Buffer.from(JSON.stringify({ key: '??>>~~~~ÿÿÿÿ' })).toString('base64url');
      for (const { token: one } of alterToken(token)) expect(one).toMatch(/^[A-Za-z0-9_-]+$/);
    });

    it('leaves short tokens alone', () => {
      expect(alterToken('')).toEqual([]);
      expect(alterToken('abcdefg=')).toEqual([]);
    });
  });

  describe('FOREIGN_TOKENS', () => {
    it('are what were never issued', () => {
      expect(FOREIGN_TOKENS.map(({ token }) => token.length)).toEqual([27, 2000, 2]);
    });
  });
});

describe('replace token', () => {
  const links = loadContract('pyng');
  const tokens = loadContract('wingback');
  const numbers = loadContract('piriod');
  const skipping = loadContract('devdraft');

  function pageOf(contract: Contract, body: Json, parts: AnswerParts = {}): PageAnswer {
    const answer = createAnswer(contract, { ...parts, body });
    if (!hasPage(answer)) throw new Error('this is a page');
    return answer;
  }

  function find(contract: Contract, from: PageAnswer, role: 'next' | 'previous' = 'next'): GivenToken | undefined {
    return findToken(createFakeList(contract, []), from, role);
  }

  function findInLink(link: string): GivenToken | undefined {
    return find(links, pageOf(links, { data: { items: [], nextHref: link } }));
  }

  describe('findToken', () => {
    it('finds the parameter of a link that the contract names, and leaves all others as they are', () => {
      const given = findInLink('https://api.test/list?limit=2&cursor=a%2Bb%3D&state=x+y#end');
      expect(given?.token).toBe('a+b=');
      expect(given?.replaceWith('c&d/')).toEqual({
        position: { link: 'https://api.test/list?limit=2&cursor=c%26d%2F&state=x+y#end' },
      });
    });

    it.each<[string, string | undefined]>([
      // The client's own parameters are none.
      ['https://api.test/list?limit=2&state=a-long-value&k=short&pageKey=longer', 'longer'],
      ['/list?%63ursor=t&other=longer', 't'],
      ['?cursor=100%', '100%'],
      ['https://api.test/list?xcursor=1&cursor=2', '2'],
      ['https://api.test/list?limit=2&state=linked', undefined],
      ['https://api.test/list/cursor=1', undefined],
      ['https://api.test/list?cursor=', undefined],
    ])('takes for the token in %s: %p', (link, token) => {
      expect(findInLink(link)?.token).toBe(token);
    });

    it('leaves a token that is sent elsewhere as it was written: nobody knows what its server takes a `+` for', () => {
      for (const link of ['https://api.test/list?cursor=a+b%2b/%20&limit=2', 'https://api.test/list?cursor=100%']) {
        const given = findInLink(link);
        expect(given?.replaceWith(given.token)).toEqual({ position: { link } });
      }
    });

    it('sends a token that stands alone in place of itself, in the direction that it has', () => {
      const from = pageOf(tokens, { hits: [], forward: 'f1', backward: 'b1' });
      const [on, back] = [find(tokens, from), find(tokens, from, 'previous')];
      expect([on?.token, back?.token]).toEqual(['f1', 'b1']);
      expect(on?.replaceWith('x y')).toEqual({ position: { value: 'x y', direction: 'forward' } });
      expect(back?.replaceWith('x')).toEqual({ position: { value: 'x', direction: 'backward' } });
    });

    it('takes the numbers that a client counts for tokens as well', () => {
      const from = pageOf(skipping, { data: [{ id: 'a' }], total: 9 }, { query: { conditions: [], limit: 1 } });
      const given = find(skipping, from);
      expect([given?.token, given?.replaceWith('7')]).toEqual(['1', { position: { value: '7' } }]);
      const linked = pageOf(numbers, { results: [], next: 'https://api.test/list?page=2', previous: null });
      expect(find(numbers, linked)?.token).toBe('2');
    });

    it('finds none where there is no way on', () => {
      expect(find(links, pageOf(links, { data: { items: [] } }))).toBeUndefined();
      expect(find(tokens, pageOf(tokens, { hits: [], forward: 'f1' }), 'previous')).toBeUndefined();
      expect(find(skipping, pageOf(skipping, { data: [], total: 0 }))).toBeUndefined();
    });

    it('puts back into a link what it found there, and any other text in its place', () => {
      const name = fc.constantFrom('limit', 'state', 'page', 'x', 'a b');
      const others = fc.array(fc.tuple(name, fc.string()), { maxLength: 3 });
      const text = fc.string({ unit: grapheme, minLength: 1 });
      fc.assert(
        fc.property(others, text, others, text, (before, token, after, other) => {
          const link = new URL('https://api.test/list');
          const pairs = [...before, ['cursor', token] as const, ...after];
          link.search = pairs.map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
          const given = findInLink(link.href);
          const replaced = new URL(given?.replaceWith(other).position?.link ?? '');
          expect(given?.token).toBe(token);
          expect([...replaced.searchParams]).toEqual(
            pairs.map(([key, value]) => [key, key === 'cursor' ? other : value]),
          );
        }),
      );
    });
  });
});
