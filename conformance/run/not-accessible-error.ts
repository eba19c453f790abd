/** The list could not be read at all: nothing answers, or not with a page for these credentials. */
export class NotAccessibleError extends Error {
  override readonly name = 'NotAccessibleError';
}
