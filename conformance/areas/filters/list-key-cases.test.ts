import { describe, expect, it } from '@jest/globals';
import type { Filter, Json } from '../../../src/contract/contract.ts';
import { loadContract } from '../../testing/load-contract.ts';
import { listKeyCases } from './list-key-cases.ts';

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
