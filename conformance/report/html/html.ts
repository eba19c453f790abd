import { escapeHtml } from '../text/escape-html.ts';

/** Markup that is safe to put into a page. Only the `html` tag makes it. */
export interface Html {
  readonly markup: string;
}

/** What may stand in a template: text is escaped, markup is kept, lists are joined, nothing stays nothing. */
export type HtmlValue = string | number | Html | readonly Html[] | undefined;

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
  // Whatever else it is, even an object that looks like markup: it is text.
  return escapeHtml(String(value));
}
