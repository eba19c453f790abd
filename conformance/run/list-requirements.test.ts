import { describe, expect, it } from '@jest/globals';
import type { Inspector } from '../check.ts';
import { createArea, createCheck, createRequirement } from '../testing/create-area.ts';
import { loadContract } from '../testing/load-contract.ts';
import { deriveRequirements, listRequirements } from './list-requirements.ts';

const contract = loadContract('devdraft');
const run = async (): Promise<void> => {};

describe('deriveRequirements', () => {
  it('has those of every area, in their order', () => {
    const areas = [createArea([createRequirement('b')]), createArea([createRequirement('a')])];
    expect(deriveRequirements(contract, areas).map(({ id }) => id)).toEqual(['b', 'a']);
  });

  it('does not let two share an id', () => {
    const areas = [createArea([createRequirement('a')]), createArea([createRequirement('a')])];
    expect(() => deriveRequirements(contract, areas)).toThrow('two requirements of devdraft have the id a');
  });
});

describe('listRequirements', () => {
  it('names the checks and inspectors that can decide each, and why none can', () => {
    const inspector: Inspector = { id: 'probe.look', title: 'looks', verifies: ['*'], prepare: () => () => {} };
    const requirements = [
      createRequirement('a', { level: 'may', source: 'Paging' }),
      createRequirement('b', { unverifiable: 'it takes a year' }),
    ];
    const checks = [createCheck('a', run), createCheck('b', run, { appliesTo: () => false })];
    expect(listRequirements(contract, [createArea(requirements, checks, [inspector])])).toEqual([
      {
        id: 'devdraft.a',
        title: 'MAY do a',
        level: 'may',
        area: 'probe',
        source: 'Paging',
        checks: ['probe.look', 'probe.a'],
      },
      {
        id: 'devdraft.b',
        title: 'MUST do b',
        level: 'must',
        area: 'probe',
        unverifiable: 'it takes a year',
        checks: ['probe.look'],
      },
    ]);
  });
});
