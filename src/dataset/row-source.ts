import type { Field, Json } from '../contract/contract.ts';
import { foldCase } from '../contract/criterion.ts';
import { readField, toComparable } from '../contract/field-values.ts';

/** A row: the fields of an item, and the hidden ones that only filters know. */
export type Row = Readonly<Record<string, Json>>;

/**
 * The values of one field over all rows of a source, without making whole rows. A field may have several values in a row
 * (`contracts/*\/plan_id`); `readField` in the contract folder says which.
 */
export type ColumnSource =
  /** One number a row; instants are milliseconds since 1970. NaN where the row has none. */
  | {
      readonly kind: 'numbers';
      readonly at: (index: number) => number;
      /** Writes the numbers of the rows from `from` on, in a fraction of the time of as many calls. */
      readonly fill?: (target: Float64Array, from: number) => void;
    }
  /** Few distinct values: each entry of `values` is all values that the field has in a row with that code. */
  | {
      readonly kind: 'dictionary';
      readonly values: readonly (readonly unknown[])[];
      readonly codeAt: (index: number) => number;
      /** Writes the codes of the rows from `from` on, in a fraction of the time of as many calls. */
      readonly fill?: (target: Uint8Array | Uint16Array | Uint32Array, from: number) => void;
    }
  /** Anything else: all values of the field in a row. */
  | {
      readonly kind: 'values';
      readonly at: (index: number) => readonly unknown[];
      /**
       * Rows that may hold a text, found without looking at every row: a superset of those that hold it in any mix of
       * upper and lower case. Absent where there is no way but to look.
       */
      readonly find?: (text: string) => readonly number[];
      /** Whether each row has one text, and later rows have later ones: so that they need not be read to be sorted. */
      readonly ascends?: boolean;
    };

/** Rows made on demand: row `index` is the same whatever the size of the source and the order of access. */
export interface RowSource {
  readonly size: number;
  /** A whole row, made anew at each call. */
  row(index: number): Row;
  column(field: Field): ColumnSource;
}

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
