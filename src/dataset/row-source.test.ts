import { describe, expect, it } from '@jest/globals';
import { type ColumnSource, createLiteralSource } from './row-source.ts';
import { buildField } from './testing/build-contract.ts';

describe('create literal source', () => {
  const rows = [
    { id: 'a', at: '2026-05-05T02:00:00+02:00', tags: ['x', 'y'], count: 3, flags: [1, 2] },
    { id: 'B', at: null, tags: [], count: null, flags: [] },
    { id: 'ß', count: 'three' },
  ];
  const source = createLiteralSource(rows);
  type Values = Extract<ColumnSource, { kind: 'values' }>;
  type Numbers = Extract<ColumnSource, { kind: 'numbers' }>;

  describe('createLiteralSource', () => {
    it('gives the rows as they are, each time anew', () => {
      const row = source.row(0) as Record<string, unknown>;
      expect([source.size, row]).toEqual([3, rows[0]]);
      row['id'] = 'changed';
      expect(source.row(0)).toEqual(rows[0]);
    });

    it('gives all texts of a field', () => {
      const column = source.column(buildField('tags')) as Values;
      expect([0, 1, 2].map((index) => column.at(index))).toEqual([['x', 'y'], [], []]);
    });

    it('gives numbers and instants, NaN where there is none', () => {
      const at = source.column(buildField('at', 'instant')) as Numbers;
      const count = source.column(buildField('count', 'number')) as Numbers;
      expect([0, 1, 2].map(at.at)).toEqual([Date.UTC(2026, 4, 5), Number.NaN, Number.NaN]);
      expect([0, 1, 2].map(count.at)).toEqual([3, Number.NaN, Number.NaN]);
    });

    it('gives several numbers of a row as values', () => {
      expect((source.column(buildField('flags', 'number')) as Values).at(0)).toEqual([1, 2]);
    });

    it('finds texts in any case', () => {
      const ids = source.column(buildField('id')) as Values;
      expect(['A', 'b', 'ß', 'none'].map((text) => ids.find?.(text))).toEqual([[0], [1], [2], []]);
      expect((source.column(buildField('tags')) as Values).find?.('Y')).toEqual([0]);
    });

    it('may be empty', () => {
      expect((createLiteralSource([]).column(buildField('id')) as Values).find?.('a')).toEqual([]);
    });
  });
});
