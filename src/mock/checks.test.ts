import { describe, expect, it } from '@jest/globals';
import { loadContracts } from '../contract/load-contracts.ts';
import { createPager } from '../page/pager.ts';
import { VALID_CONTRACT, writeContract } from '../testing/write-contract.ts';
import { type CheckedRequest, createRequestChecker } from './checks.ts';
import type { Failure } from './errors.ts';
import type { MockRequest } from './message.ts';
import { createLiteralState } from './testing/create-literal-state.ts';
import { createRequest } from './testing/create-request.ts';
import { createTenant } from './testing/create-tenant.ts';
import { loadContract } from './testing/load-contract.ts';

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
        'parameters:\n        - { name: X-Region, in: header, required: true, schema: { type: string } }\n        - { name: year, in: query, required: true, schema: { type: integer } }',
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
