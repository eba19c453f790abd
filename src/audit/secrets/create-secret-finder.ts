/** Shorter ones are likely to be ordinary words. */
const LEAST_LENGTH = 4;
/** Shorter ones are looked for only where they stand alone. */
const WORD_LENGTH = 8;
/** How many times over a text may be percent-encoded. */
const DEEPEST = 5;

/**
 * Prepares the search for secrets in texts. Its cost follows the length of the text, not the number of secrets.
 *
 * @param secrets - those of fewer than four characters are left alone
 * @returns a function from a text to the secrets in it, as they are or percent-encoded, even several times over
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
    for (const spelling of listSpellings(text)) search(spelling, found);
    return [...found];
  };
}

function standsAlone(text: string, at: number, length: number): boolean {
  const isWord = (character: string): boolean => /[\p{L}\p{N}_]/u.test(character);
  return !isWord(text.charAt(at - 1)) && !isWord(text.charAt(at + length));
}

/** A text as it is, and decoded as often as it can be; a plus may be one or stand for a space. */
function listSpellings(text: string): ReadonlySet<string> {
  const spellings = new Set([text]);
  for (const start of [text, text.replaceAll('+', ' ')]) {
    let spelling = start;
    for (let round = 0; round < DEEPEST && spelling.includes('%'); round += 1) {
      spelling = decode(spelling);
      spellings.add(spelling);
    }
    spellings.add(spelling);
  }
  return spellings;
}

/** What is no escape stays as it is. */
function decode(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    return Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('utf8');
  });
}
