/** Shorter ones are likely to be ordinary words. */
const LEAST_LENGTH = 4;
/** Shorter ones are looked for only where they stand alone. */
const WORD_LENGTH = 8;

/**
 * Prepares the search for secrets in texts. Its cost follows the length of the text, not the number of secrets.
 *
 * @param secrets - those of fewer than four characters are left alone
 * @returns a function from a text to the secrets in it, as they are or percent-encoded
 */
export function createSecretFinder(secrets: Iterable<string>): (text: string) => readonly string[] {
  const byStart = new Map<string, string[]>();
  for (const secret of new Set(secrets)) {
    if (secret.length < LEAST_LENGTH) continue;
    const start = secret.slice(0, LEAST_LENGTH);
    const known = byStart.get(start);
    if (known === undefined) byStart.set(start, [secret]);
    else known.push(secret);
  }

  function search(text: string, found: Set<string>): void {
    for (let at = 0; at + LEAST_LENGTH <= text.length; at += 1) {
      for (const secret of byStart.get(text.slice(at, at + LEAST_LENGTH)) ?? []) {
        if (text.startsWith(secret, at) && (secret.length >= WORD_LENGTH || standsAlone(text, at, secret.length))) {
          found.add(secret);
        }
      }
    }
  }

  return (text) => {
    const found = new Set<string>();
    if (byStart.size === 0) return [];
    search(text, found);
    if (/[%+]/.test(text)) {
      const decoded = decode(text);
      search(decoded, found);
      search(decode(text.replaceAll('+', ' ')), found);
    }
    return [...found];
  };
}

function standsAlone(text: string, at: number, length: number): boolean {
  const isWord = (character: string): boolean => /[\p{L}\p{N}_]/u.test(character);
  return !isWord(text.charAt(at - 1)) && !isWord(text.charAt(at + length));
}

/** What is no escape stays as it is. */
function decode(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    return Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('utf8');
  });
}
