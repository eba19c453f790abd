import { describe, expect, it } from '@jest/globals';
import { createArea, createRequirement } from '../testing/create-area.ts';
import { loadContract } from '../testing/load-contract.ts';
import { selectRequirements } from './select-requirements.ts';

const contract = loadContract('devdraft');
const areas = [
  createArea(['filter.name.case', 'filter.email.case', 'walk.complete'].map((id) => createRequirement(id))),
];

function select(...only: readonly string[]): readonly string[] {
  return selectRequirements(contract, { areas, only }).map(({ id }) => id);
}

describe('selectRequirements', () => {
  it('has all of them unless told otherwise', () => {
    expect(selectRequirements(contract, { areas })).toHaveLength(3);
    expect(selectRequirements(contract).length).toBeGreaterThan(50);
  });

  it('has those that are named, in their own order', () => {
    expect(select('devdraft.walk.*', 'devdraft.filter.name.case')).toEqual(['filter.name.case', 'walk.complete']);
    expect(select('*.case')).toEqual(['filter.name.case', 'filter.email.case']);
  });

  it('refuses a name that none of them has, among others that some have', () => {
    expect(() => select('*.case', 'filter.name.case')).toThrow(
      new TypeError(
        'no requirement of devdraft has the id filter.name.case; such as devdraft.filter.name.case would be right',
      ),
    );
  });
});
