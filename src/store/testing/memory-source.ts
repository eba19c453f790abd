import type { Field } from '../../contract/contract.ts';
import { foldCase } from '../../contract/criterion.ts';
import { readField, toComparable } from '../../contract/field-values.ts';

import type { ColumnSource, Row, RowSource } from '../../dataset/row-source.ts';

/** In which form a source gives a column; `filled` ones write themselves into an array as well. */
export type ColumnForm = 'numbers' | 'filledNumbers' | 'dictionary' | 'filledDictionary' | 'values' | 'find';

/**
 * Rows in memory.
 *
 * @param formOf - the form of each field's column; numbers only where a row has one number at most
 */
export function createMemorySource(rows: readonly Row[], formOf: (field: Field) => ColumnForm): RowSource {
  return {
    size: rows.length,
    row: (index) => structuredClone(rows[index]) as Row,
    column: (field) => createColumn(rows, field, formOf(field)),
  };
}

function createColumn(rows: readonly Row[], field: Field, form: ColumnForm): ColumnSource {
  const at = (index: number): readonly unknown[] => readField(rows[index], field.path);
  switch (form) {
    case 'numbers':
    case 'filledNumbers':
      return createNumbers(form, (index) => Number(toComparable(at(index)[0], field.kind) ?? Number.NaN));
    case 'dictionary':
    case 'filledDictionary':
      return createDictionary(form, rows, at);
    case 'values':
      return { kind: 'values', at };
    case 'find':
      return { kind: 'values', at, find: (text) => findFolded(rows, at, text) };
  }
}

function createNumbers(form: ColumnForm, at: (index: number) => number): ColumnSource {
  if (form === 'numbers') return { kind: 'numbers', at };
  const fill = (target: Float64Array, from: number): void => {
    for (let index = 0; index < target.length; index += 1) target[index] = at(from + index);
  };
  return { kind: 'numbers', at, fill };
}

function createDictionary(
  form: ColumnForm,
  rows: readonly Row[],
  at: (index: number) => readonly unknown[],
): ColumnSource {
  const values = rows.map((_row, index) => at(index));
  // Every row has an entry of its own: a dictionary may hold equal entries, and entries that no row has.
  const codeAt = (index: number): number => index;
  if (form === 'dictionary') return { kind: 'dictionary', values: [...values, ['spare']], codeAt };
  const fill = (target: Uint8Array | Uint16Array | Uint32Array, from: number): void => {
    for (let index = 0; index < target.length; index += 1) target[index] = codeAt(from + index);
  };
  return { kind: 'dictionary', values, codeAt, fill };
}

function findFolded(rows: readonly Row[], at: (index: number) => readonly unknown[], text: string): readonly number[] {
  const holds = (value: unknown): boolean => typeof value !== 'object' && foldCase(String(value)) === foldCase(text);
  const hits = rows.flatMap((_row, index) => (at(index).some(holds) ? [index] : []));
  // A superset: the first row is always suggested, and some twice.
  return rows.length === 0 ? [] : [0, ...hits, ...hits];
}
