/** Where a target is. */
export interface BaseUrl {
  /** `https://staging.example:8443` */
  readonly origin: string;
  /** `/api`, without a final slash; empty when there is none. */
  readonly prefix: string;
}

/** A base URL with its credentials. */
export interface ParsedBaseUrl extends BaseUrl {
  /** The value of an `Authorization` header. */
  readonly authorization?: string;
}

/**
 * Parses a base URL.
 *
 * @param text - `https://staging.example/api/`; `http://user:password@localhost:3000`
 * @returns origin, prefix, and user and password as Basic credentials
 * @throws TypeError that does not repeat a password
 */
export function parseBaseUrl(text: string): ParsedBaseUrl {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new TypeError(
      'Invalid base URL: must be an http:// or https:// URL, for example https://staging.example/api',
    );
  }
  if (url.search !== '' || url.hash !== '') {
    throw new TypeError(`Invalid base URL ${url.origin}${url.pathname}: must not have a query or a fragment`);
  }
  const place = { origin: url.origin, prefix: url.pathname.replace(/\/+$/, '') };
  if (url.username === '' && url.password === '') return place;
  return { ...place, authorization: `Basic ${Buffer.from(readUser(url)).toString('base64')}` };
}

function readUser({ username, password }: URL): string {
  try {
    return `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  } catch {
    throw new TypeError('Invalid base URL: user and password must be percent-encoded');
  }
}

/** Ordered pairs, which are percent-encoded, or raw text without the `?`, which is sent as it is. */
export type QueryInput = string | readonly (readonly [name: string, value: string])[];

/** A path below the base URL, or a URL. */
export type RequestPlace = { readonly query?: QueryInput } & (
  | {
      /** Below the base URL, with a leading slash; `{name}` stands for a path parameter. */
      readonly path: string;
      /** Override those of the target. */
      readonly pathParameters?: Readonly<Record<string, string>>;
      readonly url?: undefined;
    }
  | {
      /** Absolute; `query` is appended to its own. */
      readonly url: string;
      readonly path?: undefined;
    }
);

/**
 * Resolves the URL of a request.
 *
 * @param pathParameters - of the target; the request's own override them
 * @returns path and query as sent; `undefined` for a URL that no client could follow
 * @throws TypeError when a path parameter is missing
 */
export function locateRequest(
  request: RequestPlace,
  base: BaseUrl,
  pathParameters: Readonly<Record<string, string>>,
): ResolvedLink | undefined {
  const query = encodeQuery(request.query);
  if (request.url !== undefined) return locateLink(request.url, base, `${base.prefix}/`, query);
  const path = expandPath(request.path, { ...pathParameters, ...request.pathParameters });
  return appendQuery({ pathAndQuery: base.prefix + path, rewritten: false }, query);
}

/**
 * Resolves a link of a response body.
 *
 * @param from - path and query of the response that holds it
 * @param query - encoded, to be appended to its own
 */
export function locateLink(link: string, base: BaseUrl, from: string, query = ''): ResolvedLink | undefined {
  const resolved = resolveLink(link, base, from);
  return resolved === undefined ? undefined : appendQuery(resolved, query);
}

/**
 * Adds to a URL the query parameters that a client sends with every request, unless the URL has them: a link may repeat them.
 *
 * @param usual - by name
 * @param other - in place of these, and of what the URL has; `undefined` leaves one out
 */
export function addUsualQuery(
  link: ResolvedLink,
  usual: Readonly<Record<string, string>>,
  other: Readonly<Record<string, string | undefined>> = {},
): ResolvedLink {
  const [path = '', ...rest] = link.pathAndQuery.split('?');
  const own = rest.join('?').split('&');
  const kept = own.filter((pair) => !Object.hasOwn(other, readName(pair)));
  const added = Object.entries({ ...usual, ...other }).flatMap(([name, value]): [string, string][] => {
    return value === undefined || kept.some((pair) => readName(pair) === name) ? [] : [[name, value]];
  });
  const query = kept.join('&');
  const bare = kept.length === own.length ? link : { ...link, pathAndQuery: query === '' ? path : `${path}?${query}` };
  return added.length === 0 ? bare : appendQuery(bare, encodeQuery(added));
}

function readName(pair: string): string {
  return [...new URLSearchParams(pair).keys()][0] ?? '';
}

function appendQuery({ pathAndQuery, rewritten }: ResolvedLink, query: string): ResolvedLink {
  const mark = pathAndQuery.includes('?') ? '&' : '?';
  return { pathAndQuery: toRequestTarget(query === '' ? pathAndQuery : pathAndQuery + mark + query), rewritten };
}

/**
 * Fills in a path template.
 *
 * @param template - `/sites/{siteId}/things`
 * @param values - by name; each is percent-encoded, a slash too, so that it stays one segment
 * @throws TypeError that names the first missing parameter
 */
export function expandPath(template: string, values: Readonly<Record<string, string>>): string {
  const path = template.replace(/\{([^{}]+)\}/g, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) throw new TypeError(`Missing path parameter ${name} of ${template}`);
    // Clients and proxies would remove a segment of dots.
    return /^\.{1,2}$/.test(value) ? value.replaceAll('.', '%2E') : encodeURIComponent(value);
  });
  return encodeIri(path);
}

const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * Writes a query string.
 *
 * @param query - ordered pairs, which are percent-encoded in UTF-8 (a space as `%20`, a plus as `%2B`), or raw text
 * @returns the text after the `?`
 */
export function encodeQuery(query: QueryInput = ''): string {
  if (typeof query === 'string') return query;
  return query.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
}

function encode(text: string): string {
  return encodeURIComponent(text.replace(LONE_SURROGATE, '\uFFFD'));
}

/** A link at the target's origin. */
export interface ResolvedLink {
  /** Begins with a slash; escapes are as in the link. */
  readonly pathAndQuery: string;
  /** Whether the link had another origin. */
  readonly rewritten: boolean;
}

const REFERENCE = /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/([^/?#\\]*))?([^?#]*)(\?[^#]*)?/i;

// biome-ignore lint/suspicious/noControlCharactersInRegex: everything but ASCII
const BEYOND_ASCII = /[^\u0000-\u007f]+/g;

/**
 * Resolves a link of a response body as a client would (RFC 3986, section 5), but without normalizing escapes. Characters
 * beyond ASCII are percent-encoded.
 *
 * A link to another origin, such as that of a server behind a proxy, is resolved to the same path at the target's origin,
 * below the target's prefix.
 *
 * @param link - absolute or relative
 * @param from - path and query of the response that holds the link
 * @returns `undefined` when no client could follow it
 */
export function resolveLink(link: string, base: BaseUrl, from: string): ResolvedLink | undefined {
  const [, scheme, authority, path = '', query = ''] = REFERENCE.exec(encodeIri(link.trim())) ?? [];
  if (authority === undefined) {
    // `http:next`, `mailto:…` and `javascript:…` cannot be followed.
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

/** Characters that a request line cannot hold: controls, spaces and the start of a fragment. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it matches controls
const UNSENDABLE = /[\u0000-\u0020\u007f#]/g;

/**
 * Percent-encodes only what a request line cannot hold; invalid escapes, brackets, quotes and characters beyond ASCII stay.
 *
 * @param pathAndQuery - with a leading slash
 */
export function toRequestTarget(pathAndQuery: string): string {
  return pathAndQuery
    .replace(LONE_SURROGATE, '\uFFFD')
    .replace(UNSENDABLE, (character) => encodeURIComponent(character));
}

/**
 * Text for node:http with one character per byte, so that its UTF-8 bytes are sent.
 *
 * @param text - a request target or the value of a header
 */
export function toWireText(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
