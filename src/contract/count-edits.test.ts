import { describe, expect, it } from '@jest/globals';
import { fc } from '../testing/properties.ts';
import { countEdits } from './count-edits.ts';

describe('countEdits', () => {
  it.each([
    ['', '', 0],
    ['ties', 'ties', 0],
    ['tyes', 'ties', 1],
    ['tie', 'ties', 1],
    ['kitten', 'sitting', 3],
    ['', 'abc', 3],
  ])('from %j to %j', (first, second, edits) => {
    expect(countEdits(first, second)).toBe(edits);
  });

  it('is a distance', () => {
    const text = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        expect(countEdits(a, b)).toBe(countEdits(b, a));
        expect(countEdits(a, c)).toBeLessThanOrEqual(countEdits(a, b) + countEdits(b, c));
        expect(countEdits(a, b) === 0).toBe(a === b);
      }),
    );
  });
});
