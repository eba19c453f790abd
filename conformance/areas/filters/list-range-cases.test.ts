import { describe, expect, it } from '@jest/globals';
import type { Contract, Json } from '../../../src/contract/contract.ts';
import { loadContract } from '../../testing/load-contract.ts';
import { listRangeCases } from './list-range-cases.ts';

const numbers = loadContract('pyng');
const times = loadContract('piriod');

/** The cases for rows with these values, as `shows value`, doubtful ones with a question mark. */
function list(contract: Contract, parameter: string, values: readonly Json[]): readonly string[] {
  const filter = contract.filters.find((one) => one.parameter === parameter);
  const [field] = filter?.fields ?? [];
  if (filter === undefined || field === undefined) throw new Error(`there is a filter ${parameter}`);
  const items = values.map((value) => ({ [field.name]: value }));
  return listRangeCases(contract, filter, items).map(({ shows, conditions, isDoubtful }) => {
    expect(conditions).toHaveLength(1);
    return `${shows}${isDoubtful === true ? '?' : ''} ${conditions[0]?.value}`;
  });
}

const bounds = (cases: readonly string[]): readonly string[] =>
  cases.flatMap((one) => (one.startsWith('inclusive ') ? [one.slice('inclusive '.length)] : []));

describe('listRangeCases', () => {
  it('asks at a value, just below it and just above it', () => {
    expect(list(numbers, 'invitedFrom', [1500])).toEqual([
      'inclusive 1500',
      'all-matching 1499',
      'all-matching 1501',
      // As a text, 99 is more than 1500.
      'all-matching? 99',
      'all-matching? 99999',
      'all-matching? 0',
      'all-matching? -1',
    ]);
  });

  it('spells times in every way, and once without a zone', () => {
    expect(list(times, 'created__gte', ['2026-01-01T00:00:00Z'])).toEqual([
      'inclusive 2026-01-01T00:00:00Z',
      'all-matching 2025-12-31T23:59:59Z',
      'all-matching 2026-01-01T00:00:01Z',
      'spellings 2026-01-01T00:00:00.000Z',
      'spellings 2026-01-01T02:00:00+02:00',
      'spellings 2025-12-31T18:30:00-05:30',
      'zoneless 2026-01-01T00:00:00.000',
    ]);
  });

  it('chooses a value that several rows share, and those at the ends', () => {
    expect(bounds(list(numbers, 'invitedTo', [9, 1, 4, 7, 3, 7]))).toEqual(['7', '4', '1']);
    expect(bounds(list(numbers, 'invitedTo', [2, 8, 5]))).toEqual(['5', '2', '8']);
    expect(bounds(list(numbers, 'invitedTo', [8, 2]))).toEqual(['2', '8']);
  });

  it('takes one time in two spellings for one value', () => {
    const same = ['2026-01-01T00:00:00Z', '2026-01-01T02:00:00+02:00'];
    expect(bounds(list(times, 'created__lte', same))).toEqual(['2026-01-01T00:00:00Z']);
  });

  it('has nothing to ask where no row has a value', () => {
    expect(list(numbers, 'invitedFrom', [null, null])).toEqual([]);
    expect(list(times, 'created__gte', ['yesterday'])).toEqual([]);
  });
});
