import { describe, expect, it } from '@jest/globals';
import { fc } from '../../testing/properties.ts';
import { buildDictionary } from './build-dictionary.ts';

describe('buildDictionary', () => {
  it('gives every row its own values back', () => {
    const value = fc.constantFrom<unknown>('a', 'b', '', 1, '1', true, 'true', null, 'null', 1 / 0, { a: 1 }, { b: 1 });
    fc.assert(
      fc.property(fc.array(fc.array(value, { maxLength: 3 })), (rows) => {
        const dictionary = buildDictionary(rows.length, (index) => rows[index] as readonly unknown[]);
        expect(rows.map((_row, index) => dictionary?.values[dictionary.codes[index] as number])).toEqual(rows);
      }),
    );
  });

  it('holds equal rows once', () => {
    const rows = [['a'], ['b'], ['a'], ['a', 'b'], ['a', 'b'], [], [], [{ a: 1 }], [{ a: 1 }]];
    expect(buildDictionary(rows.length, (index) => rows[index] as readonly unknown[])?.values.length).toBe(5);
  });

  it('holds up to 65536 values, and no more', () => {
    expect(buildDictionary(65_536, (index) => [index])?.codes[65_535]).toBe(65_535);
    expect(buildDictionary(65_537, (index) => [index])).toBeUndefined();
    expect(buildDictionary(65_537, (index) => [index % 300])?.codes).toBeInstanceOf(Uint16Array);
    expect(buildDictionary(65_537, (index) => [index % 256])?.codes).toBeInstanceOf(Uint8Array);
  });
});
