/** One parameter of a query string, decoded. */
export type QueryPair = readonly [name: string, value: string];

/** The parameters of a query string, in the order in which they were sent. */
export type Query = readonly QueryPair[];

const MAX_PAIRS = 1000;

/**
 * Reads a query string as `application/x-www-form-urlencoded`: `+` is a space, `name` is `name=`, `a=1&&b=2` has two
 * parameters. What a broken escape stands for is kept as it is (`%zz`) or becomes U+FFFD (`%C3`), so nothing throws.
 *
 * @param raw - what stands after the `?`
 * @returns at most 1000 pairs; what comes after them is left out
 */
export function parseQuery(raw: string): Query {
  const pairs: QueryPair[] = [];
  let start = 0;
  while (start < raw.length && pairs.length < MAX_PAIRS) {
    const ampersand = raw.indexOf('&', start);
    const end = ampersand === -1 ? raw.length : ampersand;
    if (end > start) pairs.push(parsePair(raw.slice(start, end)));
    start = end + 1;
  }
  return pairs;
}

function parsePair(text: string): QueryPair {
  const equals = text.indexOf('=');
  if (equals === -1) return [decode(text), ''];
  return [decode(text.slice(0, equals)), decode(text.slice(equals + 1))];
}

function decode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced.replace(/(?:%[0-9a-f]{2})+/gi, decodeBytes);
  }
}

function decodeBytes(escapes: string): string {
  return Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('utf8');
}
