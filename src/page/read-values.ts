import type { QuerySyntax } from '../contract/contract.ts';
import type { Query } from './parse-query.ts';

/**
 * The values of a parameter that count.
 *
 * @param query - of the request
 * @param name - of the parameter
 * @param syntax - what repeated and empty parameters mean
 * @returns none when it is absent, or empty where that is as good as absent; one; or all of them when it is repeated
 *   although it must not be
 */
export function readValues(
  query: Query,
  name: string,
  syntax: Pick<QuerySyntax, 'repeated' | 'empty'>,
): readonly string[] {
  const values: string[] = [];
  for (const pair of query) if (pair[0] === name) values.push(pair[1]);
  if (values.length > 1 && syntax.repeated === 'reject') return values;
  const value = syntax.repeated === 'first' ? values[0] : values.at(-1);
  return value === undefined || (value === '' && syntax.empty === 'ignore') ? [] : [value];
}
