import { describe, expect, it } from '@jest/globals';
import type { Access, CredentialScheme } from '../contract/contract.ts';
import { loadContracts } from '../contract/load-contracts.ts';
import type { Tenant } from '../dataset/scenarios/scenario.ts';
import { createPager } from '../page/pager.ts';
import { fc, grapheme } from '../testing/properties.ts';
import { VALID_CONTRACT, writeContract } from '../testing/write-contract.ts';
import { authorize, checkVersion, createAuthenticator, createPathMatcher } from './access.ts';
import { type CheckedRequest, createRequestChecker } from './checks.ts';
import type { Failure } from './errors.ts';
import { type MockRequest, readHeader } from './message.ts';
import { createLiteralState } from './testing/create-literal-state.ts';
import { createRequest } from './testing/create-request.ts';
import { createTenant } from './testing/create-tenant.ts';
import { loadContract, loadSample } from './testing/load-contract.ts';

describe('authenticate', () => {
  const NOW = 1_000;

  /** What comes of a request: the tenant's name, or the condition. */
  function authenticate(
    schemes: Access['credentials'],
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

    describe('with alternatives', () => {
      const scheme = (name: string, place: CredentialScheme['in'], parameter: string): CredentialScheme => {
        return { name, in: place, parameter, caseSensitive: false, scopes: [] };
      };
      const schemes = [
        [scheme('key', 'query', 'api_key')],
        [scheme('session', 'cookie', 'sid'), scheme('app', 'header', 'x-app')],
      ];
      const tenants = [
        createTenant('acme', { values: { key: 'k 1', session: 's1', app: 'a1' } }),
        createTenant('globex', { values: { key: 'k2', session: 's2', app: 'a2' } }),
      ];
      const ask = (query: string, headers: Record<string, string> = {}, more: Access['credentials'] = []): string => {
        const identify = createAuthenticator([...schemes, ...more], tenants);
        const result = identify(createRequest(`/things${query}`, { headers }), NOW);
        return 'caller' in result ? result.caller.tenant.name : result.condition;
      };

      it('is satisfied with any of them, as a whole', () => {
        expect(ask('?api_key=k+1')).toBe('acme');
        expect(ask('', { cookie: 'theme=dark; sid=s2', 'x-app': 'a2' })).toBe('globex');
        expect(ask('?api_key=nope', { cookie: 'sid=s2', 'x-app': 'a2' })).toBe('globex');
        expect(ask('', { cookie: 'sid=s2', 'x-app': 'a1' })).toBe('invalidCredential');
        expect(ask('', { cookie: 'sid=s2' })).toBe('missingCredential');
        expect(ask('?api_key=nope')).toBe('invalidCredential');
      });

      it('lets in who sends nothing only where that is one of them', () => {
        expect(ask('')).toBe('missingCredential');
        expect(ask('', {}, [[]])).toBe('acme');
        expect(ask('?api_key=nope', {}, [[]])).toBe('invalidCredential');
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
    const result = authorize(
      access,
      { tenant, credential, scopes: access.requiredScopes },
      createRequest('/', { headers }),
      path,
    );
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

  it.each([
    ['/вещи/{id}', '/%D0%B2%D0%B5%D1%89%D0%B8/%D1%8F', 'я'],
    ['/вещи/{id}', '/%d0%b2%d0%b5%d1%89%d0%b8/a', 'a'],
    ['/my things/{id}', '/my%20things/a%2Fb', 'a/b'],
    ['/my%20things/{id}', '/my%20things/50%25', '50%'],
    ['/a+b@c/{id}', '/a%2Bb%40c/%zz', '%zz'],
  ])('fits %s to %s, however it is spelled', (template, path, id) => {
    expect(createPathMatcher(template)(path)).toEqual({ fit: 'exact', parameters: { id } });
  });

  it('takes every character of a template but braces for itself', () => {
    const match = createPathMatcher('/v1.0/a+b/(c)');
    expect(match('/v1.0/a+b/(c)').fit).toBe('exact');
    expect(match('/v1x0/aab/c').fit).toBe('none');
  });
});

describe('checks', () => {
  const VERSION = 'urn:pyng:api:billing:version:v1';
  const SCOPES = ['billing:customers:read'];

  interface Attempt {
    readonly id?: string;
    readonly query?: string;
    readonly headers?: Record<string, string | undefined>;
    readonly site?: string;
  }

  const checkers = new Map(
    ['pyng', 'piriod', 'wingback', 'devdraft'].map((id) => {
      const contract = loadContract(id);
      const values = { bearerAuth: 'good', TokenAuth: 'good', apiKey: 'good', clientKey: 'good', clientSecret: 'good' };
      const acme = createTenant(
        'acme',
        { values, scopes: SCOPES },
        { values: { bearerAuth: 'weak' } },
        { values: { bearerAuth: 'old' }, scopes: SCOPES, expires: 10 },
      );
      const { state } = createLiteralState({
        contract,
        tenants: [acme, createTenant('globex', { values: { bearerAuth: 'other' }, scopes: SCOPES })],
        collections: { acme: [], globex: [] },
        now: 10,
      });
      const checker = createRequestChecker(contract, createPager(contract, 'key'));
      const checkIt = (request: MockRequest, site: string): CheckedRequest | Failure =>
        checker.check(request, { siteId: site }, state);
      return [id, checkIt] as const;
    }),
  );

  function check({ id = 'pyng', query = '', headers = {}, site = 'acme' }: Attempt): CheckedRequest | Failure {
    const usual = {
      authorization: id === 'piriod' ? 'Token good' : 'Bearer good',
      'pyng-api-version': VERSION,
      'x-simple-workspace': 'acme',
      'wb-key': 'good',
      'x-client-key': 'good',
      'x-client-secret': 'good',
    };
    const checker = checkers.get(id);
    if (checker === undefined) throw new Error(`no contract ${id}`);
    return checker(createRequest(`/?${query}`, { headers: { ...usual, ...headers } }), site);
  }

  function conditionOf(attempt: Attempt): string {
    const outcome = check(attempt);
    return 'condition' in outcome ? outcome.condition : 'passed';
  }

  describe('required parameters', () => {
    const [contract] = loadContracts(
      writeContract(
        VALID_CONTRACT.replace(
          'parameters:',
          'parameters:\n        - { name: X-Region, in: header, required: true, schema: { type: string, enum: [eu, us] } }\n        - { name: X-Depth, in: header, schema: { type: array, items: { type: integer, minimum: 1 } } }\n        - { name: year, in: query, required: true, schema: { type: integer } }',
        ),
      ),
    );
    if (contract === undefined) throw new Error('no contract');
    const { state } = createLiteralState({
      contract,
      tenants: [createTenant('acme', { values: {} })],
      collections: { acme: [] },
      now: 0,
    });
    const checker = createRequestChecker(contract, createPager(contract, 'key'));

    it.each([
      ['/?page=1', {}, ['X-Region', 'year']],
      ['/?year=2026', { 'x-region': ' ' }, ['X-Region']],
      ['/?years=2026', { 'x-region': 'eu' }, ['year']],
      ['/?year=2026', { 'x-region': 'eu' }, []],
    ])('rejects %s with %j unless all are sent', (target, headers, missing) => {
      const outcome = checker.check(createRequest(target, { headers: { 'x-site': 'acme', ...headers } }), {}, state);
      const violations = missing.map((parameter) => ({ parameter, rule: 'required' }));
      if (missing.length === 0) expect(outcome).toMatchObject({ limit: 10 });
      else expect(outcome).toEqual({ condition: 'invalidParameter', violations });
    });

    it.each([
      [{ 'x-region': 'asia' }, [{ parameter: 'X-Region', rule: 'enum' }]],
      [{ 'x-region': ' us ', 'x-depth': '1, 2' }, []],
      [
        { 'x-region': 'eu', 'x-depth': '1,0,-1,x' },
        ['minimum', 'type'].map((rule) => ({ parameter: 'X-Depth', rule })),
      ],
    ])('rejects headers %j whose values their schemas do not allow', (headers, violations) => {
      const request = createRequest('/?year=2026', { headers: { 'x-site': 'acme', ...headers } });
      const outcome = checker.check(request, {}, state);
      if (violations.length === 0) expect(outcome).toMatchObject({ limit: 10 });
      else expect(outcome).toEqual({ condition: 'invalidParameter', violations });
    });
  });

  describe('createRequestChecker', () => {
    it('gives what a request asks for', () => {
      const outcome = check({ query: 'limit=3&state=linked' });
      if ('condition' in outcome) throw new Error(outcome.condition);
      expect(outcome).toMatchObject({
        limit: 3,
        position: { at: 'start' },
        context: { now: 10, binding: { tenant: 'acme', scope: 'acme' } },
      });
      expect(outcome.selection.criteria).toHaveLength(1);
      expect(outcome.table.size).toBe(0);
    });

    it('checks in the order that the contract gives, whatever else is wrong', () => {
      const attempt = { query: 'limit=0&cursor=x', site: 'globex' };
      const weak = 'Bearer weak';
      const worse = [
        [{ authorization: undefined, 'pyng-api-version': undefined }, 'missingCredential'],
        [{ authorization: 'Bearer old', 'pyng-api-version': undefined }, 'expiredCredential'],
        [{ authorization: weak, 'pyng-api-version': undefined }, 'missingVersion'],
        [{ authorization: weak, 'pyng-api-version': 'v9' }, 'unsupportedVersion'],
        [{ authorization: weak }, 'insufficientScope'],
        [{}, 'foreignScope'],
      ] as const;
      for (const [headers, condition] of worse) expect(conditionOf({ ...attempt, headers })).toBe(condition);
      expect(conditionOf({ ...attempt, site: 'acme' })).toBe('invalidParameter');
      expect(conditionOf({ query: 'limit=1&cursor=x' })).toBe('invalidPosition');
      expect(conditionOf({ query: 'limit=1' })).toBe('passed');
    });

    it('looks at the version where the contract says, and only there', () => {
      expect(conditionOf({ id: 'wingback', headers: { 'pyng-api-version': undefined } })).toBe('passed');
    });

    it('puts filters before pages, and the workspace before both', () => {
      const query = 'page=0&created__gte=x';
      expect(conditionOf({ id: 'piriod', query, headers: { 'x-simple-workspace': undefined } })).toBe('missingScope');
      expect(conditionOf({ id: 'piriod', query, headers: { 'x-simple-workspace': 'globex' } })).toBe('foreignScope');
      expect(conditionOf({ id: 'piriod', query })).toBe('invalidParameter');
      expect(conditionOf({ id: 'piriod', query: 'page=0' })).toBe('invalidPosition');
    });

    it('reports a bad position that is a parameter like any other together with the others', () => {
      expect(check({ id: 'devdraft', query: 'take=x&skip=-1&status=y' })).toEqual({
        condition: 'invalidParameter',
        violations: expect.arrayContaining([
          { parameter: 'skip', rule: 'minimum' },
          { parameter: 'take', rule: 'type' },
          { parameter: 'status', rule: 'enum' },
        ]),
      });
    });

    it('says so when a word for the direction is none', () => {
      expect(check({ id: 'wingback', query: 'direction=up&offset=junk' })).toEqual({
        condition: 'invalidParameter',
        violations: [{ parameter: 'direction', rule: 'enum' }],
      });
      expect(conditionOf({ id: 'wingback', query: 'direction=forward&offset=junk' })).toBe('invalidPosition');
    });
  });
});

describe('readHeader', () => {
  const request = createRequest('/', { headers: { 'X-One': 'a', 'X-Many': ['a', 'b'], 'X-None': undefined } });

  it('gives the value, or all of them joined as HTTP joins them', () => {
    expect(readHeader(request, 'x-one')).toBe('a');
    expect(readHeader(request, 'x-many')).toBe('a, b');
    expect(readHeader(request, 'x-none')).toBeUndefined();
    expect(readHeader(request, 'x-other')).toBeUndefined();
  });
});
