import { describe, expect, it } from '@jest/globals';
import { PagewrightError } from '../contract/error.ts';
import type { Row } from '../dataset/row-source.ts';
import { createTable } from './create-table.ts';
import type { Selection, Table } from './table.ts';
import { createMemorySource } from './testing/memory-source.ts';
import { ascending, contract, descending, fields } from './testing/sample-fields.ts';

const bySize: Selection = { criteria: [], order: [descending(fields.size), ascending(fields.id)] };

function createSampleTable(rows: readonly Row[]): Table {
  return createTable({ contract, sources: [createMemorySource(rows, () => 'values')] });
}

function listIds(table: Table, selection: Selection = bySize): readonly unknown[] {
  const view = table.select(selection);
  return Array.from({ length: view.count }, (_, rank) => table.rowAt(view.slotAt(rank))['id']);
}

function codeOf(act: () => unknown): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    return error instanceof PagewrightError ? error.code : String(error);
  }
}

describe('createTable', () => {
  it('joins sources in the order given', () => {
    const source = (...ids: readonly string[]) =>
      createMemorySource(
        ids.map((id) => ({ id })),
        () => 'find',
      );
    const table = createTable({ contract, sources: [source('b', 'a'), source(), source('c')] });
    expect(table.size).toBe(3);
    expect(table.find('c')).toBe(2);
    expect(listIds(table, { criteria: [], order: [ascending(fields.id)] })).toEqual(['a', 'b', 'c']);
  });

  it('works without any rows or sources', () => {
    const table = createTable({ contract, sources: [] });
    expect(listIds(table)).toEqual([]);
    expect(table.find('a')).toBeUndefined();
    table.add({ id: 'a' });
    expect(listIds(table)).toEqual(['a']);
  });

  it('asks a source for nothing before it is needed, and for a column only once', () => {
    const asked: string[] = [];
    const source = createMemorySource([{ id: 'a', size: 1 }], () => 'values');
    const spy = {
      ...source,
      column: (field: typeof fields.id) => {
        asked.push(field.name);
        return source.column(field);
      },
    };
    const table = createTable({ contract, sources: [spy] });
    expect(asked).toEqual([]);
    listIds(table);
    listIds(table);
    listIds(table, { criteria: [], order: [ascending(fields.size), ascending(fields.id)] });
    expect(asked).toEqual(['size', 'id']);
  });

  it('writes bodies in UTF-8 without hidden fields', () => {
    const table = createSampleTable([{ id: 'a', secret: 'x', name: 'Zoë 😀' }]);
    const added = table.add({ id: 'b', name: 'ÿ', secret: 'y' });
    expect(Buffer.from(table.bodyAt(0), 'latin1').toString()).toBe('{"id":"a","name":"Zoë 😀"}');
    expect(Buffer.from(table.bodyAt(added), 'latin1').toString()).toBe('{"id":"b","name":"ÿ"}');
    expect(table.rowAt(added)['secret']).toBe('y');
  });

  it('makes a body once while there is room for it', () => {
    let made = 0;
    const source = createMemorySource([{ id: 'a' }, { id: 'b' }], () => 'values');
    const spy = {
      ...source,
      row: (index: number) => {
        made += 1;
        return source.row(index);
      },
    };
    const roomy = createTable({ contract, sources: [spy] });
    for (const slot of [0, 1, 0, 1]) roomy.bodyAt(slot);
    expect(made).toBe(2);
    const tight = createTable({ contract, sources: [spy], bodyBytes: 0 });
    for (const slot of [0, 1, 0, 1]) tight.bodyAt(slot);
    expect(made).toBe(6);
  });

  it('refuses rows without an identity, or with that of another', () => {
    const table = createSampleTable([{ id: 'a' }, { id: 'b' }]);
    expect(codeOf(() => table.add({ name: 'nobody' }))).toBe('missing-identity');
    expect(codeOf(() => table.add({ id: null }))).toBe('missing-identity');
    expect(codeOf(() => table.add({ id: 'a' }))).toBe('identity-taken');
    expect(codeOf(() => table.replace(0, { id: 'b' }))).toBe('identity-taken');
    expect(codeOf(() => table.replace(0, {}))).toBe('missing-identity');
    expect(listIds(table)).toEqual(['a', 'b']);
  });

  it('gives an identity free when its row goes or changes it', () => {
    const table = createSampleTable([{ id: 'a' }, { id: 'b' }]);
    table.remove(0);
    table.replace(1, { id: 'c' });
    table.replace(table.add({ id: 'a', size: 1 }), { id: 'a', size: 2 });
    table.add({ id: 'b' });
    expect(listIds(table)).toEqual(['b', 'c', 'a']);
  });

  it('says no to slots that have no row', () => {
    const table = createSampleTable([{ id: 'a' }]);
    for (const slot of [-1, 0.5, 1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(codeOf(() => table.rowAt(slot))).toBe('unknown-slot');
      expect(codeOf(() => table.bodyAt(slot))).toBe('unknown-slot');
      expect(codeOf(() => table.keyAt(slot, bySize.order))).toBe('unknown-slot');
      expect(codeOf(() => table.remove(slot))).toBe('unknown-slot');
    }
    table.remove(0);
    expect(codeOf(() => table.remove(0))).toBe('removed-slot');
    expect(codeOf(() => table.replace(0, { id: 'b' }))).toBe('removed-slot');
  });

  it('says no to ranks that a view does not have', () => {
    const view = createSampleTable([{ id: 'a' }]).select(bySize);
    for (const rank of [-1, 0.5, 1, Number.NaN]) expect(codeOf(() => view.slotAt(rank))).toBe('unknown-rank');
  });

  it('keeps dead rows readable for a while, those of sources for ever', () => {
    const table = createSampleTable([{ id: 'a', name: 'first' }]);
    const first = table.replace(0, { id: 'a', name: 'second' });
    let latest = first;
    for (let count = 0; count < 1024; count += 1) latest = table.replace(latest, { id: 'a', name: `${count}` });
    expect(table.rowAt(first)['name']).toBe('second');
    table.remove(latest);
    expect(codeOf(() => table.rowAt(first))).toBe('removed-slot');
    expect(table.rowAt(latest)['name']).toBe('1023');
    expect(table.rowAt(0)['name']).toBe('first');
    expect(table.size).toBe(0);
  });

  it('catches up with more changes than it remembers', () => {
    const table = createSampleTable([
      { id: 'a', size: 1 },
      { id: 'b', size: 2 },
    ]);
    expect(listIds(table)).toEqual(['b', 'a']);
    for (let count = 0; count < 3000; count += 1) table.add({ id: `c${count}`, size: count % 7 });
    table.remove(table.find('b') as number);
    table.remove(table.find('c0') as number);
    const ids = listIds(table);
    expect(ids.length).toBe(3000);
    expect(ids.slice(0, 2)).toEqual(['c1000', 'c1007']);
    expect(new Set(ids).has('c0')).toBe(false);
  });

  it('counts rows before and through keys that are cut short', () => {
    const table = createSampleTable([{ id: 'a', size: 1 }, { id: 'b', size: 1 }, { id: 'c', size: 2 }, { id: 'd' }]);
    const view = table.select(bySize);
    expect([view.countBefore([1]), view.countThrough([1])]).toEqual([2, 4]);
    expect([view.countBefore([]), view.countThrough([])]).toEqual([0, 4]);
    expect([view.countBefore([null]), view.countThrough([null])]).toEqual([0, 1]);
  });
});
