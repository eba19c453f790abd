import { describe, expect, it } from '@jest/globals';
import { fc, grapheme } from '../../../src/testing/properties.ts';
import { encodeQuery } from './encode-query.ts';

describe('encodeQuery', () => {
  it('keeps the order of pairs and sends a name as often as it is given', () => {
    expect(
      encodeQuery([
        ['b', '1'],
        ['a', '2'],
        ['b', ''],
      ]),
    ).toBe('b=1&a=2&b=');
  });

  it.each([
    ['a b', 'a%20b'],
    ['a+b', 'a%2Bb'],
    ['50%', '50%25'],
    ['a&b=c#d', 'a%26b%3Dc%23d'],
    ['é😀', '%C3%A9%F0%9F%98%80'],
    ['\uD800', '%EF%BF%BD'],
  ])('encodes %j', (value, encoded) => {
    expect(encodeQuery([['q', value]])).toBe(`q=${encoded}`);
  });

  it.each(['', 'a=+&b=%3d&c=%zz', '&&=', 'metadata[0]=é'])('leaves the raw text %j alone', (raw) => {
    expect(encodeQuery(raw)).toBe(raw);
  });

  it('sends nothing when there is no query', () => {
    expect([encodeQuery(), encodeQuery([])]).toEqual(['', '']);
  });

  it('is read back by any form decoder', () => {
    const pairs = fc.array(fc.tuple(fc.string({ unit: grapheme }), fc.string({ unit: grapheme })));
    fc.assert(
      fc.property(pairs, (given) => {
        expect([...new URLSearchParams(encodeQuery(given))]).toEqual(given);
      }),
    );
  });
});
