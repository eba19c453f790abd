import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readHeader, toByteString } from './message.ts';
import { createRequest } from './testing/create-request.ts';
import { readText } from './testing/read-body.ts';

describe('toByteString', () => {
  it('has one character for each byte of the UTF-8', () => {
    expect(toByteString('a\n\u007f')).toBe('a\n\u007f');
    expect(toByteString('é€😀')).toBe('\u00c3\u00a9\u00e2\u0082\u00ac\u00f0\u009f\u0098\u0080');
    expect(toByteString('')).toBe('');
  });

  it('can be read back, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => expect(readText({ body: toByteString(text) })).toBe(text)),
    );
  });

  it('joins as bytes join', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, other) => {
        expect(toByteString(one) + toByteString(other)).toBe(toByteString(one + other));
      }),
    );
  });
});

describe('readHeader', () => {
  const request = createRequest('/', { headers: { 'X-One': 'a', 'X-Many': ['a', 'b'], 'X-None': undefined } });

  it('gives the value, or all of them joined as HTTP joins them', () => {
    expect(readHeader(request, 'x-one')).toBe('a');
    expect(readHeader(request, 'x-many')).toBe('a, b');
    expect(readHeader(request, 'x-none')).toBeUndefined();
    expect(readHeader(request, 'x-other')).toBeUndefined();
  });
});
