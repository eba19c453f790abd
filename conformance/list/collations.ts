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
  byFirstDifference,
];

/** Letters that are sorted as one in some languages. */
const DIGRAPHS = /^(?:aa|ch|cs|dz|gy|ij|lj|ll|ly|nj|ny|sz|ty|zs)$/;

/**
 * Compares what first differs, in any case: two letters from A to Z, or two numbers of as many digits. Behind the same beginning,
 * all collations agree on those, be it of every text in the list (`Cust_`, `2024-`).
 */
function byFirstDifference(one: string, other: string): number {
  const texts = [one.toLowerCase(), other.toLowerCase()];
  const [a = '', b = ''] = texts;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  const [first = '', second = ''] = texts.map((text) => text.charAt(at));
  if (/[a-z]/.test(first) && /[a-z]/.test(second)) {
    const isOne = texts.some(
      (text) => DIGRAPHS.test(text.slice(Math.max(0, at - 1), at + 1)) || text.startsWith('aa', at),
    );
    return isOne ? 0 : byCodeUnit(first, second);
  }
  const [digits, others] = texts.map((text) => countDigits(text, at));
  return /\d/.test(first) && /\d/.test(second) && digits === others ? byCodeUnit(first, second) : 0;
}

/** The digits of a number from a place in it on; before it, two numbers are the same. */
function countDigits(text: string, at: number): number {
  let end = at;
  while (/\d/.test(text.charAt(end))) end += 1;
  return end - at;
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
