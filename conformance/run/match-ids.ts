/** The same patterns are asked again for every requirement. */
const compiled = new WeakMap<readonly string[], (id: string) => boolean>();

/**
 * Makes a test of ids.
 *
 * @param patterns - ids; a `*` in one stands for any text, dots included
 */
export function matchIds(patterns: readonly string[]): (id: string) => boolean {
  const known = compiled.get(patterns);
  if (known !== undefined) return known;
  const expressions = patterns.map((pattern) => {
    return new RegExp(`^${pattern.split('*').map(quoteText).join('.*')}$`, 's');
  });
  const test = (id: string): boolean => expressions.some((expression) => expression.test(id));
  compiled.set(patterns, test);
  return test;
}

function quoteText(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
