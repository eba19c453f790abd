import { describe, expect, it } from '@jest/globals';
import { fc } from '../../../src/testing/properties.ts';
import { findMediaTypeFault } from './find-media-type-fault.ts';

describe('findMediaTypeFault', () => {
  it.each([
    ['application/json', 'application/json'],
    ['Application/JSON', 'application/json'],
    ['application/json; charset=utf-8', 'application/json'],
    ['application/json;charset="UTF-8"', 'application/json;charset=UTF-8'],
    ['application/json; charset=utf8', 'application/json; charset=utf-8'],
    ['application/json; profile=x; charset=utf-8', 'application/json; profile=x'],
  ])('takes %s for %s', (received, expected) => {
    expect(findMediaTypeFault(received, expected)).toBeUndefined();
  });

  it.each([
    [undefined, 'application/json', 'there is no Content-Type'],
    ['', 'application/json', 'the media type is empty'],
    ['text/html; charset=utf-8', 'application/json', 'the media type is text/html'],
    ['application/json', 'application/json;charset=UTF-8', 'the media type has charset=(none)'],
    ['application/json; charset=latin1', 'application/json', 'the charset is latin1'],
    ['application/json; profile=y', 'application/json; profile=x', 'the media type has profile=y'],
  ])('rejects %s for %s', (received, expected, fault) => {
    expect(findMediaTypeFault(received, expected)).toBe(fault);
  });

  it('finds no fault in what is spelled in another case and with other spaces', () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9.+-]{0,8}$/);
    const parameters = fc.uniqueArray(fc.tuple(word, word), { selector: ([name]) => name, maxLength: 3 });
    const spaces = fc.constantFrom('', ' ', '  ');
    fc.assert(
      fc.property(word, word, parameters, spaces, fc.boolean(), (type, subtype, pairs, space, isUpper) => {
        const proper = pairs.filter(([name]) => name !== 'charset');
        const write = (between: string): string => {
          return [`${type}/${subtype}`, ...proper.map(([name, value]) => `${name}=${value}`)].join(between);
        };
        const received = write(`${space};${space}`);
        return findMediaTypeFault(isUpper ? received.toUpperCase() : received, write(';')) === undefined;
      }),
    );
  });
});
