import type { BaseUrl } from './base-url.ts';

/** Where a link leads, at the target's own origin. */
export interface ResolvedLink {
  /** Begins with a slash; as the link spells it. */
  readonly pathAndQuery: string;
  /** Whether the link led to another origin. */
  readonly rewritten: boolean;
}

const REFERENCE = /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/([^/?#\\]*))?([^?#]*)(\?[^#]*)?/i;

// biome-ignore lint/suspicious/noControlCharactersInRegex: everything but ASCII
const BEYOND_ASCII = /[^\u0000-\u007f]+/g;

/**
 * Finds out where a link of a body leads, as a client would (RFC 3986, section 5), but without changing how it is spelled:
 * an escape stays as it is. Characters beyond ASCII are percent-encoded, as every client does.
 *
 * A link to another origin, such as that of a server behind a proxy, leads to the same path at the target's; the target's
 * prefix is put before a path that lacks it, since the server behind may not know of it.
 *
 * @param link - absolute or relative
 * @param base - the target
 * @param from - path and query of the response that holds the link
 * @returns `undefined` when no client could follow it
 */
export function resolveLink(link: string, base: BaseUrl, from: string): ResolvedLink | undefined {
  const [, scheme, authority, path = '', query = ''] = REFERENCE.exec(encodeIri(link.trim())) ?? [];
  if (authority === undefined) {
    // `http:next`, `mailto:…` and `javascript:…` lead nowhere.
    return scheme === undefined ? { pathAndQuery: resolvePath(path, query, from), rewritten: false } : undefined;
  }
  const origin = readOrigin(scheme ?? base.origin.slice(0, base.origin.indexOf(':')), authority);
  if (origin === undefined) return undefined;
  const rooted = path.startsWith('/') ? path : `/${path}`;
  if (origin === base.origin) return { pathAndQuery: rooted + query, rewritten: false };
  return { pathAndQuery: withPrefix(rooted, base.prefix) + query, rewritten: true };
}

function encodeIri(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD').replace(BEYOND_ASCII, encodeURIComponent);
}

function readOrigin(scheme: string, authority: string): string | undefined {
  const text = `${scheme}://${authority}`;
  if (!/^https?$/i.test(scheme) || !URL.canParse(text)) return undefined;
  return new URL(text).origin;
}

function withPrefix(path: string, prefix: string): string {
  return path === prefix || path.startsWith(`${prefix}/`) ? path : prefix + path;
}

function resolvePath(path: string, query: string, from: string): string {
  if (path.startsWith('/')) return path + query;
  const [, fromPath = '/', fromQuery = ''] = /^([^?]*)(.*)$/s.exec(from) ?? [];
  if (path === '') return fromPath + (query === '' ? fromQuery : query);
  const folder = fromPath.slice(0, fromPath.lastIndexOf('/') + 1);
  return removeDotSegments(`${folder}${path}`) + query;
}

function removeDotSegments(path: string): string {
  const segments: string[] = [];
  const given = path.split('/').slice(1);
  for (const [index, segment] of given.entries()) {
    const last = index === given.length - 1;
    if (segment === '..') segments.pop();
    else if (segment !== '.') segments.push(segment);
    if (last && (segment === '..' || segment === '.')) segments.push('');
  }
  return `/${segments.join('/')}`;
}
