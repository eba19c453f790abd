import { describe, expect, it } from '@jest/globals';
import type { Row } from '../dataset/row-source.ts';
import { BaseTable } from './base-table.ts';
import { OverlayTable } from './overlay-table.ts';
import type { Selection, Table } from './table.ts';
import { createMemorySource } from './testing/memory-source.ts';
import { ascending, contract, createMetaField, fields } from './testing/sample-fields.ts';

const order = [ascending(fields.id)];

function listIds(table: Table, selection: Selection): readonly unknown[] {
  const view = table.select(selection);
  return Array.from({ length: view.count }, (_, rank) => table.rowAt(view.slotAt(rank))['id']);
}

describe('BaseTable', () => {
  it('is shared by tables that know nothing of each other’s changes', () => {
    const rows: readonly Row[] = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];
    const base = new BaseTable({ contract, sources: [createMemorySource(rows, () => 'values')] });
    const [left, right] = [new OverlayTable(base), new OverlayTable(base)];
    left.remove(0);
    right.replace(1, { id: 'b2' });
    left.add({ id: 'b1' });
    expect(listIds(left, { criteria: [], order })).toEqual(['b', 'b1', 'c']);
    expect(listIds(right, { criteria: [], order })).toEqual(['a', 'b2', 'c']);
    expect([left.find('a'), right.find('a'), right.find('b')]).toEqual([undefined, 0, undefined]);
    expect([base.size, left.size, right.size]).toEqual([3, 3, 3]);
  });

  it('keeps what fits into its memory, however many fields are asked for', () => {
    const rows = Array.from({ length: 1000 }, (_, index): Row => ({ id: `${index}`, meta: { color: 'red' } }));
    let built = 0;
    const source = createMemorySource(rows, () => 'values');
    const spy = {
      ...source,
      column: (field: typeof fields.id) => {
        built += 1;
        return source.column(field);
      },
    };
    const table = new OverlayTable(new BaseTable({ contract, sources: [spy], memoryBytes: 200_000 }));
    const count = (key: string): number =>
      table.select({
        criteria: [{ fields: [createMetaField(key)], operator: 'equals', operand: 'red', ignoreCase: false }],
        order,
      }).count;
    for (let key = 0; key < 200; key += 1) count(`key${key}`);
    built = 0;
    expect(count('key199')).toBe(0);
    expect(built).toBe(0);
    expect(count('key0')).toBe(0);
    expect(built).toBe(1);
    expect(count('color')).toBe(1000);
  });
});
