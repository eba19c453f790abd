import { describe, expect, it } from '@jest/globals';
import { type PrismRequest, toPrismInput } from './prism-input.ts';
import type { Operation } from './site/site.ts';

const operation = { method: 'get' } as Operation;
const request: PrismRequest = { method: 'HEAD', path: '/a', query: '', headers: {} };

function convert(parts: Partial<PrismRequest>, isChecked = true): ReturnType<typeof toPrismInput> {
  return toPrismInput({ ...request, ...parts }, operation, { isChecked, mock: {} });
}

describe('toPrismInput', () => {
  it('takes the method of the operation, and the path as it is', () => {
    expect(convert({ path: '/a%20b' })).toMatchObject({
      method: 'get',
      url: { path: '/a%20b', query: {} },
      body: null,
    });
  });

  it('reads the query, several values as a list', () => {
    expect(convert({ query: 'a=1&b=x%20y&a=2&c' }).url.query).toEqual({ a: ['1', '2'], b: 'x y', c: '' });
  });

  it.each([
    ['application/json', 'application/json'],
    ['text/html, */*;q=0.1', 'text/html, */*;q=0.1'],
    [';;;, application/json', ' application/json'],
    ['nonsense', undefined],
    ['application/json; q', undefined],
    ['', undefined],
  ])('takes of what is accepted, %p, only %p', (accept, expected) => {
    expect(convert({ headers: { accept } }).headers?.['accept']).toBe(expected);
  });

  it('does not ask what is accepted when the response is forced', () => {
    expect(convert({ headers: { accept: 'text/html', other: 'x' } }, false).headers).toEqual({ other: 'x' });
  });

  it.each([
    ['application/json', '{"a":1}', { a: 1 }],
    ['application/problem+json; charset=utf-8', '[1]', [1]],
    ['text/plain', '{"a":1}', '{"a":1}'],
    ['application/json', { parsed: 'before' }, { parsed: 'before' }],
    ['application/json', '', null],
  ])('takes a body of type %p for what it is', (type, body, expected) => {
    expect(convert({ headers: { 'content-type': type }, body }).body).toEqual(expected);
  });

  it('refuses JSON that is none', () => {
    expect(() => convert({ headers: { 'content-type': 'application/json' }, body: '{' })).toThrow(SyntaxError);
  });
});
