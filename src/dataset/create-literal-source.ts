import { toComparable } from '../contract/comparable.ts';
import type { Field } from '../contract/contract.ts';
import { foldCase } from '../contract/criterion.ts';
import { readField } from '../contract/read-field.ts';
import type { ColumnSource, Row, RowSource } from './row-source.ts';

/**
 * Rows that are known, such as those of a scenario.
 *
 * @param rows - as they shall be served, hidden fields included; not changed, and not to be changed any more
 */
export function createLiteralSource(rows: readonly Row[]): RowSource {
  return {
    size: rows.length,
    row: (index) => ({ ...rows[index] }),
    column: (field) => buildColumn(rows, field),
  };
}

function buildColumn(rows: readonly Row[], field: Field): ColumnSource {
  const at = (index: number): readonly unknown[] => readField(rows[index], field.path);
  if (field.kind === 'string') return { kind: 'values', at, find: createFinder(rows.length, at) };
  if (rows.some((_, index) => at(index).length > 1)) return { kind: 'values', at };
  return { kind: 'numbers', at: (index) => numberOf(at(index)[0], field) };
}

function numberOf(value: unknown, { kind }: Field): number {
  const comparable = toComparable(value, kind);
  return typeof comparable === 'number' ? comparable : Number.NaN;
}

/** Looks texts up in a table that is made when it is first needed. */
function createFinder(size: number, at: (index: number) => readonly unknown[]): (text: string) => readonly number[] {
  let table: Map<string, number[]> | undefined;
  const build = (): Map<string, number[]> => {
    const entries = new Map<string, number[]>();
    for (let index = 0; index < size; index++) {
      for (const text of new Set(at(index).map((value) => foldCase(String(value))))) {
        const indexes = entries.get(text) ?? [];
        indexes.push(index);
        entries.set(text, indexes);
      }
    }
    return entries;
  };
  return (text) => {
    table ??= build();
    return table.get(foldCase(text)) ?? [];
  };
}
