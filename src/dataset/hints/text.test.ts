import { describe, expect, it } from '@jest/globals';
import { codePoint, fc } from '../../testing/properties.ts';
import { slugify } from './text.ts';

describe('slugify', () => {
  it.each([
    ["O'Brien & Søn", 'o-brien-son'],
    ['  Café Zoë  ', 'cafe-zoe'],
    ['Straße 1', 'strasse-1'],
    ['日本', ''],
  ])('writes %p as %p', (text, slug) => {
    expect(slugify(text)).toBe(slug);
  });

  it('gives ASCII words and single hyphens only', () => {
    fc.assert(
      fc.property(fc.string({ unit: codePoint }), (text) =>
        expect(slugify(text)).toMatch(/^([a-z0-9]+(-[a-z0-9]+)*)?$/),
      ),
    );
  });
});
