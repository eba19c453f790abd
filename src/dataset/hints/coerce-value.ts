import type { Json } from '../../contract/contract.ts';
import type { FlatSchema } from '../generate/flatten-schema.ts';

/**
 * Brings a generator's value to JSON of the type that a schema wants, where only the spelling differs: an amount given as
 * text becomes a number, a date becomes text, a text that is too long is cut.
 *
 * @returns `undefined` for what JSON has no form for
 */
export function coerceValue(value: unknown, schema: FlatSchema): Json | undefined {
  const plain = toPlain(value, schema);
  const wants = (type: string): boolean => schema.types.includes(type);
  if (typeof plain === 'string' && !wants('string') && (wants('number') || wants('integer'))) {
    const number = Number(plain);
    return plain.trim() === '' || Number.isNaN(number) ? plain : number;
  }
  const text =
    typeof plain === 'number' && wants('string') && !wants('number') && !wants('integer') ? String(plain) : plain;
  return typeof text === 'string' ? cut(text, schema) : text;
}

function toPlain(value: unknown, schema: FlatSchema): Json | undefined {
  if (value instanceof Date) return writeDate(value, schema);
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value === 'number' && !Number.isFinite(value)) return undefined;
  // Anything that JSON leaves out is not a value of a row.
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? undefined : (JSON.parse(text) as Json);
}

function writeDate(date: Date, { types, keywords }: FlatSchema): Json | undefined {
  if (Number.isNaN(date.getTime())) return undefined;
  if (types[0] === 'integer' || types[0] === 'number') return date.getTime();
  const text = date.toISOString();
  return keywords['format'] === 'date' ? text.slice(0, 10) : `${text.slice(0, 19)}Z`;
}

function cut(text: string, { keywords }: FlatSchema): string {
  const most = keywords['maxLength'];
  if (typeof most !== 'number' || text.length <= most) return text;
  return [...text].slice(0, most).join('').trimEnd();
}
