/** Where a target is. */
export interface BaseUrl {
  /** `https://staging.example:8443` */
  readonly origin: string;
  /** `/api`, without a final slash; empty when there is none. */
  readonly prefix: string;
}

/** A base URL and the credentials that stood in it. */
export interface ParsedBaseUrl extends BaseUrl {
  /** The value of an `Authorization` header. */
  readonly authorization?: string;
}

/**
 * Reads where a target is.
 *
 * @param text - `https://staging.example/api/`; `http://user:password@localhost:3000`
 * @returns origin, prefix, and what user and password come to as Basic credentials
 * @throws TypeError that says what a base URL looks like, without repeating a password
 */
export function parseBaseUrl(text: string): ParsedBaseUrl {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new TypeError(
      'Invalid base URL: must start with http:// or https://, for example https://staging.example/api',
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

/** Ordered pairs, which are percent-encoded, or raw text without the `?`, which reaches the wire as it is. */
export type QueryInput = string | readonly (readonly [name: string, value: string])[];

/** A place below the base URL, or a URL taken from somewhere. */
export type RequestPlace = { readonly query?: QueryInput } & (
  | {
      /** Below the base URL, with a leading slash; `{name}` stands for a path parameter. */
      readonly path: string;
      /** Above those of the target. */
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
 * Finds out where a request goes.
 *
 * @param request - a path below the base URL, or a URL
 * @param base - the target
 * @param pathParameters - of the target; the request's own come first
 * @returns path and query as they go over the wire; `undefined` for a URL that leads nowhere
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

/**
 * Fills in a path template.
 *
 * @param template - `/sites/{siteId}/things`
 * @param values - by name; each is percent-encoded, a slash too, so that it stays one segment
 * @returns the path
 * @throws TypeError naming the first parameter that has no value
 */
export function expandPath(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{([^{}]+)\}/g, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) throw new TypeError(`Missing path parameter ${name} of ${template}`);
    // A segment that is only dots would be resolved away by clients and proxies.
    return /^\.{1,2}$/.test(value) ? value.replaceAll('.', '%2E') : encodeURIComponent(value);
  });
}

/** What no text can encode: half of a character. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * Writes a query string.
 *
 * @param query - ordered pairs, whose names and values are percent-encoded in UTF-8 (a space as `%20`, a plus as `%2B`),
 *   or raw text that is taken as it is
 * @returns the text that follows the `?`; empty when there is nothing to send
 */
export function encodeQuery(query: QueryInput = ''): string {
  if (typeof query === 'string') return query;
  return query.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
}

function encode(text: string): string {
  return encodeURIComponent(text.replace(LONE_SURROGATE, '\uFFFD'));
}

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

/** What would end a request target early, or would not survive the trip: controls, spaces and the start of a fragment. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it is about
const UNSENDABLE = /[\u0000-\u0020\u007f#]/g;

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

/**
 * A text as node:http is to be given it, so that its UTF-8 bytes go over the wire: one character per byte.
 *
 * @param text - a request target or the value of a header
 */
export function toWireText(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
