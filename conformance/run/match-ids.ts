/**
 * Makes a test of ids.
 *
 * @param patterns - ids; a `*` in one stands for any text, dots included
 */
export function matchIds(patterns: readonly string[]): (id: string) => boolean {
  const expressions = patterns.map((pattern) => {
    return new RegExp(`^${pattern.split('*').map(quoteText).join('.*')}$`, 's');
  });
  return (id) => expressions.some((expression) => expression.test(id));
}

function quoteText(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
