import { layOutBody } from '../text/lay-out-body.ts';
import type { JsonToken } from '../text/tokenize-json.ts';
import { type Html, html } from './html.ts';

const MAX_INDENT = 20;
const CLASSES: Partial<Record<JsonToken['kind'], string>> = { key: 'k', string: 's', number: 'n', literal: 'n' };

/**
 * The body of an answer: JSON indented and set in colours, the rest as it is, cut after a while.
 *
 * @param contentType - the header of the answer, when there was one
 * @param body - its text
 * @returns a `pre`, or a remark that there is no body
 */
export function renderBody(contentType: string | undefined, body: string): Html {
  const lines = layOutBody(contentType, body);
  if (lines.length === 0) return html`<p class="quiet">No body.</p>`;
  const rendered = lines.map(({ depth, tokens }, index) => {
    const indent = '  '.repeat(Math.min(depth, MAX_INDENT));
    return html`${index === 0 ? '' : '\n'}${indent}${tokens.map(renderToken)}`;
  });
  return html`<pre class="body">${rendered}</pre>`;
}

function renderToken({ kind, text }: JsonToken): Html {
  const name = CLASSES[kind];
  if (name !== undefined) return html`<span class="${name}">${text}</span>`;
  return html`${kind === 'punctuation' && text === ':' ? ': ' : text}`;
}
