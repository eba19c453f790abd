import { describe, expect, it } from '@jest/globals';
import type { Access } from '../contract/contract.ts';
import { authorize } from './authorize.ts';
import { createRequest } from './testing/create-request.ts';
import { createTenant } from './testing/create-tenant.ts';
import { loadContract } from './testing/load-contract.ts';

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

    it.each(['SITE-003', 'site-001', 'SITE-001 ', 'constructor'])('refuses %p, which is not the caller’s', (siteId) => {
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
