/**
 * Whether a body should be read as JSON.
 *
 * @param contentType - the header of the response, when there was one
 * @param body - its text, perhaps cut off
 */
export function isJson(contentType: string | undefined, body: string): boolean {
  if (/\bjson\b/i.test(contentType ?? '')) return true;
  return contentType === undefined && /^\s*[{[]/.test(body);
}
