/** A token that a client made out of one that the server gave. */
export interface AlteredToken {
  /** What was done to it: `with one character changed`. */
  readonly what: string;
  readonly token: string;
}

/** So near to the end, a character may hold bits that mean nothing. */
const TAIL = 4;

/**
 * Alters a token at places where what it says changes with it, not only how it is spelled: deep inside, and where the token
 * is a JSON text in Base64, inside the longest text of it.
 *
 * @returns none for a token that is too short to have an inside
 */
export function alterToken(token: string): readonly AlteredToken[] {
  const body = token.replace(/=+$/, '');
  if (body.length < 2 * TAIL) return [];
  const inner = alterJson(token);
  const places = [0.25, 0.5, 0.75].map((part) => Math.min(Math.floor(body.length * part), body.length - TAIL - 1));
  return [
    ...(inner ?? places.map((place) => changeAt(token, place))).map((altered) => {
      return { what: 'with one character changed', token: altered };
    }),
    { what: 'cut in half', token: body.slice(0, Math.floor(body.length / 2)) },
    { what: 'with four characters more', token: insertInside(token, body.length) },
  ];
}

/** Texts in place of a token that can be none. */
export const FOREIGN_TOKENS: readonly AlteredToken[] = [
  { what: 'that is any text', token: 'bm90LWEtdG9rZW4tb2YteW91cnM' },
  { what: 'of 2,000 characters', token: 'QUJD'.repeat(500) },
  { what: 'that is a number', token: '-1' },
];

function changeAt(text: string, place: number): string {
  const character = text.charAt(place);
  return text.slice(0, place) + next(character) + text.slice(place + 1);
}

/** Another character of the same class, and not the same letter in the other case. */
function next(character: string): string {
  if (/[0-9]/.test(character)) return String((Number(character) + 1) % 10);
  if (/[a-z]/.test(character)) return character === 'k' ? 'q' : 'k';
  if (/[A-Z]/.test(character)) return character === 'K' ? 'Q' : 'K';
  return 'k';
}

function insertInside(token: string, length: number): string {
  const middle = Math.floor(length / 2);
  return `${token.slice(0, middle)}kQ7z${token.slice(middle)}`;
}

/** The token with its longest text altered, at several places; `undefined` when it is no JSON in Base64. */
function alterJson(token: string): readonly string[] | undefined {
  const isUrlSafe = /[-_]/.test(token) || !/=$/.test(token);
  const text = Buffer.from(token, isUrlSafe ? 'base64url' : 'base64').toString('utf8');
  const longest = findLongestText(text);
  if (longest === undefined || longest.length < 2 * TAIL) return undefined;
  return [0.25, 0.5, 0.75].map((part) => {
    const altered = text.replace(longest, () => changeAt(longest, Math.floor(longest.length * part)));
    return Buffer.from(altered, 'utf8').toString(isUrlSafe ? 'base64url' : 'base64');
  });
}

function findLongestText(json: string): string | undefined {
  try {
    const texts = listTexts(JSON.parse(json));
    // One with escapes does not stand there as it reads: nothing of it would be altered.
    return texts.filter((text) => json.includes(text)).sort((a, b) => b.length - a.length)[0];
  } catch {
    return undefined;
  }
}

function listTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(listTexts) : [];
}
