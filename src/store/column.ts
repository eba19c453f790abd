import type { Field } from '../contract/contract.ts';
import { readField } from '../contract/field-values.ts';
import { isObject } from '../contract/json-pointer.ts';
import type { ColumnSource, RowSource } from '../dataset/row-source.ts';
import type { Slot } from './table.ts';
import { eachRange, STEP_VALUES, type Work } from './work.ts';

/** Sources one after the other: each has the slots from its start on. */
export interface PlacedSource {
  readonly start: Slot;
  readonly size: number;
  readonly source: RowSource;
}

type ColumnSourceOf<Kind extends ColumnSource['kind']> = Extract<ColumnSource, { kind: Kind }>;

/** The values of a field in the rows of one source; indexes count within the source. */
export type Segment = PlacedSource & { readonly bytes: number } & (
    | { readonly kind: 'numbers'; readonly values: Float64Array }
    | ({ readonly kind: 'dictionary' } & Dictionary)
    | ColumnSourceOf<'values'>
  );

/** The values of a field over all slots. */
export interface Column {
  readonly field: Field;
  readonly size: number;
  readonly segments: readonly Segment[];
  /** What it weighs beside what its sources hold anyway. */
  readonly bytes: number;
}

/** What an entry of a dictionary that no source holds is taken to weigh. */
const ENTRY_BYTES = 64;

/** Reads a field of all sources, in the form in which it is quickest to search. */
export function* loadColumn(field: Field, sources: readonly PlacedSource[]): Work<Column> {
  const size = sources.reduce((sum, placed) => sum + placed.size, 0);
  const segments: Segment[] = [];
  for (const placed of sources) segments.push(yield* loadSegment(field, placed));
  return { field, size, segments, bytes: segments.reduce((sum, segment) => sum + segment.bytes, 0) };
}

/** @returns the one among placed things that has the slot */
export function findPlace<Place extends { readonly start: Slot; readonly size: number }>(
  places: readonly Place[],
  slot: Slot,
): Place {
  const last = places.length - 1;
  let index = 0;
  while (index < last && slot >= (places[index] as Place).start + (places[index] as Place).size) index += 1;
  return places[index] as Place;
}

function* loadSegment(field: Field, placed: PlacedSource): Work<Segment> {
  const column = placed.source.column(field);
  switch (column.kind) {
    case 'numbers':
      // As text a number is nothing to compare, but operators still see the value that stands in the row.
      return field.kind === 'string'
        ? yield* fromValues(placed, readRows(field, placed))
        : yield* fromNumbers(placed, column);
    case 'dictionary':
      return yield* fromCodes(placed, column);
    case 'values':
      return yield* fromValues(placed, column);
  }
}

function* fromNumbers(placed: PlacedSource, { at, fill }: ColumnSourceOf<'numbers'>): Work<Segment> {
  const values = new Float64Array(placed.size);
  yield* eachRange(placed.size, (from, to) => {
    if (fill !== undefined) fill(values.subarray(from, to), from);
    else for (let index = from; index < to; index += 1) values[index] = at(index);
  });
  return { ...placed, kind: 'numbers', values, bytes: values.byteLength };
}

function* fromCodes(placed: PlacedSource, { values, codeAt, fill }: ColumnSourceOf<'dictionary'>): Work<Segment> {
  const codes = createCodes(placed.size, values.length);
  yield* eachRange(placed.size, (from, to) => {
    if (fill !== undefined) fill(codes.subarray(from, to), from);
    else for (let index = from; index < to; index += 1) codes[index] = codeAt(index);
  });
  return { ...placed, kind: 'dictionary', values, codes, bytes: codes.byteLength };
}

function* fromValues(placed: PlacedSource, column: ColumnSourceOf<'values'>): Work<Segment> {
  const dictionary = column.find === undefined ? yield* buildDictionary(placed.size, column.at) : undefined;
  if (dictionary === undefined) return { ...placed, ...column, bytes: 0 };
  const bytes = dictionary.codes.byteLength + dictionary.values.length * ENTRY_BYTES;
  return { ...placed, kind: 'dictionary', ...dictionary, bytes };
}

function readRows(field: Field, { source }: PlacedSource): ColumnSourceOf<'values'> {
  return { kind: 'values', at: (index) => readField(source.row(index), field.path) };
}

/** One small whole number for each row. */
export type Codes = Uint8Array | Uint16Array | Uint32Array;

/**
 * @param size - how many rows
 * @param distinct - how many codes, counted from 0
 * @returns zeros in the narrowest array that holds such codes
 */
export function createCodes(size: number, distinct: number): Codes {
  if (distinct <= 0x100) return new Uint8Array(size);
  return distinct <= 0x10000 ? new Uint16Array(size) : new Uint32Array(size);
}

/** All values of a field in a row, for each code that a row may have. */
interface Dictionary {
  readonly values: readonly (readonly unknown[])[];
  readonly codes: Codes;
}

/** With more distinct values than this, a dictionary costs more than it saves. */
const MAX_DISTINCT = 0x10000;

/**
 * @param size - how many rows
 * @param at - all values of the field in a row
 * @returns the values once each, and the code of every row; `undefined` when too many rows differ
 */
export function* buildDictionary(
  size: number,
  at: (index: number) => readonly unknown[],
): Work<Dictionary | undefined> {
  const values: (readonly unknown[])[] = [];
  const known = { single: new Map<unknown, number>(), several: new Map<unknown, number>() };
  const codes = new Uint16Array(size);
  for (let index = 0; index < size; index += 1) {
    if (index % STEP_VALUES === STEP_VALUES - 1) yield;
    const row = at(index);
    const single = row.length === 1 && !isObject(row[0]);
    const codesByKey = single ? known.single : known.several;
    const key = single ? row[0] : row.map(describe).join();
    let code = codesByKey.get(key);
    if (code === undefined) {
      if (values.length === MAX_DISTINCT) return undefined;
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

/** A text that two values share only when no operator tells them apart. */
function describe(value: unknown): string {
  return typeof value === 'number' ? String(value) : String(JSON.stringify(value));
}
