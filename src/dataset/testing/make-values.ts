import type { Contract, Json, JsonSchema } from '../../contract/contract.ts';
import { createRowSource, type RowSourceOptions } from '../generate/generated-source.ts';
import type { Row, RowSource } from '../row-source.ts';
import { buildContract, itemWith } from './build-contract.ts';
import { NOW } from './rich-contract.ts';

/** A source of rows with these properties beside `id`. */
export function sourceOf(
  properties: Readonly<Record<string, JsonSchema>>,
  options: Partial<RowSourceOptions> = {},
): RowSource {
  return sourceFor(buildContract({ item: itemWith(properties) }), options);
}

export function sourceFor(contract: Contract, options: Partial<RowSourceOptions> = {}): RowSource {
  return createRowSource({ contract, seed: 1, now: NOW, size: 100, ...options });
}

/** The rows of a source, 100 of them. */
export function rowsOf(source: RowSource): readonly Row[] {
  return Array.from({ length: source.size }, (_, index) => source.row(index));
}

/** The values of a property with this schema, over 100 rows. */
export function valuesOf(
  schema: JsonSchema,
  others: Readonly<Record<string, JsonSchema>> = {},
): readonly (Json | undefined)[] {
  return rowsOf(sourceOf({ ...others, x: schema })).map((row) => row['x']);
}

/** What is said when a property has this schema. */
export function complaintOf(schema: JsonSchema, others: Readonly<Record<string, JsonSchema>> = {}): string {
  try {
    sourceOf({ ...others, x: schema });
  } catch (error) {
    return (error as Error).message;
  }
  return 'no complaint';
}
