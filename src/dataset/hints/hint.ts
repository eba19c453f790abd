/** What says how the values of a field are made. */
export interface Hint {
  /** `company.name`, `row.pick`, or `const`. */
  readonly name: string;
  readonly arguments: readonly unknown[];
  /** As written, for messages. */
  readonly text: string;
}

/** The name of the hint that gives one value to all rows. */
export const CONSTANT = 'const';

/**
 * Reads a hint: `company.name`, `{ finance.amount: [10, 5000, 2] }` or `{ const: 7 }`. One argument may stand without its
 * list.
 *
 * @returns the hint, or in `problem` what is wrong with it
 */
export function parseHint(written: unknown): Hint | { readonly problem: string } {
  const text = JSON.stringify(written) ?? String(written);
  if (typeof written === 'string') return { name: written, arguments: [], text: written };
  const entries =
    typeof written === 'object' && written !== null && !Array.isArray(written) ? Object.entries(written) : [];
  const [entry] = entries;
  if (entries.length !== 1 || entry === undefined) {
    return { problem: 'expected the name of a generator, or an object with one generator and its arguments' };
  }
  const [name, value] = entry;
  if (name === CONSTANT) return { name, arguments: [value], text };
  return { name, arguments: Array.isArray(value) ? (value as unknown[]) : value === null ? [] : [value], text };
}

/** Whether a hint is one of ours, which say exactly what they give; null among it. */
export function isExact({ name }: Hint): boolean {
  return name === CONSTANT || name.startsWith('row.');
}
