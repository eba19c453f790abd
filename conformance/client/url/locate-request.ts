import type { TargetRequest } from '../target.ts';
import type { BaseUrl } from './base-url.ts';
import { encodeQuery } from './encode-query.ts';
import { expandPath } from './expand-path.ts';
import { type ResolvedLink, resolveLink } from './resolve-link.ts';
import { toRequestTarget } from './to-request-target.ts';

/**
 * Finds out where a request goes.
 *
 * @param request - a path below the base URL, or a URL
 * @param base - the target
 * @param pathParameters - of the target; the request's own come first
 * @returns path and query as they go over the wire; `undefined` for a URL that leads nowhere
 * @throws TypeError when a path parameter is missing
 */
export function locateRequest(
  request: TargetRequest,
  base: BaseUrl,
  pathParameters: Readonly<Record<string, string>>,
): ResolvedLink | undefined {
  const query = encodeQuery(request.query);
  if (request.url !== undefined) return locateLink(request.url, base, `${base.prefix}/`, query);
  const path = expandPath(request.path, { ...pathParameters, ...request.pathParameters });
  return appendQuery({ pathAndQuery: base.prefix + path, rewritten: false }, query);
}

/**
 * Finds out where a link of a body goes.
 *
 * @param from - path and query of the response that holds it
 * @param query - encoded, to be appended to its own
 * @returns as above
 */
export function locateLink(link: string, base: BaseUrl, from: string, query = ''): ResolvedLink | undefined {
  const resolved = resolveLink(link, base, from);
  return resolved === undefined ? undefined : appendQuery(resolved, query);
}

function appendQuery({ pathAndQuery, rewritten }: ResolvedLink, query: string): ResolvedLink {
  const mark = pathAndQuery.includes('?') ? '&' : '?';
  return { pathAndQuery: toRequestTarget(query === '' ? pathAndQuery : pathAndQuery + mark + query), rewritten };
}
