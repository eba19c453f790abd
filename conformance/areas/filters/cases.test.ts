import { describe, expect, it } from '@jest/globals';
import type { Contract, Filter, Json } from '../../../src/contract/contract.ts';
import { loadContract } from '../../testing/mock-target.ts';
import { listKeyCases, listRangeCases } from './cases.ts';

describe('list range cases', () => {
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
        const spellings = cases.flatMap((one) =>
          one.startsWith('spellings ') ? [one.slice('spellings '.length)] : [],
        );
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
});

describe('list key cases', () => {
  const contract = loadContract('wingback');

  function filterOf(parts: Partial<Filter> = {}): Filter {
    const filter = contract.filters.find(({ operator }) => operator === 'hasKey');
    if (filter === undefined) throw new Error('there is a filter by keys');
    return { ...filter, ...parts };
  }

  /** The cases for rows with these maps, as `shows name=value&…`, doubtful ones with a question mark. */
  function list(maps: readonly Json[], parts?: Partial<Filter>): readonly string[] {
    const items = maps.map((metadata, index) => ({ id: `c-${index}`, metadata }));
    return listKeyCases(contract, filterOf(parts), items).map(({ shows, conditions, isDoubtful }) => {
      const sent = conditions.map(({ name, value }) => `${name}=${value}`).join('&');
      return `${shows}${isDoubtful === true ? '?' : ''} ${sent}`;
    });
  }

  describe('listKeyCases', () => {
    it('asks for single keys, what only looks like one, and several of one row', () => {
      expect(list([{ crm: 'acme', tier: 'gold' }, { crm: 'acme' }])).toEqual([
        'all-matching metadata[0]=crm',
        'all-matching metadata[0]=tier',
        'all-matching? metadata[0]=CRM',
        'all-matching? metadata[0]=acme',
        'all-matching? metadata[0]=constructor',
        'every-key metadata[0]=crm&metadata[1]=tier',
        'every-key metadata[0]=tier&metadata[1]=crm',
      ]);
    });

    it('prefers keys of which most rows have only the first ones', () => {
      const maps = [{ a: '1', b: '1', c: '1' }, { a: '1', b: '1' }, { a: '1', b: '1' }, { a: '1' }];
      const several = list(maps).filter((one) => one.startsWith('every-key'));
      expect(several).toEqual([
        // Four rows have the first key of these, and one has both.
        'every-key metadata[0]=a&metadata[1]=c',
        'every-key metadata[0]=b&metadata[1]=c',
        'every-key metadata[0]=a&metadata[1]=b&metadata[2]=c',
        'every-key metadata[0]=c&metadata[1]=b&metadata[2]=a',
      ]);
    });

    it('tries keys that no row has together', () => {
      expect(list([{ a: '1' }, { b: '1' }])).toContain('every-key metadata[0]=a&metadata[1]=b');
    });

    it('takes no key of a row for a value or for another key in other letters', () => {
      const doubtful = list([{ aa: 'bb', AA: 'bb', bb: 'cc' }]).filter((one) => one.includes('?'));
      expect(doubtful).toEqual(['all-matching? metadata[0]=cc', 'all-matching? metadata[0]=constructor']);
      expect(list([{ CRM: '1' }])).toContain('all-matching? metadata[0]=crm');
    });

    it('asks for one key at a time where the parameter takes only one', () => {
      expect(list([{ a: '11', b: '1' }], { serialization: 'plain' })).toEqual([
        'all-matching metadata=a',
        'all-matching metadata=b',
        'all-matching? metadata=A',
        'all-matching? metadata=11',
        'all-matching? metadata=constructor',
      ]);
    });

    it('asks for no more than three keys alone, whatever there is', () => {
      const map = Object.fromEntries(['k', 'l', 'm', 'n', 'o'].map((key) => [key, '1']));
      expect(list([map]).filter((one) => /^all-matching [^&]+$/.test(one))).toHaveLength(3);
      const many = Object.fromEntries(Array.from('abcdefgh', (key) => [key, '1']));
      expect(list([many, { h: '1' }]).filter((one) => one.includes('=h'))).toEqual([]);
      expect(list([{}, null])).toEqual(['all-matching? metadata[0]=constructor']);
    });
  });
});
