import type { Row } from '../dataset/row-source.ts';
import { toByteString } from './to-byte-string.ts';

/**
 * @param hidden - names of fields that a response does not show
 * @returns what writes the other fields of a row as JSON in UTF-8, one character for each byte (`latin1`)
 */
export function createBodyWriter(hidden: readonly string[]): (row: Row) => string {
  if (hidden.length === 0) return writeBytes;
  // JSON has no undefined: such a property is left out.
  const blank = Object.fromEntries(hidden.map((name) => [name, undefined]));
  return (row) => writeBytes({ ...row, ...blank });
}

function writeBytes(row: object): string {
  return toByteString(JSON.stringify(row));
}
