import { describe, expect, it } from '@jest/globals';
import { fc } from '../../src/testing/properties.ts';
import { readPairs, readRoles } from './read-pairs.ts';

describe('read pairs', () => {
describe('readPairs', () => {
  it('reads lines and JSON', () => {
    expect(readPairs('Authorization: Bearer a:b\r\n\nX-Version:7', ':')).toEqual({
      Authorization: 'Bearer a:b',
      'X-Version': '7',
    });
    expect(readPairs('shop = north=1', '=')).toEqual({ shop: 'north=1' });
    expect(readPairs('{"shop": "north\\nsouth"}', '=')).toEqual({ shop: 'north\nsouth' });
  });

  it('reads what was written, as JSON and as lines', () => {
    const name = fc.stringMatching(/^[A-Za-z][A-Za-z-]{0,9}$/).filter((one) => one !== '__proto__');
    const value = fc.stringMatching(/^[!-~]([ -~]{0,9}[!-~])?$/);
    fc.assert(
      fc.property(
        fc.dictionary(name, value, { noNullPrototype: true }),
        fc.constantFrom(':', '='),
        (pairs, separator) => {
          const lines = Object.entries(pairs).map(([key, one]) => `${key}${separator} ${one}`);
          expect(readPairs(lines.join('\n'), separator)).toEqual(pairs);
          expect(readPairs(JSON.stringify(pairs), separator)).toEqual(pairs);
        },
      ),
    );
  });

  it.each([
    ['s3cret', 'expected JSON, or lines with ":"'],
    [': s3cret', 'expected JSON, or lines with ":"'],
    ['{"a": "s3cret"', 'is to be JSON, and is not'],
    ['{"a": 7}', 'expected every value to be a text'],
  ])('says what is wrong with %s, and repeats no value', (text, message) => {
    expect(() => readPairs(text, ':')).toThrow(message);
    expect(() => readPairs(text, ':')).not.toThrow('s3cret');
  });
});

describe('readRoles', () => {
  it('reads lines and JSON', () => {
    expect(readRoles('expired=Authorization: old\nexpired=X-Key: k=1\nother-tenant=Authorization: theirs')).toEqual({
      expired: { Authorization: 'old', 'X-Key': 'k=1' },
      'other-tenant': { Authorization: 'theirs' },
    });
    expect(readRoles('{"expired": {"Authorization": "old"}}')).toEqual({ expired: { Authorization: 'old' } });
  });

  it.each(['expired', 'expired=Authorization', '{"expired": "old"}', '{"expired": null}'])('refuses %s', (text) => {
    expect(() => readRoles(text)).toThrow(TypeError);
  });
});
});
