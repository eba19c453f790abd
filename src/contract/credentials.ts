import type { Contract, CredentialScheme } from './contract.ts';

type Access = Pick<Contract, 'access'>;
type AccessAndParameters = Pick<Contract, 'access' | 'parameters'>;

/** Every scheme that a contract knows, each once, whichever of the alternatives it belongs to. */
export const listSchemes: (contract: Access) => readonly CredentialScheme[] = once(({ access }: Access) => {
  const schemes = access.credentials.flat();
  return schemes.filter((scheme, index) => schemes.findIndex((other) => other.name === scheme.name) === index);
});

type AccessAndOperations = Pick<Contract, 'access' | 'operations'>;

/** The schemes that operations on rows ask for, and the list itself does not. */
export const listFurtherSchemes: (contract: AccessAndOperations) => readonly CredentialScheme[] = once(
  (contract: AccessAndOperations) => {
    const known = listSchemes(contract).map(({ name }) => name);
    const schemes = contract.operations.flatMap(({ access }) => access.credentials.flat());
    return schemes.filter(({ name }, index) => {
      return !known.includes(name) && schemes.findIndex((other) => other.name === name) === index;
    });
  },
);

/** All scopes that the list and the operations on its rows ask for: those of a credential for everything. */
export function listScopes({ access, operations }: AccessAndOperations): readonly string[] {
  return [...new Set([access, ...operations.map((one) => one.access)].flatMap(({ requiredScopes }) => requiredScopes))];
}

/** The schemes by which a client usually authenticates: the first alternative that asks for any. */
export function usualSchemes({ access }: Access): readonly CredentialScheme[] {
  return access.credentials.find((schemes) => schemes.length > 0) ?? [];
}

/** The names, in lower case, of the headers that hold a contract's credentials. */
export const listCredentialHeaders: (contract: Access) => readonly string[] = once((contract: Access) => {
  const names = listSchemes(contract).flatMap((scheme) => {
    if (scheme.in === 'query') return [];
    return [scheme.in === 'cookie' ? 'cookie' : scheme.parameter];
  });
  return [...new Set(names)];
});

/** The names of the query parameters that hold a contract's credentials. */
export const listCredentialParameters: (contract: Access) => readonly string[] = once((contract: Access) => {
  return listSchemes(contract).flatMap((scheme) => (scheme.in === 'query' ? [scheme.parameter] : []));
});

/** What a client sends for a credential: after its word, where the scheme has one. */
export function writeCredential({ word }: Pick<CredentialScheme, 'word'>, credential: string): string {
  return word === undefined ? credential : `${word} ${credential}`;
}

/**
 * Where a client puts its credentials.
 *
 * @param schemes - that are required together
 * @param credentialOf - gives the credential of a scheme
 * @returns headers, with a `Cookie` among them where cookies are asked for, and query parameters
 */
export function placeCredentials(
  schemes: readonly CredentialScheme[],
  credentialOf: (scheme: CredentialScheme) => string,
): { readonly headers: Readonly<Record<string, string>>; readonly query: readonly (readonly [string, string])[] } {
  const written = schemes.map((scheme) => ({ ...scheme, text: writeCredential(scheme, credentialOf(scheme)) }));
  const cookies = written.flatMap(({ in: place, parameter, text }) =>
    place === 'cookie' ? [`${parameter}=${text}`] : [],
  );
  return {
    headers: {
      ...Object.fromEntries(
        written.flatMap(({ in: place, parameter, text }) => (place === 'header' ? [[parameter, text]] : [])),
      ),
      ...(cookies.length > 0 && { cookie: cookies.join('; ') }),
    },
    query: written.flatMap(({ in: place, parameter, text }) => (place === 'query' ? [[parameter, text] as const] : [])),
  };
}

/** The names, in lower case, of the headers that a request needs and that are no secrets: version, scope, partition, required ones. */
export const listPublicHeaders: (contract: AccessAndParameters) => readonly string[] = once(
  ({ access, parameters }: AccessAndParameters) => {
    const { scope, partition, version } = access;
    const named = [scope, partition?.parameter, version?.parameter, ...parameters.filter(({ required }) => required)];
    const names = named.flatMap((parameter) => (parameter?.in === 'header' ? [parameter.name.toLowerCase()] : []));
    return [...new Set(names)].filter((name) => !listCredentialHeaders({ access }).includes(name));
  },
);

/** Audits and journals ask for every header of every exchange. */
function once<Of extends object, One>(list: (contract: Of) => readonly One[]): (contract: Of) => readonly One[] {
  const known = new WeakMap<Of, readonly One[]>();
  return (contract) => {
    const names = known.get(contract) ?? list(contract);
    known.set(contract, names);
    return names;
  };
}

/** Headers that tell nothing about who is asking. */
const HARMLESS =
  /^(?:accept(?:-.*)?|cache-control|connection|content-.*|date|expires|from|host|if-.*|origin|pragma|prefer|range|referer|te|traceparent|tracestate|user-agent|vary|via|x-(?:correlation|request|trace)-id|x-forwarded-.*|(?:.*-)?version)$/;

const SUSPICIOUS = /key|token|secret|auth|cookie|password|credential|signature/;

/** Named like a credential, and yet only the question for one. */
const CHALLENGES: ReadonlySet<string> = new Set(['www-authenticate', 'proxy-authenticate', 'authentication-info']);

/**
 * Whether the value of a header must not be shown, by its name alone: `authorization`, `x-api-key`, `set-cookie`.
 *
 * @param name - in lower case
 */
export function isSuspiciousHeader(name: string): boolean {
  return SUSPICIOUS.test(name) && !CHALLENGES.has(name);
}

/**
 * Whether the value of a request header that was given to us must not be shown: whatever is not known to be harmless.
 *
 * @param name - in lower case
 * @param value - `true` and `false` are no secrets
 */
export function isCredentialHeader(name: string, value: string): boolean {
  if (isSuspiciousHeader(name)) return true;
  return !HARMLESS.test(name) && !/^(?:true|false|)$/i.test(value);
}

/**
 * The parts of a credential header that must not be seen anywhere.
 *
 * @param name - in lower case
 * @param value - `Bearer abc`, `Basic dXNlcjpwYXNz`, `session=abc; theme=dark`, `abc`
 * @returns the credential without its scheme, the password within it, the value of each cookie
 */
export function listSecrets(name: string, value: string): readonly string[] {
  if (name === 'set-cookie') return readCookies(value.split(';', 1)[0] ?? '');
  if (name === 'cookie') return readCookies(value);
  const [, scheme = '', credential = value] = /^([A-Za-z][\w-]*)\s+(.+)$/s.exec(value.trim()) ?? [];
  return scheme.toLowerCase() === 'basic' ? [credential, ...readBasic(credential)] : [credential];
}

function readCookies(value: string): readonly string[] {
  return value.split(';').map((pair) => pair.slice(pair.indexOf('=') + 1).trim());
}

function readBasic(credential: string): readonly string[] {
  const text = Buffer.from(credential, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon === -1 ? [] : [text, text.slice(colon + 1)];
}

/** Names under which credentials are sent in URLs, by mistake or by habit; cursors have others. */
const NAMES =
  /^(?:(?:access|auth|id|refresh|api|bearer|session)[_-]?(?:token|key)|(?:client[_-]?)?secret|token|key|auth|authorization|passw(?:or)?d|pwd|signature|sig|credentials?)$/i;

/** Names of members of bodies that hold what nobody should read; a `key` is a key of many things. */
const BODY_NAMES =
  /(?:pass(?:word|wd|phrase|code)|secret|(?:access|auth|id|refresh|api|bearer|session|private|client)[_-]?(?:token|key)|credentials?|authorization|card[_-]?number|cvv|cvc2?)$/i;

/**
 * The values in the body of a request that are secrets by their names: `{ "password": "abc" }`, and the same in a form.
 *
 * @param body - JSON or a form; of any other text, none are found
 * @param isDeclared - whether a document has a parameter of the name, which then is no secret
 */
export function listBodySecrets(body: string, isDeclared: (name: string) => boolean): readonly string[] {
  if (!/[{[=]/.test(body)) return [];
  const found: string[] = [];
  const note = (name: string, value: unknown): void => {
    const isSecret = BODY_NAMES.test(name.replace(/\]$/, '')) && !isDeclared(name);
    if (isSecret && (typeof value === 'string' || typeof value === 'number') && value !== '') found.push(String(value));
  };
  try {
    JSON.parse(body, (name, value: unknown) => {
      note(name, value);
      return value;
    });
  } catch {
    if (!/^\s*[{[]/.test(body)) for (const [name, value] of new URLSearchParams(body)) note(name, value);
    // What was cut off, or was never JSON, is read as far as it can be.
    else for (const [, name = '', value] of body.matchAll(/"([^"\\]{1,80})"\s*:\s*"([^"\\]*)"/g)) note(name, value);
  }
  return [...new Set(found)];
}

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
