import { describe, expect, it } from '@jest/globals';
import { fc } from '../../../src/testing/properties.ts';
import { splitCode } from './split-code.ts';

describe('splitCode', () => {
  it('finds what stands between backticks', () => {
    expect(splitCode('MUST give `a` when `b` is `c`, 5` wide')).toEqual([
      { kind: 'text', text: 'MUST give ' },
      { kind: 'code', text: 'a' },
      { kind: 'text', text: ' when ' },
      { kind: 'code', text: 'b' },
      { kind: 'text', text: ' is ' },
      { kind: 'code', text: 'c' },
      { kind: 'text', text: ', 5` wide' },
    ]);
  });

  it('loses nothing', () => {
    const sentence = fc.string({ unit: fc.constantFrom('`', 'a', ' ', '\n') });
    fc.assert(
      fc.property(sentence, (text) => {
        const pieces = splitCode(text).map((piece) => (piece.kind === 'code' ? `\`${piece.text}\`` : piece.text));
        expect(pieces.join('')).toBe(text);
      }),
    );
  });
});
