import { makeVisible } from './make-visible.ts';

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
 * @param text - any text
 * @returns what a browser shows as that text; characters that cannot be seen are spelled out
 */
export function escapeHtml(text: string): string {
  return makeVisible(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
