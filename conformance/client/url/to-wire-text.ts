/**
 * A text as node:http is to be given it, so that its UTF-8 bytes go over the wire: one character per byte.
 *
 * @param text - a request target or the value of a header
 */
export function toWireText(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
