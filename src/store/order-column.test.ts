import { describe, expect, it } from '@jest/globals';
import type { Field } from '../contract/contract.ts';
import type { RowSource } from '../dataset/row-source.ts';
import { loadColumn } from './column.ts';
import { createOrderColumn } from './order-column.ts';
import { finish } from './work.ts';

describe('order column', () => {
  const field: Field = { name: 'id', path: ['id'], kind: 'string', schema: {} };

  /** A source that says that its texts ascend. */
  function createSource(texts: readonly string[], ascends = true): RowSource {
    return {
      size: texts.length,
      row: (index) => ({ id: texts[index] as string }),
      column: () => ({ kind: 'values', at: (index) => [texts[index]], find: () => [], ascends }),
    };
  }

  function ascendsOver(...sources: readonly RowSource[]): boolean {
    let start = 0;
    const placed = sources.map((source) => {
      start += source.size;
      return { source, size: source.size, start: start - source.size };
    });
    const column = finish(createOrderColumn(finish(loadColumn(field, placed))));
    return column.kind === 'texts' && column.ascends;
  }

  describe('createOrderColumn', () => {
    it('takes the word of a source for its own rows', () => {
      expect(ascendsOver(createSource(['a', 'b']))).toBe(true);
      expect(ascendsOver(createSource(['a', 'b'], false))).toBe(false);
    });

    it('looks where sources meet', () => {
      expect(ascendsOver(createSource(['a', 'b']), createSource([]), createSource(['c']))).toBe(true);
      expect(ascendsOver(createSource(['a', 'b']), createSource(['b']))).toBe(false);
      expect(ascendsOver(createSource(['c']), createSource(['a']))).toBe(false);
    });
  });
});
