import { formatQuery } from '../../edit/query.ts';
import { parseQuery } from '../../page/parse-query.ts';

/**
 * A query with another value at the place of a parameter, and everything else to the letter.
 *
 * @param value - `undefined` takes the parameter away; where there is none, the value is added at the end
 */
export function replaceParameter(query: string, name: string, value: string | undefined): string {
  const own = value === undefined ? [] : [formatQuery([[name, value]])];
  const isOwn = (pair: string): boolean => parseQuery(pair)[0]?.[0] === name;
  const pairs = query.split('&').filter((pair) => pair !== '');
  return pairs.some(isOwn)
    ? pairs.flatMap((pair) => (isOwn(pair) ? own : [pair])).join('&')
    : [...pairs, ...own].join('&');
}
