import { describe, expect, it } from '@jest/globals';
import { codePoint, fc } from '../testing/properties.ts';
import { encodeComponent } from './encode-component.ts';
import { parseQuery } from './parse-query.ts';

describe('encodeComponent', () => {
  it.each([
    ['AZaz09-._~', 'AZaz09-._~', 'AZaz09-._~'],
    ['a b', 'a%20b', 'a+b'],
    ['a+b', 'a%2Bb', 'a%2Bb'],
    ['eyJ2=', 'eyJ2%3D', 'eyJ2%3D'],
    ["!'()*", '%21%27%28%29%2A', '%21%27%28%29%2A'],
    ['é/😀', '%C3%A9%2F%F0%9F%98%80', '%C3%A9%2F%F0%9F%98%80'],
    ['a\ud800b', 'a%EF%BF%BDb', 'a%EF%BF%BDb'],
  ])('encodes %j as %s and in a form as %s', (text, percent, form) => {
    expect(encodeComponent(text, 'percent')).toBe(percent);
    expect(encodeComponent(text, 'form')).toBe(form);
  });

  it('is undone by reading the query', () => {
    const encoding = fc.constantFrom('percent', 'form');
    fc.assert(
      fc.property(fc.string({ unit: codePoint }), encoding, (text, encoding) => {
        expect(parseQuery(`a=${encodeComponent(text, encoding)}`)).toEqual([['a', text]]);
      }),
    );
  });
});
