import { describe, expect, it } from '@jest/globals';
import { createSampleList } from '../testing/create-sample-list.ts';
import { holdsRow, locateRow, usualCollection } from './locate-row.ts';

describe('locateRow', () => {
  const { world } = createSampleList();

  it('looks in every collection', () => {
    expect(locateRow(world, 's1', undefined)).toBe('south pole');
  });

  it('takes the collection that is named', () => {
    expect(locateRow(world, 'both', 'north')).toBe('north');
  });

  it('refuses to choose among several', () => {
    const refusal = 'the collections north, south pole all have a row with id both; say which collection';
    expect(() => locateRow(world, 'both', undefined)).toThrow(refusal);
  });

  it('says that there is none', () => {
    expect(() => locateRow(world, 'nope', undefined)).toThrow('no collection has a row with id nope');
  });
});

describe('holdsRow', () => {
  it('tells whether any collection has a row', () => {
    const { world } = createSampleList();
    expect(['s1', 'nope'].map((id) => holdsRow(world, id))).toEqual([true, false]);
  });
});

describe('usualCollection', () => {
  it('is the first, unless another is named', () => {
    const { world } = createSampleList();
    expect([undefined, 'rivals'].map((name) => usualCollection(world, name))).toEqual(['north', 'rivals']);
  });
});
