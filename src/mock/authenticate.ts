import type { CredentialScheme, ErrorCondition } from '../contract/contract.ts';
import type { Credential, Tenant } from '../dataset/scenario.ts';
import { type MockRequest, readHeader } from './message.ts';

/** Who sends a request. */
export interface Caller {
  readonly tenant: Tenant;
  readonly credential: Credential;
}

/** The caller of a request, or why there is none. */
export type Authentication = { readonly caller: Caller } | { readonly condition: ErrorCondition };

/**
 * Compiles the check of credentials.
 *
 * @param schemes - all of which a request must satisfy; none: everyone is the first tenant
 * @param tenants - with the credentials that they hold
 * @returns a function from a request and the time in milliseconds to its caller
 */
export function createAuthenticator(
  schemes: readonly CredentialScheme[],
  tenants: readonly Tenant[],
): (request: MockRequest, now: number) => Authentication {
  const callers = new Map<string, Caller>();
  for (const tenant of tenants) {
    for (const credential of tenant.credentials) {
      callers.set(joinValues(schemes.map((scheme) => credential.values[scheme.name] ?? '')), { tenant, credential });
    }
  }
  const [first] = callers.values();
  return (request, now) => {
    const values: string[] = [];
    for (const scheme of schemes) {
      const reading = readCredential(scheme, readHeader(request, scheme.header));
      if (typeof reading !== 'string') return reading;
      values.push(reading);
    }
    const caller = schemes.length === 0 ? first : callers.get(joinValues(values));
    if (caller === undefined) return { condition: 'invalidCredential' };
    const { expires } = caller.credential;
    return expires !== undefined && expires <= now ? { condition: 'expiredCredential' } : { caller };
  };
}

function readCredential(scheme: CredentialScheme, header: string | undefined): string | { condition: ErrorCondition } {
  if (header === undefined || header.trim() === '') return { condition: 'missingCredential' };
  if (scheme.word === undefined) return header;
  const [word = '', credential, ...more] = header.trim().split(/ +/);
  // A scheme's word is compared without regard to case: RFC 9110, section 11.1.
  if (word.toLowerCase() !== scheme.word.toLowerCase()) return { condition: 'missingCredential' };
  if (credential === undefined) return { condition: 'emptyCredential' };
  return more.length > 0 ? { condition: 'malformedCredential' } : credential;
}

/** No header can hold the separator, so no two lists of values meet. */
function joinValues(values: readonly string[]): string {
  return values.join('\n');
}
