import { LRUCache } from 'lru-cache';
import type { Access, CredentialScheme, ErrorCondition } from '../contract/contract.ts';
import { escapePattern } from '../contract/text.ts';
import type { Credential, Tenant } from '../dataset/scenarios/scenario.ts';
import { readParameter } from '../page/query.ts';
import { type MockRequest, readHeader } from './message.ts';

/** Who sends a request. */
export interface Caller {
  readonly tenant: Tenant;
  readonly credential: Credential;
  /** The scopes that the way in which the caller authenticated asks for. */
  readonly scopes: readonly string[];
}

/** The caller of a request, or why there is none. */
type Authentication = { readonly caller: Caller } | { readonly condition: ErrorCondition };

/**
 * Says who sends a request.
 *
 * @param now - milliseconds since 1970
 */
export type Authenticator = (request: MockRequest, now: number) => Authentication;

/**
 * Compiles the check of credentials.
 *
 * @param alternatives - lists of schemes, one of which a request must satisfy as a whole; none: everyone is the first tenant
 * @param tenants - with the credentials that they hold
 */
export function createAuthenticator(alternatives: Access['credentials'], tenants: readonly Tenant[]): Authenticator {
  const anybody = firstCaller(tenants);
  if (alternatives.length === 0 && anybody !== undefined) return () => ({ caller: anybody });
  const identifiers = alternatives.map((schemes) => createIdentifier(schemes, tenants));
  const isOptional = alternatives.some((schemes) => schemes.length === 0);
  const [only, ...others] = identifiers;
  if (only !== undefined && others.length === 0) return (request, now) => expire(only(request), now);
  return (request, now) => {
    let failure: Authentication = { condition: 'missingCredential' };
    for (const identify of identifiers) {
      const found = expire(identify(request), now);
      if ('caller' in found) return found;
      // What is wrong with a credential says more than that another one is missing.
      if (!('caller' in failure) && failure.condition === 'missingCredential') failure = found;
    }
    const isAnonymous = !('caller' in failure) && failure.condition === 'missingCredential';
    return isOptional && isAnonymous && anybody !== undefined ? { caller: anybody } : failure;
  };
}

function firstCaller(tenants: readonly Tenant[]): Caller | undefined {
  const tenant = tenants.find(({ credentials }) => credentials.length > 0);
  const [credential] = tenant?.credentials ?? [];
  return tenant && credential && { tenant, credential, scopes: [] };
}

function expire(identification: Authentication, now: number): Authentication {
  if (!('caller' in identification)) return identification;
  const { expires } = identification.caller.credential;
  return expires !== undefined && expires <= now ? { condition: 'expiredCredential' } : identification;
}

/** Clients send the same credentials again and again: those that were understood once are not read again. */
function createIdentifier(
  schemes: readonly CredentialScheme[],
  tenants: readonly Tenant[],
): (request: MockRequest) => Authentication {
  // Where an alternative asks for nothing, nobody is identified by it.
  if (schemes.length === 0) return () => ({ condition: 'missingCredential' });
  const callers = listCallers(schemes, tenants);
  const readers = schemes.map(createCredentialReader);
  const known = new LRUCache<string, Authentication>({ max: 1000 });
  return (request) => {
    const texts = readers.map((read) => read(request));
    const text = joinValues(texts);
    const before = known.get(text);
    if (before !== undefined) return before;
    const identification = identifyCaller(schemes, texts, callers);
    if ('caller' in identification) known.set(text, identification);
    return identification;
  };
}

function listCallers(schemes: readonly CredentialScheme[], tenants: readonly Tenant[]): ReadonlyMap<string, Caller> {
  const scopes = schemes.flatMap((scheme) => scheme.scopes);
  const callers = new Map<string, Caller>();
  for (const tenant of tenants) {
    for (const credential of tenant.credentials) {
      const values = joinValues(schemes.map((scheme) => credential.values[scheme.name] ?? ''));
      if (!callers.has(values)) callers.set(values, { tenant, credential, scopes });
    }
  }
  return callers;
}

/** Finds what a request has in the place of a credential; an empty text when it has nothing there. */
function createCredentialReader({ in: place, parameter }: CredentialScheme): (request: MockRequest) => string {
  switch (place) {
    case 'header':
      return (request) => readHeader(request, parameter) ?? '';
    case 'query':
      return ({ query }) => readParameter({ query }, parameter) ?? '';
    case 'cookie':
      return (request) => readCookie(readHeader(request, 'cookie') ?? '', parameter);
  }
}

function readCookie(header: string, name: string): string {
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    if (equals !== -1 && pair.slice(0, equals).trim() === name) return decodeSegment(pair.slice(equals + 1).trim());
  }
  return '';
}

function identifyCaller(
  schemes: readonly CredentialScheme[],
  texts: readonly string[],
  callers: ReadonlyMap<string, Caller>,
): Authentication {
  const values: string[] = [];
  for (const [index, scheme] of schemes.entries()) {
    const reading = readCredential(scheme, texts[index] ?? '');
    if (typeof reading !== 'string') return reading;
    values.push(reading);
  }
  const caller = callers.get(joinValues(values));
  return caller === undefined ? { condition: 'invalidCredential' } : { caller };
}

function readCredential(scheme: CredentialScheme, text: string): string | { condition: ErrorCondition } {
  if (text.trim() === '') return { condition: 'missingCredential' };
  if (scheme.word === undefined) return text;
  const [word = '', credential, ...more] = text.trim().split(/ +/);
  const isSame = scheme.caseSensitive ? word === scheme.word : word.toLowerCase() === scheme.word.toLowerCase();
  if (!isSame) return { condition: 'missingCredential' };
  if (credential === undefined) return { condition: 'emptyCredential' };
  return more.length > 0 ? { condition: 'malformedCredential' } : credential;
}

/** No header can hold the separator, so no two lists of values meet. */
function joinValues(values: readonly string[]): string {
  return values.join('\n');
}

/** The collection of rows that a request may list, or why it may not. */
type Authorization = { readonly collection: string } | { readonly condition: ErrorCondition };

/**
 * Finds the collection that a request is about.
 *
 * @param access - of the contract
 * @param caller - who asks
 * @param pathParameters - values of the path's parameters
 */
export function authorize(
  access: Access,
  caller: Caller,
  request: MockRequest,
  pathParameters: Readonly<Record<string, string>>,
): Authorization {
  const collection = findCollection(access, caller, request, pathParameters);
  if (collection === undefined || collection === '') return { condition: 'missingScope' };
  const isAllowed = (scope: string): boolean => caller.credential.scopes.includes(scope);
  if (!caller.scopes.every((scope) => isAllowed(scope) || !access.requiredScopes.includes(scope))) {
    return { condition: 'insufficientScope' };
  }
  const { collections } = caller.tenant;
  if (!collections.includes(collection)) return { condition: 'foreignScope' };
  // The tenant's own text: what is looked up by it is found sooner by the same text than by one that is equal.
  return { collection: collections.find((one) => one === collection) ?? collection };
}

function findCollection(
  { scope }: Access,
  caller: Caller,
  request: MockRequest,
  pathParameters: Readonly<Record<string, string>>,
): string | undefined {
  if (scope === undefined) return caller.tenant.collections[0];
  if (scope.in === 'header') return readHeader(request, scope.name.toLowerCase());
  return Object.hasOwn(pathParameters, scope.name) ? pathParameters[scope.name] : undefined;
}

/** What is wrong with the version header of a request, if anything is. */
export function checkVersion(version: Access['version'], request: MockRequest): ErrorCondition | undefined {
  if (version === undefined) return undefined;
  const value = readHeader(request, version.parameter.name.toLowerCase());
  if (value === undefined || value === '') return 'missingVersion';
  if (version.known.includes(value)) return undefined;
  return version.retired.includes(value) ? 'retiredVersion' : 'unsupportedVersion';
}

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
  const plain = canonicalPath(template);
  const pattern = new RegExp(
    `^${bare
      .split(/\{[^}]+\}/)
      .map((literal) => escapePattern(canonicalPath(literal)))
      .join('([^/]+)')}(/?)$`,
  );
  const slash = template.length - bare.length;
  return (path) => {
    if (names.length === 0 && path === plain) return WHOLE;
    const match = pattern.exec(canonicalPath(path));
    if (match === null) return NONE;
    const parameters = Object.fromEntries(names.map((name, index) => [name, decodeSegment(match[index + 1] ?? '')]));
    const fit = match[names.length + 1]?.length === slash ? 'exact' : 'otherSlash';
    return { fit, parameters };
  };
}

/** Paths that are spelled in one way only. */
const PLAIN_PATH = /^[\w\-.~!$&'()*+,;=:@/]*$/;
const KEPT = /%(?:24|26|2B|2C|3A|3B|3D|40)/g;

/**
 * A path as all of its spellings are compared: `/%d0%b2` and `/в` are the same. A slash that is part of a segment stays encoded.
 *
 * @param path - of a request, or of a template between its parameters
 */
export function canonicalPath(path: string): string {
  if (PLAIN_PATH.test(path)) return path;
  return path
    .split('/')
    .map((segment) => encodeSegment(decodeSegment(segment)))
    .join('/');
}

function encodeSegment(segment: string): string {
  try {
    return encodeURIComponent(segment).replace(KEPT, decodeURIComponent);
  } catch {
    // Half of a character of two.
    return segment;
  }
}

function decodeSegment(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
