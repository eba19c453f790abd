import { type JsonToken, tokenizeJson } from './tokenize-json.ts';

/** A line of indented JSON. */
export interface JsonLine {
  /** How deep the line is nested, from 0. */
  readonly depth: number;
  readonly tokens: readonly JsonToken[];
}

/**
 * Lays JSON text out on lines, one for each member and item. Numbers, keys that stand twice and escapes stay as they were
 * spelled, which parsing and writing would not keep; text that was cut off is laid out as far as it goes.
 *
 * @param text - JSON, perhaps cut off
 * @returns its lines
 */
export function indentJson(text: string): JsonLine[] {
  const lines: { depth: number; tokens: JsonToken[] }[] = [{ depth: 0, tokens: [] }];
  let depth = 0;
  const startLine = (): void => {
    if (lines.at(-1)?.tokens.length === 0) lines.pop();
    lines.push({ depth, tokens: [] });
  };
  const tokens = tokenizeJson(text);
  for (const [index, token] of tokens.entries()) {
    const closes = token.text === '}' || token.text === ']';
    if (closes) {
      depth = Math.max(0, depth - 1);
      if (!isOpening(tokens[index - 1])) startLine();
    }
    lines.at(-1)?.tokens.push(token);
    if (isOpening(token)) {
      depth += 1;
      if (!isClosing(tokens[index + 1])) startLine();
    }
    if (token.text === ',') startLine();
  }
  return lines.filter((line) => line.tokens.length > 0);
}

function isOpening(token: JsonToken | undefined): boolean {
  return token?.text === '{' || token?.text === '[';
}

function isClosing(token: JsonToken | undefined): boolean {
  return token?.text === '}' || token?.text === ']';
}
