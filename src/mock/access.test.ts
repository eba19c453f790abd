import { describe, expect, it } from '@jest/globals';
import type { Access, CredentialScheme } from '../contract/contract.ts';
import type { Tenant } from '../dataset/scenarios/scenario.ts';
import { fc, grapheme } from '../testing/properties.ts';
import { authorize, checkVersion, createAuthenticator, createPathMatcher } from './access.ts';
import { createRequest } from './testing/create-request.ts';
import { createTenant } from './testing/create-tenant.ts';
import { loadContract, loadSample } from './testing/load-contract.ts';

describe('authenticate', () => {
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
});

describe('authorize', () => {
  interface Case {
    readonly access: Access;
    readonly collections: readonly string[];
    readonly scopes?: readonly string[];
    readonly headers?: Record<string, string>;
    readonly path?: Record<string, string>;
  }

  function decide({ access, collections, scopes = [], headers = {}, path = {} }: Case): string {
    const tenant = { ...createTenant('acme', { values: {}, scopes }), collections };
    const [credential] = tenant.credentials;
    if (credential === undefined) throw new Error('no credential');
    const result = authorize(access, { tenant, credential }, createRequest('/', { headers }), path);
    return 'collection' in result ? result.collection : result.condition;
  }

  describe('authorize', () => {
    describe('with a collection in the path', () => {
      const given = {
        access: loadContract('pyng').access,
        collections: ['SITE-001', 'SITE-002'],
        scopes: ['other', 'billing:customers:read'],
      };

      it('gives the collection that the path names', () => {
        expect(decide({ ...given, path: { siteId: 'SITE-002' } })).toBe('SITE-002');
      });

      it.each(['SITE-003', 'site-001', 'SITE-001 ', 'constructor'])('refuses %p( not the caller’s', (siteId) => {
        expect(decide({ ...given, path: { siteId } })).toBe('foreignScope');
      });

      it('asks for every scope that the contract requires, before it looks at who owns what', () => {
        expect(decide({ ...given, scopes: [], path: { siteId: 'SITE-001' } })).toBe('insufficientScope');
        expect(decide({ ...given, scopes: ['billing:customers'], path: { siteId: 'SITE-003' } })).toBe(
          'insufficientScope',
        );
      });
    });

    describe('with a collection in a header', () => {
      const given = { access: loadContract('piriod').access, collections: ['acc_1'] };

      it.each([
        ['acc_1', 'acc_1'],
        ['acc_2', 'foreignScope'],
        ['', 'missingScope'],
      ])('answers %p with %s', (workspace, outcome) => {
        expect(decide({ ...given, headers: { 'X-Simple-Workspace': workspace } })).toBe(outcome);
      });

      it('answers the absence of the header', () => {
        expect(decide(given)).toBe('missingScope');
      });
    });

    it('gives a tenant its only collection where a request names none', () => {
      expect(decide({ access: loadContract('wingback').access, collections: ['acme'] })).toBe('acme');
    });
  });
});

describe('checkVersion', () => {
  const { version } = loadContract('pyng').access;

  function check(value: string | undefined): string | undefined {
    return checkVersion(version, createRequest('/', { headers: { 'Pyng-Api-Version': value } }));
  }

  it('passes a version that is known', () => {
    expect(check('urn:pyng:api:billing:version:v1')).toBeUndefined();
  });

  it.each([
    [undefined, 'missingVersion'],
    ['', 'missingVersion'],
    ['urn:pyng:api:billing:version:v0', 'retiredVersion'],
    ['urn:pyng:api:billing:version:v2', 'unsupportedVersion'],
    ['URN:PYNG:API:BILLING:VERSION:V1', 'unsupportedVersion'],
    ['urn:pyng:api:billing:version:v1, urn:pyng:api:billing:version:v1', 'unsupportedVersion'],
  ])('says what is wrong with %p', (value, condition) => {
    expect(check(value)).toBe(condition);
  });

  it('passes everything where the contract knows no versions', () => {
    expect(checkVersion(loadSample().access.version, createRequest('/'))).toBeUndefined();
  });
});

describe('createPathMatcher', () => {
  const site = createPathMatcher('/billing/sites/{siteId}/customers');

  it('reads the parameters of a path', () => {
    expect(site('/billing/sites/SITE-001/customers')).toEqual({ fit: 'exact', parameters: { siteId: 'SITE-001' } });
    expect(createPathMatcher('/a/{one}/{two}.json')('/a/x/y.json')).toEqual({
      fit: 'exact',
      parameters: { one: 'x', two: 'y' },
    });
  });

  it('decodes parameters, and leaves alone what cannot be decoded', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: grapheme }), (value) => {
        const path = `/billing/sites/${encodeURIComponent(value)}/customers`;
        expect(site(path)).toEqual({ fit: 'exact', parameters: { siteId: value } });
      }),
    );
    expect(site('/billing/sites/%zz/customers')).toEqual({ fit: 'exact', parameters: { siteId: '%zz' } });
    expect(site('/billing/sites/%C3/customers')).toEqual({ fit: 'exact', parameters: { siteId: '%C3' } });
  });

  it.each([
    ['/billing/sites//customers'],
    ['/billing/sites/a/b/customers'],
    ['/billing/sites/a/customers/b'],
    ['/billing/sites/a/Customers'],
    ['/x/billing/sites/a/customers'],
    ['/billing/sites/a/customers//'],
    ['/billing/sites/a/customersx'],
    [''],
    ['/'],
  ])('does not fit %s', (path) => {
    expect(site(path)).toEqual({ fit: 'none' });
  });

  it('tells a path with another trailing slash', () => {
    expect(site('/billing/sites/a/customers/')).toEqual({ fit: 'otherSlash', parameters: { siteId: 'a' } });
    const customers = createPathMatcher('/customers/');
    expect(customers('/customers/').fit).toBe('exact');
    expect(customers('/customers').fit).toBe('otherSlash');
    expect(customers('/customers//').fit).toBe('none');
  });

  it('takes every character of a template but braces for itself', () => {
    const match = createPathMatcher('/v1.0/a+b/(c)');
    expect(match('/v1.0/a+b/(c)').fit).toBe('exact');
    expect(match('/v1x0/aab/c').fit).toBe('none');
  });
});
