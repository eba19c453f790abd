/**
 * Brings text to the form that bodies have: the bytes of its UTF-8, one character each (`latin1`), so that parts are joined
 * without being copied and the length is the number of bytes.
 */
export function toByteString(text: string): string {
  // In ASCII, and only there, every character is one byte already.
  return Buffer.byteLength(text) === text.length ? text : Buffer.from(text).toString('latin1');
}
