import type { Random } from '../random.ts';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();

/**
 * Another text in the shape of an example: digits become other digits, and letters of longer words that have digits in them
 * become other letters. Words stay: `cus_Nff7a2` becomes `cus_Kwq3b8`, `Visa 4242` becomes `Visa 1907`.
 */
export function varyExample(example: string, random: Random): string {
  return example
    .replace(/^(https?:\/\/)[^/?#]+/i, '$1example.com')
    .replace(/[A-Za-z0-9]+/g, (word) => (/\d/.test(word) ? varyWord(word, random) : word));
}

/** The same text; an address has a host that is nobody's (RFC 2606), so that no answer leads to the vendor's own server. */
export function moveHost(example: string): string {
  return example.replace(/^(https?:\/\/)[^/?#]+/i, '$1example.com');
}

function varyWord(word: string, random: Random): string {
  const isHexadecimal = /^[0-9a-f]*[a-f][0-9a-f]*$/.test(word);
  const isCode = word.length > 4;
  return word.replace(/[A-Za-z0-9]/g, (sign, index: number) => {
    if (sign === '0' && index === 0) return sign;
    if (/\d/.test(sign)) return String(index === 0 ? 1 + random.below(9) : random.below(10));
    if (!isCode) return sign;
    if (isHexadecimal) return LOWER.charAt(random.below(6));
    return (/[a-z]/.test(sign) ? LOWER : UPPER).charAt(random.below(26));
  });
}
