/** What would end a request target early, or would not survive the trip: controls, spaces and the start of a fragment. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it is about
const UNSENDABLE = /[\u0000-\u0020\u007f#]/g;

const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * The request target that a text means. Invalid escapes, brackets, quotes and characters beyond ASCII stay as they are; only
 * what cannot stand in a request line is percent-encoded.
 *
 * @param pathAndQuery - with a leading slash
 */
export function toRequestTarget(pathAndQuery: string): string {
  return pathAndQuery
    .replace(LONE_SURROGATE, '\uFFFD')
    .replace(UNSENDABLE, (character) => encodeURIComponent(character));
}
