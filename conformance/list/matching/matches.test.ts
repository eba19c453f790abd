import { describe, expect, it } from '@jest/globals';
import type { Contract, Filter } from '../../../src/contract/contract.ts';
import { loadContracts } from '../../../src/contract/load-contracts.ts';
import { openMockTarget } from '../../testing/open-mock-target.ts';
import { createListClient } from '../create-list-client.ts';
import { EVERYTHING } from '../list-query.ts';
import { listConditions } from './list-conditions.ts';
import { matches } from './matches.ts';

function load(id: string): Contract {
  const [contract] = loadContracts(id);
  if (contract === undefined) throw new Error(`${id} comes with the package`);
  return contract;
}

function filterOf({ filters }: Contract, parameter: string): Filter {
  const filter = filters.find((one) => one.parameter === parameter);
  if (filter === undefined) throw new Error(`there is a filter ${parameter}`);
  return filter;
}

const piriod = load('piriod');
const wingback = load('wingback');
const devdraft = load('devdraft');

describe('matches', () => {
  it.each([
    [piriod, 'country', 'country', 'CL', { country: { id: 'CL' } }, true],
    [piriod, 'country', 'country', 'CL', { country: { id: 'cl' } }, false],
    [piriod, 'created__gte', 'created__gte', '2026-01-01T01:00:00+01:00', { created: '2026-01-01T00:00:00Z' }, true],
    [piriod, 'created__lte', 'created__lte', '2026-01-01', { created: '2026-01-01T00:00:00.001Z' }, false],
    [piriod, 'created__lte', 'created__lte', 'yesterday', { created: '2026-01-01T00:00:00Z' }, undefined],
    [piriod, 'subscriptions', 'subscriptions', 'sub_1', {}, undefined],
    [piriod, 'metadata__*', 'metadata__tier', 'gold', { metadata: { tier: 'gold', other: 'x' } }, true],
    [piriod, 'metadata__*', 'metadata__tier', 'gold', { metadata: { tier: 'tin', other: 'gold' } }, false],
    [piriod, 'metadata__*', 'metadata__*', 'gold', { metadata: { tier: 'gold' } }, false],
    [piriod, 'sources', 'sources', 's2', { sources: ['s1', 's2'] }, true],
    [wingback, 'plan', 'plan', 'P2', { contracts: [{ plan_id: 'P1' }, { plan_id: 'P2' }] }, true],
    [wingback, 'metadata', 'metadata[1]', 'crm_id', { metadata: { crm_id: '1' } }, true],
    [wingback, 'metadata', 'metadata[0]', '1', { metadata: { crm_id: '1' } }, false],
    [wingback, 'listed', 'listed', 'true', {}, undefined],
    [devdraft, 'name', 'name', 'OHN', { first_name: 'John', last_name: 'Doe' }, true],
    [devdraft, 'name', 'name', 'n d', { first_name: 'John', last_name: 'Doe' }, false],
    [devdraft, 'email', 'email', 'A@B.c', { email: 'a@b.C' }, true],
    [devdraft, 'email', 'email', 'a@b', { email: null }, false],
  ] as const)('%#: %o', (contract, parameter, name, value, item, expected) => {
    const condition = { filter: filterOf(contract, parameter), name, value };
    expect(matches(item, condition, contract)).toBe(expected);
  });

  it.each(['pyng', 'piriod', 'wingback', 'devdraft'])('agrees with what items of %s show', async (id) => {
    await using opened = await openMockTarget(id, { scenario: 'awkward' });
    const { contract, target } = opened;
    const { items } = await createListClient(contract, target).walk({ ...EVERYTHING, limit: 100 });
    const conditions = items.flatMap((item) => {
      return contract.filters.flatMap((filter) =>
        listConditions(item, filter).map((condition) => [item, condition] as const),
      );
    });
    expect(conditions.length).toBeGreaterThan(items.length);
    expect(conditions.filter(([item, condition]) => matches(item, condition, contract) !== true)).toEqual([]);
  });
});
