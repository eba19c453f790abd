import { describe, expect, it } from '@jest/globals';
import { VALID_CONTRACT, writeContract } from '../../src/contract/testing/write-contract.ts';
import { loadContract } from '../testing/load-contract.ts';
import { groupByValue, listRangePairs, toRange } from './range.ts';

const contract = loadContract('piriod');
const [pair] = listRangePairs(contract);
if (pair === undefined) throw new Error('the contract has a range');

describe('listRangePairs', () => {
  it('pairs the bounds of one field', () => {
    expect([pair.field.name, pair.lower.parameter, pair.upper.parameter]).toEqual([
      'created',
      'created__gte',
      'created__lte',
    ]);
    expect(listRangePairs(loadContract('devdraft'))).toEqual([]);
  });

  it('finds none where one bound is missing', () => {
    expect(listRangePairs(loadContract(writeContract(VALID_CONTRACT)))).toEqual([]);
  });
});

describe('groupByValue', () => {
  it('puts rows of one value together however it is spelled, the greatest first, and leaves out rows without one', () => {
    const rows = [
      { id: 1, created: '2026-01-01T00:00:00Z' },
      { id: 2, created: '2026-01-02T00:00:00Z' },
      { id: 3, created: '2026-01-01T02:00:00+02:00' },
      { id: 4, created: null },
      { id: 5 },
      { id: 6, created: 'soon' },
    ];
    expect(groupByValue(pair.field, rows).map(({ text, items }) => [text, items.map(({ id }) => id)])).toEqual([
      ['2026-01-02T00:00:00Z', [2]],
      ['2026-01-01T00:00:00Z', [1, 3]],
    ]);
  });
});

describe('toRange', () => {
  it('writes both bounds as the values are written', () => {
    const [known] = groupByValue(pair.field, [{ created: '2026-01-01T00:00:00Z' }]);
    expect(toRange(pair, known, known)).toEqual([
      { filter: pair.lower, name: 'created__gte', value: '2026-01-01T00:00:00Z' },
      { filter: pair.upper, name: 'created__lte', value: '2026-01-01T00:00:00Z' },
    ]);
  });
});
