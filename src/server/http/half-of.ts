/** The part of a body that is sent before the connection breaks. */
export function halfOf(body: string): string {
  return body.slice(0, Math.floor(body.length / 2));
}
