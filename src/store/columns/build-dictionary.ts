import { type Codes, createCodes } from './codes.ts';

/** All values of a field in a row, for each code that a row may have. */
export interface Dictionary {
  readonly values: readonly (readonly unknown[])[];
  readonly codes: Codes;
}

/** With more distinct values than this, a dictionary costs more than it saves. */
const MOST_DISTINCT = 0x10000;

/**
 * @param size - how many rows
 * @param at - all values of the field in a row
 * @returns the values once each, and the code of every row; `undefined` when too many rows differ
 */
export function buildDictionary(size: number, at: (index: number) => readonly unknown[]): Dictionary | undefined {
  const values: (readonly unknown[])[] = [];
  const known = { single: new Map<unknown, number>(), several: new Map<unknown, number>() };
  const codes = new Uint16Array(size);
  for (let index = 0; index < size; index += 1) {
    const row = at(index);
    const single = row.length === 1 && !isObject(row[0]);
    const codesByKey = single ? known.single : known.several;
    const key = single ? row[0] : row.map(describe).join();
    let code = codesByKey.get(key);
    if (code === undefined) {
      if (values.length === MOST_DISTINCT) return undefined;
      code = values.push(row) - 1;
      codesByKey.set(key, code);
    }
    codes[index] = code;
  }
  return { values, codes: narrow(codes, values.length) };
}

function narrow(codes: Uint16Array, distinct: number): Codes {
  const narrowed = createCodes(codes.length, distinct);
  if (narrowed.BYTES_PER_ELEMENT === codes.BYTES_PER_ELEMENT) return codes;
  narrowed.set(codes);
  return narrowed;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** A text that two values share only when no operator tells them apart. */
function describe(value: unknown): string {
  return typeof value === 'number' ? String(value) : String(JSON.stringify(value));
}
