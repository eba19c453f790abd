/**
 * @param {string} path
 * @param {Record<string, unknown>} query added to what the path has
 * @returns {string}
 */
export function withQuery(path, query) {
  const url = new URL(path, 'http://localhost');
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  return url.pathname + url.search;
}
