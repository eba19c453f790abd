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

  it.each(['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.500Z', '2026-01-01T05:00:00+01:00'])(
    'spells a time near %s in several ways, and once without a zone',
    (value) => {
      const cases = list(times, 'created__gte', [value]);
      expect(bounds(cases)).toEqual([value]);
      const spellings = cases.flatMap((one) => (one.startsWith('spellings ') ? [one.slice('spellings '.length)] : []));
      const near = spellings.map((spelling) => Date.parse(spelling));
      expect(new Set(near).size).toBe(1);
      expect(Math.abs((near[0] ?? 0) - Date.parse(value))).toBeLessThanOrEqual(1000);
      expect(new Set(spellings).size).toBe(spellings.length);
      for (const end of ['Z', '+05:30', '-05:30']) expect(spellings.some((one) => one.endsWith(end))).toBe(true);
      const [zoneless, ...more] = cases.filter((one) => one.startsWith('zoneless '));
      expect([zoneless, more]).toEqual([expect.stringMatching(/^zoneless [\d-]+T[\d:.]+$/), []]);
    },
  );

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
