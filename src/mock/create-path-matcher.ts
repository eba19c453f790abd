/** How a path fits a template: not at all, up to its trailing slash, or entirely. */
export type PathMatch =
  | { readonly fit: 'none' }
  | { readonly fit: 'exact' | 'otherSlash'; readonly parameters: Readonly<Record<string, string>> };

const NONE: PathMatch = { fit: 'none' };
const WHOLE: PathMatch = { fit: 'exact', parameters: {} };

/**
 * Compiles a path template of OpenAPI.
 *
 * @param template - `/billing/sites/{siteId}/customers`
 * @returns a function from a path to how it fits, and the values of its parameters, percent-decoded
 */
export function createPathMatcher(template: string): (path: string) => PathMatch {
  const names = [...template.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name);
  const bare = template.replace(/\/$/, '');
  const pattern = new RegExp(
    `^${bare
      .split(/\{[^}]+\}/)
      .map(escapePattern)
      .join('([^/]+)')}(/?)$`,
  );
  const slash = template.length - bare.length;
  return (path) => {
    if (names.length === 0 && path === template) return WHOLE;
    const match = pattern.exec(path);
    if (match === null) return NONE;
    const parameters = Object.fromEntries(names.map((name, index) => [name, decodeSegment(match[index + 1] ?? '')]));
    const fit = match[names.length + 1]?.length === slash ? 'exact' : 'otherSlash';
    return { fit, parameters };
  };
}

function decodeSegment(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
