/** A piece of a sentence: `code` stood between backticks. */
export interface TextPiece {
  readonly kind: 'text' | 'code';
  readonly text: string;
}

/**
 * Splits a sentence at the code in it, so that each format can set it in its own way.
 *
 * @param sentence - with names and values between backticks
 * @returns its pieces in order; a backtick without a partner is text
 */
export function splitCode(sentence: string): TextPiece[] {
  return sentence
    .split(/(`[^`\n]+`)/)
    .filter((part) => part !== '')
    .map((part) =>
      /^`[^`\n]+`$/.test(part) ? { kind: 'code', text: part.slice(1, -1) } : { kind: 'text', text: part },
    );
}
