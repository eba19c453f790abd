import { describe, expect, it } from '@jest/globals';
import type { Json } from '../../contract/contract.ts';
import { fc } from '../../testing/properties.ts';
import { runs } from '../../testing/runs.ts';
import { createRandom } from '../random.ts';
import { spellJson } from './json-spelling.ts';

describe('spellJson', () => {
  it('writes the same value whatever the random', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, seed) => {
        const plain = JSON.parse(JSON.stringify(value)) as Json;
        expect(JSON.parse(spellJson(plain, createRandom(seed)))).toEqual(plain);
      }),
      { numRuns: runs(500) },
    );
  });

  it('writes it in many ways: with and without white space, in other orders, with escapes', () => {
    const value = { name: 'é/e', list: [1, 2], other: { a: null, b: true } };
    const texts = Array.from({ length: 100 }, (_, seed) => spellJson(value, createRandom(`${seed}`)));
    for (const pattern of [/\n/, /^[^ \n]+$/, /\\u00e9/, /é/, /\\\//, /\\u0065/, /\t/, /\r\n/]) {
      expect(texts.filter((text) => pattern.test(text))).not.toEqual([]);
    }
    expect(new Set(texts.map((text) => Object.keys(JSON.parse(text) as object).join())).size).toBe(6);
  });
});
