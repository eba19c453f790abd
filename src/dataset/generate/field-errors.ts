import type { Contract } from '../../contract/contract.ts';
import { PagewrightError } from '../../contract/error.ts';
import { problemOf } from '../../contract/openapi/schema-places.ts';
import { flattenSchema } from './flat-schema.ts';

/** The error of a hint that cannot be followed. */
export function hintError(contract: Contract, field: string, hint: string, problem: string): PagewrightError {
  return new PagewrightError('invalid-hint', `${contract.file}: field ${field}, x-faker ${hint}: ${problem}`, {
    field,
  });
}

/** A field, with its schema or one that it stands in. */
export interface FieldPlace {
  readonly name: string;
  readonly source: unknown;
  /** Keys from the schema to the field; none where it is the field's own. */
  readonly inside?: readonly string[];
}

/**
 * The error of a place where no value would satisfy the schema.
 *
 * @param place - the node, or the name of the field with its schema
 */
export function impossibleValue(contract: Contract, place: FieldPlace, reason: string): PagewrightError {
  return fieldError(
    'invalid-row',
    contract,
    place,
    `No value satisfies the schema of ${place.name || 'an item'}: ${reason}`,
  );
}

/** An error of a field, with the place of its schema in the document. */
export function fieldError(
  code: 'invalid-row' | 'invalid-size',
  contract: Contract,
  { name, source, inside = [] }: FieldPlace,
  message: string,
): PagewrightError {
  const problems = flattenSchema(source)
    .origins.flatMap((origin) => problemOf(origin, message, inside) ?? [])
    .slice(0, 1);
  const [{ line, column, file } = { line: undefined, column: undefined, file: contract.file }] = problems;
  const place = line === undefined ? `${file}:` : `${file}:${line}:${column}`;
  return new PagewrightError(code, `${place} ${message}`, { field: name, problems });
}

/** Whether an error says that there is no value for a field, which may then be left out. */
export function isImpossibleValue(error: unknown): boolean {
  return error instanceof PagewrightError && error.code === 'invalid-row';
}
