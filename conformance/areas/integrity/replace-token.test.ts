import { describe, expect, it } from '@jest/globals';
import type { Contract, Json } from '../../../src/contract/contract.ts';
import { fc, grapheme } from '../../../src/testing/properties.ts';
import { hasPage, type PageAnswer } from '../../list/answer.ts';
import { type AnswerParts, createAnswer } from '../../testing/create-answer.ts';
import { createFakeList } from '../../testing/create-fake-list.ts';
import { loadContract } from '../../testing/load-contract.ts';
import { findToken, type GivenToken } from './replace-token.ts';

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
