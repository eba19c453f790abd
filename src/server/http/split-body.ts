/** Into how many pieces a body is cut that comes slowly. */
const PIECES = 20;

/** Cuts a body into pieces of about the same size; a short one into fewer, an empty one into none. */
export function splitBody(body: string): readonly string[] {
  const size = Math.max(1, Math.ceil(body.length / PIECES));
  return Array.from({ length: Math.ceil(body.length / size) }, (_, index) =>
    body.slice(index * size, (index + 1) * size),
  );
}
