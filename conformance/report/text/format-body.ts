import { layOutBody } from './lay-out-body.ts';

const MAX_INDENT = 40;

/**
 * The body of an answer as text, laid out for people and cut after a while.
 *
 * @param contentType - the header of the answer, when there was one
 * @param body - its text
 * @returns text without control characters; empty when the body is
 */
export function formatBody(contentType: string | undefined, body: string): string {
  const lines = layOutBody(contentType, body).map(({ depth, tokens }) => {
    const indent = '  '.repeat(Math.min(depth, MAX_INDENT));
    return indent + tokens.map(({ kind, text }) => (kind === 'punctuation' && text === ':' ? ': ' : text)).join('');
  });
  return lines.join('\n');
}
