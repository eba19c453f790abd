import type { QueryInput } from '../target.ts';

/** What no text can encode: half of a character. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * Writes a query string.
 *
 * @param query - ordered pairs, whose names and values are percent-encoded in UTF-8 (a space as `%20`, a plus as `%2B`),
 *   or raw text that is taken as it is
 * @returns the text that follows the `?`; empty when there is nothing to send
 */
export function encodeQuery(query: QueryInput = ''): string {
  if (typeof query === 'string') return query;
  return query.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
}

function encode(text: string): string {
  return encodeURIComponent(text.replace(LONE_SURROGATE, '\uFFFD'));
}
