/** A piece of JSON text. `key` is a string that names a member; `other` is anything that JSON does not know. */
export interface JsonToken {
  readonly kind: 'key' | 'string' | 'number' | 'literal' | 'punctuation' | 'other';
  readonly text: string;
}

const TOKEN =
  /(?<string>"(?:[^"\\\n]|\\.)*"?)|(?<number>-?\d[\d.eE+-]*)|(?<literal>true|false|null)|(?<punctuation>[{}[\],:])|(?<other>[^\s"{}[\],:]+)/g;

/**
 * Splits JSON text into its pieces, each as it was spelled; blanks between them are dropped.
 *
 * @param text - JSON, also when it was cut off or is not quite JSON
 * @returns the pieces in order
 */
export function tokenizeJson(text: string): JsonToken[] {
  const tokens: JsonToken[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const [kind] = Object.entries(match.groups ?? {}).find(([, group]) => group !== undefined) ?? ['other'];
    tokens.push({ kind: kind as JsonToken['kind'], text: match[0] });
  }
  return tokens.map((token, index) => {
    return token.kind === 'string' && tokens[index + 1]?.text === ':' ? { kind: 'key', text: token.text } : token;
  });
}
