import { ServerError } from '../server-error.ts';

/**
 * Reads a parameter of the query that is a whole number.
 *
 * @throws {ServerError} for anything else
 */
export function readWhole(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new ServerError('invalid-request', `${name} is ${JSON.stringify(text)}; expected a whole number`);
}

/**
 * Reads a field of the body that is a text.
 *
 * @param example - what would be right
 * @throws {ServerError} when it is missing or something else
 */
export function readText(name: string, value: unknown, example: string): string {
  if (typeof value === 'string' && value !== '') return value;
  const found = value === undefined ? `${name} is missing` : `${name} is ${JSON.stringify(value)}`;
  throw new ServerError('invalid-request', `${found}; expected a text, such as ${example}`);
}
