import { describe, expect, it } from '@jest/globals';
import { createDice } from '../create-dice.ts';
import { spellMediaType } from './spell-media-type.ts';

function spellOften(mediaType: string): readonly string[] {
  return Array.from({ length: 200 }, (_, seed) => spellMediaType(mediaType, createDice(`${seed}`)));
}

describe('spellMediaType', () => {
  it('spells type and charset in other letters, with spaces and quotation marks', () => {
    const texts = spellOften('application/json;charset=UTF-8');
    for (const text of texts) expect(text).toMatch(/^application\/json ?; ?charset=("utf-8"|utf-8)$/i);
    expect(texts.some((text) => text.includes('"'))).toBe(true);
    expect(texts.some((text) => text.includes(' ;'))).toBe(true);
    expect(texts.some((text) => text.startsWith('APPLICATION/JSON'))).toBe(true);
  });

  it('adds the charset that JSON has in any case, and none to other types', () => {
    const texts = spellOften('application/json');
    expect(texts.some((text) => /^application\/json$/i.test(text))).toBe(true);
    expect(texts.some((text) => /^application\/json ?; ?charset="?utf-8"?$/i.test(text))).toBe(true);
    for (const text of spellOften('text/csv')) expect(text.toLowerCase()).toBe('text/csv');
  });

  it('leaves the letters of other parameters', () => {
    for (const text of spellOften('text/html; profile="A b"; q')) expect(text).toMatch(/profile="A b" ?; ?q$/i);
    for (const text of spellOften('text/html; profile="A b"')) expect(text).toContain('="A b"');
  });
});
