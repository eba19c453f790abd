import { describe, expect, it } from '@jest/globals';
import { fc } from '../testing/properties.ts';
import { buildDictionary, findPlace, loadColumn } from './column.ts';
import { fields } from './testing/sample-fields.ts';
import { finish } from './work.ts';

describe('column', () => {
  function fail(): never {
    throw new Error('There is a quicker way');
  }

  describe('loadColumn', () => {
    it('lets a source write a whole column', () => {
      const numbers = { kind: 'numbers' as const, at: fail, fill: (target: Float64Array) => void target.fill(7) };
      const source = { size: 3, row: fail, column: () => numbers };
      const column = finish(loadColumn(fields.size, [{ start: 0, size: 3, source }]));
      expect(column.segments[0]).toMatchObject({ kind: 'numbers', values: new Float64Array([7, 7, 7]) });
      expect(column.bytes).toBe(24);
    });

    it('lets a source write a whole column of codes', () => {
      const fill = (target: Uint8Array | Uint16Array | Uint32Array): void => void target.fill(1);
      const source = {
        size: 2,
        row: fail,
        column: () => ({ kind: 'dictionary' as const, values: [['a'], ['b']], codeAt: fail, fill }),
      };
      const column = finish(loadColumn(fields.name, [{ start: 0, size: 2, source }]));
      expect(column.segments[0]).toMatchObject({ kind: 'dictionary', codes: new Uint8Array([1, 1]) });
    });
  });

  describe('findPlace', () => {
    it('finds the one that has the slot', () => {
      const places = [
        { start: 0, size: 2 },
        { start: 2, size: 0 },
        { start: 2, size: 3 },
      ];
      expect([0, 1, 2, 4].map((slot) => places.indexOf(findPlace(places, slot) as (typeof places)[0]))).toEqual([
        0, 0, 2, 2,
      ]);
    });
  });
});

describe('buildDictionary', () => {
  it('gives every row its own values back', () => {
    const value = fc.constantFrom<unknown>('a', 'b', '', 1, '1', true, 'true', null, 'null', 1 / 0, { a: 1 }, { b: 1 });
    fc.assert(
      fc.property(fc.array(fc.array(value, { maxLength: 3 })), (rows) => {
        const dictionary = finish(buildDictionary(rows.length, (index) => rows[index] as readonly unknown[]));
        expect(rows.map((_row, index) => dictionary?.values[dictionary.codes[index] as number])).toEqual(rows);
      }),
    );
  });

  it('holds equal rows once', () => {
    const rows = [['a'], ['b'], ['a'], ['a', 'b'], ['a', 'b'], [], [], [{ a: 1 }], [{ a: 1 }]];
    expect(finish(buildDictionary(rows.length, (index) => rows[index] as readonly unknown[]))?.values.length).toBe(5);
  });

  it('holds up to 65536 values, and no more', () => {
    expect(finish(buildDictionary(65_536, (index) => [index]))?.codes[65_535]).toBe(65_535);
    expect(finish(buildDictionary(65_537, (index) => [index]))).toBeUndefined();
    expect(finish(buildDictionary(65_537, (index) => [index % 300]))?.codes).toBeInstanceOf(Uint16Array);
    expect(finish(buildDictionary(65_537, (index) => [index % 256]))?.codes).toBeInstanceOf(Uint8Array);
  });
});
