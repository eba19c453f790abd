import { foldCase } from '../../src/contract/criterion.ts';

/**
 * How servers that mean the same spell texts before they compare them: by small letters or by capitals (the German ß has two, the
 * Turkish İ a dot that its small letter loses), accents composed or as they came.
 */
const FOLDED: readonly ((text: string) => string)[] = [
  (text) => text.toUpperCase(),
  (text) => foldCase(text.normalize('NFC')),
  (text) => text.normalize('NFKC').toUpperCase(),
];
const COMPOSED: readonly ((text: string) => string)[] = [(text) => text.normalize('NFC')];

/** Whether all of them agree on a text: it is ASCII. */
export function isPlain(text: string): boolean {
  return !/\P{ASCII}/u.test(text);
}

/** Ignores the case of the letters that every server knows. */
export function foldAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/**
 * Whether it depends on the spelling if any of some texts is what is wanted.
 *
 * @param compare - of a text and of what is wanted, both spelled alike
 */
export function isMatterOfSpelling(
  texts: readonly string[],
  wanted: string,
  ignoreCase: boolean,
  compare: (text: string, wanted: string) => boolean,
): boolean {
  const spellings = ignoreCase ? [foldCase, ...FOLDED] : [(text: string) => text, ...COMPOSED];
  const met = spellings.map((spell) => {
    const part = spell(wanted);
    return texts.some((text) => compare(spell(text), part));
  });
  return met.some((one) => one !== met[0]);
}
