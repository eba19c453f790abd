import { splitCode } from '../text/split-code.ts';
import { type Html, html } from './html.ts';

const KEYWORD = /^(?:MUST|SHOULD|MAY|SHALL)(?: NOT)?\b/;

/** A sentence with what stands between backticks as code. */
export function renderSentence(sentence: string): Html {
  return html`${splitCode(sentence).map(({ kind, text }) => (kind === 'code' ? html`<code>${text}</code>` : html`${text}`))}`;
}

/** A title such as `MUST give …`: the word that says how binding it is stands out. */
export function renderTitle(title: string): Html {
  const keyword = KEYWORD.exec(title)?.[0] ?? '';
  if (keyword === '') return renderSentence(title);
  return html`<span class="keyword">${keyword}</span>${renderSentence(title.slice(keyword.length))}`;
}
