import type { LinkPolicy } from '../contract/contract.ts';

const PLAIN = /^[\w.~-]*$/;
/** What a sealed token consists of. */
const BASE64 = /^[\w+/-]*={0,2}$/;
/** What `encodeURIComponent` leaves alone although RFC 3986 reserves it. */
const RESERVED = /[!'()*]/g;

/**
 * Encodes a name or value for a query string: letters, digits and `-._~` stand for themselves.
 *
 * @param text - lone surrogates, which have no encoding, become U+FFFD
 * @param encoding - `percent`: a space is `%20`; `form`: it is `+`
 */
export function encodeComponent(text: string, encoding: LinkPolicy['encoding']): string {
  if (PLAIN.test(text)) return text;
  if (BASE64.test(text)) return encodeURIComponent(text);
  const encoded = encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd')).replace(RESERVED, escapeCharacter);
  return encoding === 'form' ? encoded.replaceAll('%20', '+') : encoded;
}

function escapeCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
