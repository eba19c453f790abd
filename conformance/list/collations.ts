/** How two texts compare: negative, zero or positive. */
export type Compare = (one: string, other: string) => number;

/**
 * Texts may be sorted by any common collation, as long as it is the same one throughout. As there are more collations than can be
 * listed, the last comparison is by what all of them agree on.
 */
export const COLLATIONS: readonly Compare[] = [
  byCodeUnit,
  (one, other) => byCodeUnit(one.toLowerCase(), other.toLowerCase()),
  (one, other) => byCodeUnit(one.toUpperCase(), other.toUpperCase()),
  (one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)),
  new Intl.Collator('en').compare,
  new Intl.Collator('en', { ignorePunctuation: true }).compare,
  new Intl.Collator('en', { sensitivity: 'base' }).compare,
  new Intl.Collator('en', { sensitivity: 'base', ignorePunctuation: true }).compare,
  byFirstLetter,
];

/** Compares the first letters, where both are from A to Z, in any case. */
function byFirstLetter(one: string, other: string): number {
  const [first = '', second = ''] = [one, other].map((text) => text.charAt(0).toLowerCase());
  return /[a-z]/.test(first) && /[a-z]/.test(second) ? byCodeUnit(first, second) : 0;
}

function byCodeUnit(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/**
 * Compares two texts as far as all common collations agree.
 *
 * @returns `undefined` where they do not
 */
export function compareUndisputed(one: string, other: string): -1 | 0 | 1 | undefined {
  const signs = new Set(COLLATIONS.slice(0, -1).map((compare) => Math.sign(compare(one, other))));
  const [sign] = signs;
  return signs.size === 1 ? (sign as -1 | 0 | 1) : undefined;
}
