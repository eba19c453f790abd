/** Letters whose accent is part of them, so that taking accents away leaves them as they are. */
const PLAIN: ReadonlyMap<string, string> = new Map([
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ø', 'o'],
  ['đ', 'd'],
  ['ð', 'd'],
  ['ł', 'l'],
  ['þ', 'th'],
]);

/** A text in lower-case ASCII letters and digits, with single hyphens between words: `O'Brien & Søn` is `o-brien-son`. */
export function slugify(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^a-z0-9]/gu, (letter) => PLAIN.get(letter) ?? '-')
    .replace(/-+/g, '-')
    .replace(/^-|-$/g, '');
}
