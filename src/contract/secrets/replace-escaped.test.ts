import { describe, expect, it } from '@jest/globals';
import { fc } from '../../testing/properties.ts';
import { replaceEscaped } from './replace-escaped.ts';

describe('replaceEscaped', () => {
  it.each([
    ['as it stands', 'x a/é"b y', 'x * y'],
    ['for a URL in part', '?k=a/%C3%A9"b&x', '?k=*&x'],
    ['for a URL, every character', '?k=%61%2f%c3%a9%22%62&x', '?k=*&x'],
    ['for a URL twice', '?u=%3Fk%3Da%252F%25C3%25A9%2522b%26', '?u=%3Fk%3D*%26'],
    ['for JSON', String.raw`{"k":"a\/\u00e9\"b"}`, '{"k":"*"}'],
    ['for JSON twice', String.raw`"{\"k\":\"a/\\u00E9\\\"b\"}"`, String.raw`"{\"k\":\"*\"}"`],
    ['for JSON in a URL', '?f=%7B%22k%22:%22a%5C%2F%5Cu00e9%5C%22b%22%7D', '?f=%7B%22k%22:%22*%22%7D'],
    ['twice', 'a%2Fé"b, a/é"b.', '*, *.'],
    ['nowhere', String.raw`a%2F\"%C3 \u00 100% \ %zz %ff`, String.raw`a%2F\"%C3 \u00 100% \ %zz %ff`],
  ])('finds what is escaped %s', (_, text, replaced) => {
    expect(replaceEscaped(text, /a\/é"b/gu, '*')).toBe(replaced);
  });

  it('sees the bounds of a word behind escapes', () => {
    expect(replaceEscaped('%20word%0Aword-%41word', /\bword\b/gu, '*')).toBe('%20*%0A*-%41word');
  });

  it('leaves everything else as it is', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('%', '%25', '%5c', '\\', '\\u00', '%C3%A9', '\\n', '\\u00e9', '😀'),
    );
    fc.assert(
      fc.property(fc.array(piece), fc.array(piece), (before, after) => {
        const [head, tail] = [`${before.join('')}|`, `|${after.join('')}`];
        expect(replaceEscaped(`${head}%7Eneedle~${tail}`, /~needle~/g, '*')).toBe(`${head}*${tail}`);
      }),
    );
  });
});
