/** Names under which credentials are sent in URLs, by mistake or by habit; cursors have others. */
const NAMES =
  /^(?:(?:access|auth|id|refresh|api|bearer|session)[_-]?(?:token|key)|(?:client[_-]?)?secret|token|key|auth|authorization|passw(?:or)?d|pwd|signature|sig|credentials?)$/i;

/**
 * The values in a query that are credentials by the name of their parameter: `access_token=abc`.
 *
 * @param query - what stands after the `?`, as it was sent
 * @param isDeclared - whether a document has a parameter of the name, which then is no mistake
 */
export function listQuerySecrets(query: string, isDeclared: (name: string) => boolean): readonly string[] {
  if (query === '') return [];
  return [...new URLSearchParams(query)]
    .filter(([name, value]) => value !== '' && NAMES.test(name) && !isDeclared(name))
    .map(([, value]) => value);
}
