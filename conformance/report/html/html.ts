import { makeVisible, splitCode } from '../text.ts';

/** Markup that is safe to put into a page. Only the `html` tag makes it. */
export interface Html {
  readonly markup: string;
}

/** What may stand in a template: text is escaped, markup is kept, lists are joined, undefined is left out. */
type HtmlValue = string | number | Html | readonly Html[] | undefined;

class Markup implements Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

/**
 * A template of HTML. Every text that is put into it is escaped, for the content of elements and for attributes in quotes.
 *
 * @returns markup that no text in it can break out of
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const parts = strings.map((part, index) => (index === 0 ? part : write(values[index - 1]) + part));
  return new Markup(parts.join(''));
}

/**
 * Text of our own as markup, such as a style sheet.
 *
 * @param markup - never text that comes from a target or a file of a user
 */
export function trust(markup: string): Html {
  return new Markup(markup);
}

function write(value: HtmlValue): string {
  if (value === undefined) return '';
  if (value instanceof Markup) return value.markup;
  if (Array.isArray(value)) return value.map(write).join('');
  // Anything else is text, even an object that looks like markup.
  return escapeHtml(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Text for the content of an HTML element or for an attribute in quotes.
 *
 * @returns what a browser shows as that text; invisible characters are escaped
 */
export function escapeHtml(text: string): string {
  return makeVisible(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

const KEYWORD = /^(?:MUST|SHOULD|MAY|SHALL)(?: NOT)?\b/;

/** A sentence with text between backticks as code. */
export function renderSentence(sentence: string): Html {
  return html`${splitCode(sentence).map(({ kind, text }) => (kind === 'code' ? html`<code>${text}</code>` : html`${text}`))}`;
}

/** A title such as `MUST give …`: the word that says how binding it is stands out. */
export function renderTitle(title: string): Html {
  const keyword = KEYWORD.exec(title)?.[0] ?? '';
  if (keyword === '') return renderSentence(title);
  return html`<span class="keyword">${keyword}</span>${renderSentence(title.slice(keyword.length))}`;
}
