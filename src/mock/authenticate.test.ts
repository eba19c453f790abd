import { describe, expect, it } from '@jest/globals';
import type { CredentialScheme } from '../contract/contract.ts';
import type { Tenant } from '../dataset/scenario.ts';
import { createAuthenticator } from './authenticate.ts';
import { createRequest } from './testing/create-request.ts';
import { createTenant } from './testing/create-tenant.ts';
import { loadContract } from './testing/load-contract.ts';

const NOW = 1_000;

/** What comes of a request: the tenant's name, or the condition. */
function authenticate(
  schemes: readonly CredentialScheme[],
  tenants: readonly Tenant[],
  headers: Record<string, string>,
  now: number = NOW,
): string {
  const result = createAuthenticator(schemes, tenants)(createRequest('/', { headers }), now);
  return 'caller' in result ? result.caller.tenant.name : result.condition;
}

describe('createAuthenticator', () => {
  describe('with a scheme that puts a word before the token', () => {
    const schemes = loadContract('piriod').access.credentials;
    const tenants = [
      createTenant('acme', { values: { TokenAuth: 'abc' } }, { values: { TokenAuth: 'late' }, expires: NOW }),
      createTenant('globex', { values: { TokenAuth: 'def' } }),
    ];

    it.each([
      ['Token abc', 'acme'],
      ['Token def', 'globex'],
      ['token abc', 'acme'],
      ['TOKEN  abc ', 'acme'],
      ['', 'missingCredential'],
      ['   ', 'missingCredential'],
      ['abc', 'missingCredential'],
      ['Bearer abc', 'missingCredential'],
      ['Tokenabc', 'missingCredential'],
      ['Token', 'emptyCredential'],
      ['Token ', 'emptyCredential'],
      ['Token abc def', 'malformedCredential'],
      ['Token ABC', 'invalidCredential'],
      ['Token ab', 'invalidCredential'],
      ['Token late', 'expiredCredential'],
    ])('answers %p with %s', (authorization, outcome) => {
      expect(authenticate(schemes, tenants, { authorization })).toBe(outcome);
    });

    it('answers the absence of the header', () => {
      expect(authenticate(schemes, tenants, {})).toBe('missingCredential');
    });

    it('accepts a credential until the moment it expires', () => {
      expect(authenticate(schemes, tenants, { authorization: 'Token late' }, NOW - 1)).toBe('acme');
    });
  });

  describe('with two headers that are required together', () => {
    const schemes = loadContract('devdraft').access.credentials;
    const tenants = [
      createTenant('acme', { values: { clientKey: 'key-a', clientSecret: 'secret-a' } }),
      createTenant('globex', { values: { clientKey: 'key-g', clientSecret: 'secret-g' } }),
    ];

    it.each([
      ['key-a', 'secret-a', 'acme'],
      ['key-g', 'secret-g', 'globex'],
      ['key-a', 'secret-g', 'invalidCredential'],
      ['key-g', 'secret-a', 'invalidCredential'],
      ['secret-a', 'key-a', 'invalidCredential'],
      ['key-a', '', 'missingCredential'],
      ['', 'secret-a', 'missingCredential'],
    ])('answers %p and %p with %s', (key, secret, outcome) => {
      expect(authenticate(schemes, tenants, { 'x-client-key': key, 'X-Client-Secret': secret })).toBe(outcome);
    });

    it('never finds a credential that lacks one of the values', () => {
      const half = [createTenant('half', { values: { clientKey: 'key-h' } })];
      expect(authenticate(schemes, half, { 'x-client-key': 'key-h', 'x-client-secret': ' ' })).toBe(
        'missingCredential',
      );
      expect(authenticate(schemes, half, { 'x-client-key': 'key-h', 'x-client-secret': 'x' })).toBe(
        'invalidCredential',
      );
    });
  });

  it('says of a header that was sent twice that it is not valid', () => {
    const schemes = loadContract('wingback').access.credentials;
    const authenticator = createAuthenticator(schemes, [createTenant('acme', { values: { apiKey: 'k' } })]);
    expect(authenticator(createRequest('/', { headers: { 'wb-key': ['k', 'k'] } }), NOW)).toEqual({
      condition: 'invalidCredential',
    });
  });

  it('takes everyone for the first tenant where nothing is required', () => {
    const tenants = [createTenant('acme', { values: {} }), createTenant('globex', { values: {} })];
    expect(authenticate([], tenants, {})).toBe('acme');
  });
});
