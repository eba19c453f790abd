import { describe, expect, it } from '@jest/globals';
import type { Headers } from '../../mock/message.ts';
import { createRandom } from '../random.ts';
import type { FeatureName } from './features.ts';
import { createHeaderGreaser, inventHeaders, recase, spellMediaType } from './headers.ts';

describe('create header greaser', () => {
  const headers: Headers = [
    ['Content-Type', 'application/json'],
    ['Retry-After', '3'],
  ];

  function greaseOften(...names: readonly FeatureName[]): readonly Headers[] {
    const grease = createHeaderGreaser(new Set(names));
    return Array.from({ length: 50 }, (_, seed) => grease(headers, createRandom(`${seed}`)));
  }

  const lower = (found: Headers): Headers => found.map(([name, value]) => [name.toLowerCase(), value]);

  describe('createHeaderGreaser', () => {
    it('changes nothing unless it is to', () => {
      for (const found of greaseOften()) expect(found).toEqual(headers);
    });

    it('changes case and order of names, and no value', () => {
      const all = greaseOften('header-case');
      for (const found of all) expect([...lower(found)].sort()).toEqual(lower(headers));
      expect(new Set(all.map((found) => JSON.stringify(found))).size).toBeGreaterThan(20);
    });

    it('changes the media type, and no other value', () => {
      const all = greaseOften('media-type');
      for (const found of all) expect(found[1]).toEqual(['Retry-After', '3']);
      expect(new Set(all.map(([type]) => type?.[1])).size).toBeGreaterThan(10);
    });

    it('adds headers behind those that are there', () => {
      for (const found of greaseOften('more-headers')) expect(found.slice(0, 2)).toEqual(headers);
      expect(greaseOften('more-headers').some((found) => found.length > 5)).toBe(true);
    });
  });
});

describe('invent headers', () => {
  it('inventHeaders makes headers that are not there already, some of them twice', () => {
    const made = Array.from({ length: 100 }, (_, seed) => inventHeaders([['vary', 'Accept']], createRandom(`${seed}`)));
    expect(made.flat().filter(([name]) => name === 'Vary')).toEqual([]);
    expect(new Set(made.map((headers) => headers.length)).size).toBeGreaterThan(3);
    const twice = made.filter((headers) => headers.filter(([name]) => name === 'Set-Cookie').length === 2);
    expect(twice).not.toEqual([]);
  });
});

describe('spell media type', () => {
  function spellOften(mediaType: string): readonly string[] {
    return Array.from({ length: 200 }, (_, seed) => spellMediaType(mediaType, createRandom(`${seed}`)));
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
});

describe('recase', () => {
  it('recase writes the same letters in upper case, lower case, and both', () => {
    const texts = Array.from({ length: 100 }, (_, seed) => recase('Content-Type', createRandom(`${seed}`)));
    expect(new Set(texts.map((text) => text.toLowerCase()))).toEqual(new Set(['content-type']));
    for (const text of ['CONTENT-TYPE', 'content-type', 'Content-Type']) expect(texts).toContain(text);
    expect(new Set(texts).size).toBeGreaterThan(5);
  });
});
