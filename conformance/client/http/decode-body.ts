/**
 * Reads a body as text. JSON is UTF-8 whatever is declared (RFC 8259, section 8.1), as long as the bytes are; anything else is
 * in the declared charset. What cannot be decoded becomes U+FFFD, so that every body is a text. A byte order mark is dropped.
 *
 * @param bytes - decompressed
 * @param contentType - the header, if there is one
 */
export function decodeBody(bytes: Uint8Array, contentType = ''): string {
  const declared = createDecoder(readCharset(contentType));
  const isJson = /^[^;]*[/+]json\b/i.test(contentType);
  if (declared !== undefined && !isJson) return declared.decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return (declared ?? new TextDecoder()).decode(bytes);
  }
}

function readCharset(contentType: string): string | undefined {
  return /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1];
}

/** A decoder, unless the name is made up. */
function createDecoder(charset: string | undefined): InstanceType<typeof TextDecoder> | undefined {
  if (charset === undefined) return undefined;
  try {
    return new TextDecoder(charset);
  } catch {
    return undefined;
  }
}
