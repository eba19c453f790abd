import { describe, expect, it } from '@jest/globals';
import { fc } from '../../testing/properties.ts';
import { splitBody } from './split-body.ts';

describe('splitBody', () => {
  it('cuts into at most 20 pieces, of which none is empty and nothing is lost', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 500 }), (body) => {
        const pieces = splitBody(body);
        expect(pieces.join('')).toBe(body);
        expect(pieces.length).toBeLessThanOrEqual(20);
        expect(pieces).not.toContain('');
      }),
    );
  });

  it('cuts what is long enough into more than a few', () => {
    expect(splitBody('x'.repeat(1000))).toHaveLength(20);
    expect(splitBody('abc')).toEqual(['a', 'b', 'c']);
    expect(splitBody('')).toEqual([]);
  });
});
