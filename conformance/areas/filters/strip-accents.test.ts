import { describe, expect, it } from '@jest/globals';
import { loadContract } from '../../testing/load-contract.ts';
import { stripAccents } from './strip-accents.ts';

const [filter] = loadContract('piriod').filters.filter(({ parameter }) => parameter === 'name');

function strip(...names: readonly string[]): readonly string[] {
  if (filter === undefined) throw new Error('the contract filters by name');
  return stripAccents(
    filter,
    names.map((name) => ({ name })),
  );
}

describe('stripAccents', () => {
  it('takes the accents from the first value that has some, however they are written', () => {
    expect(strip('Plain', 'Café Zoë', 'José')).toEqual(['Cafe Zoe']);
    expect(strip('Café')).toEqual(['Cafe']);
  });

  it('gives nothing where no value has any that can be taken away', () => {
    expect(strip('Plain', '北京', '')).toEqual([]);
    expect(strip('Øre')).toEqual([]);
  });
});
