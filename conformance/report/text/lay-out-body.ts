import { takeStart } from './cut-text.ts';
import { indentJson, type JsonLine } from './indent-json.ts';
import { isJson } from './is-json.ts';
import { makeVisible } from './make-visible.ts';

const MAX_CHARACTERS = 6000;
const MAX_LINES = 120;

/**
 * The body of an answer, laid out for people: JSON indented (also when it was cut off), the rest as it is, cut after a while.
 *
 * @param contentType - the header of the answer, when there was one
 * @param body - its text
 * @returns its lines, without control characters; text that is not JSON has one piece on each line; none when the body is empty
 */
export function layOutBody(contentType: string | undefined, body: string): JsonLine[] {
  const text = makeVisible(body).trimEnd();
  const start = takeStart(text, MAX_CHARACTERS);
  const lines = isJson(contentType, body) ? indentJson(start) : splitLines(start);
  if (lines.length <= MAX_LINES && start.length === text.length) return lines;
  return [...lines.slice(0, MAX_LINES - 1), ...splitLines('… (cut here)')];
}

function splitLines(text: string): JsonLine[] {
  return text === '' ? [] : text.split('\n').map((line) => ({ depth: 0, tokens: [{ kind: 'other', text: line }] }));
}
