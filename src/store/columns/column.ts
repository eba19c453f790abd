import type { Field } from '../../contract/contract.ts';
import { readField } from '../../contract/read-field.ts';
import type { ColumnSource, RowSource } from '../../dataset/row-source.ts';
import type { Slot } from '../table.ts';
import { buildDictionary, type Dictionary } from './build-dictionary.ts';
import { createCodes } from './codes.ts';

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
export function loadColumn(field: Field, sources: readonly PlacedSource[]): Column {
  const size = sources.reduce((sum, placed) => sum + placed.size, 0);
  const segments = sources.map((placed) => loadSegment(field, placed));
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

function loadSegment(field: Field, placed: PlacedSource): Segment {
  const column = placed.source.column(field);
  switch (column.kind) {
    case 'numbers':
      // As text a number is nothing to compare, but operators still see the value that stands in the row.
      return field.kind === 'string' ? fromValues(placed, readRows(field, placed)) : fromNumbers(placed, column);
    case 'dictionary':
      return fromCodes(placed, column);
    case 'values':
      return fromValues(placed, column);
  }
}

function fromNumbers(placed: PlacedSource, { at, fill }: ColumnSourceOf<'numbers'>): Segment {
  const values = new Float64Array(placed.size);
  if (fill !== undefined) fill(values);
  else for (let index = 0; index < placed.size; index += 1) values[index] = at(index);
  return { ...placed, kind: 'numbers', values, bytes: values.byteLength };
}

function fromCodes(placed: PlacedSource, { values, codeAt, fill }: ColumnSourceOf<'dictionary'>): Segment {
  const codes = createCodes(placed.size, values.length);
  if (fill !== undefined) fill(codes);
  else for (let index = 0; index < placed.size; index += 1) codes[index] = codeAt(index);
  return { ...placed, kind: 'dictionary', values, codes, bytes: codes.byteLength };
}

function fromValues(placed: PlacedSource, column: ColumnSourceOf<'values'>): Segment {
  const dictionary = column.find === undefined ? buildDictionary(placed.size, column.at) : undefined;
  if (dictionary === undefined) return { ...placed, ...column, bytes: 0 };
  const bytes = dictionary.codes.byteLength + dictionary.values.length * ENTRY_BYTES;
  return { ...placed, kind: 'dictionary', ...dictionary, bytes };
}

function readRows(field: Field, { source }: PlacedSource): ColumnSourceOf<'values'> {
  return { kind: 'values', at: (index) => readField(source.row(index), field.path) };
}
