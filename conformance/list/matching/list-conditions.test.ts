import { describe, expect, it } from '@jest/globals';
import type { Filter } from '../../../src/contract/contract.ts';
import { loadContracts } from '../../../src/contract/load-contracts.ts';
import type { Item } from '../answer.ts';
import { listConditions } from './list-conditions.ts';

function list(id: string, parameter: string, item: Item): readonly string[] {
  const [contract] = loadContracts(id);
  const filter = contract?.filters.find((one) => one.parameter === parameter);
  if (filter === undefined) throw new Error(`${id} has a filter ${parameter}`);
  return listConditions(item, filter).map(({ name, value }) => `${name}=${value}`);
}

describe('listConditions', () => {
  it('gives the values of every field, each once', () => {
    expect(list('devdraft', 'name', { first_name: 'Ann', last_name: 'Lee' })).toEqual(['name=Ann', 'name=Lee']);
    expect(list('devdraft', 'name', { first_name: 'Lee', last_name: 'Lee' })).toEqual(['name=Lee']);
    expect(list('pyng', 'invitedFrom', { invitedAt: 7 })).toEqual(['invitedFrom=7']);
    expect(list('wingback', 'plan', { contracts: [{ plan_id: 'a' }, { plan_id: 'b' }] })).toEqual(['plan=a', 'plan=b']);
  });

  it('names the key that a filter captures or asks for, of values only those that are texts', () => {
    const item = { metadata: { tier: 'gold', size: 3 } };
    expect(list('piriod', 'metadata__*', item)).toEqual(['metadata__tier=gold']);
    expect(list('wingback', 'metadata', item)).toEqual(['metadata[0]=tier', 'metadata[0]=size']);
  });

  it('gives no value that the parameter is not declared to take', () => {
    expect(list('pyng', 'state', { state: 'linked' })).toEqual(['state=linked']);
    expect(list('pyng', 'state', { state: 'archived' })).toEqual([]);
    const filter = { parameter: 'size', declared: { schema: { enum: [1, 2] } }, fields: [{ path: ['size'] }] };
    const values = [1, 3].flatMap((size) => listConditions({ size }, filter as unknown as Filter));
    expect(values.map(({ value }) => value)).toEqual(['1']);
  });

  it('gives none where an item shows nothing', () => {
    expect(list('devdraft', 'email', { email: null })).toEqual([]);
    expect(list('piriod', 'metadata__*', { metadata: null })).toEqual([]);
    expect(list('piriod', 'country', {})).toEqual([]);
  });
});
