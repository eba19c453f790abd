import { describe, expect, it } from '@jest/globals';
import { loadContracts } from '../../../src/contract/load-contracts.ts';
import { fieldsOfCondition } from './fields-of-condition.ts';

const [piriod] = loadContracts('piriod');
const filter = piriod?.filters.find(({ parameter }) => parameter === 'metadata__*');
if (filter === undefined) throw new Error('the contract filters by metadata');

describe('fieldsOfCondition', () => {
  it.each([
    ['metadata__tier', 'tier'],
    ['metadata__', ''],
    ['metadata__a__b', 'a__b'],
    ['metadata__*', '~*'],
  ])('puts the key of %s in place of the asterisk', (name, key) => {
    expect(fieldsOfCondition({ filter, name }).map(({ path }) => path)).toEqual([['metadata', key]]);
  });
});
