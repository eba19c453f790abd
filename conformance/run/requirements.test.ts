import { describe, expect, it } from '@jest/globals';
import type { Inspector } from '../check.ts';
import { createArea, createCheck, createRequirement, loadContract } from '../testing/fake-list.ts';
import { deriveRequirements, listRequirements, matchIds, selectRequirements } from './requirements.ts';

describe('list requirements', () => {
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
});

describe('select requirements', () => {
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
          'Unknown requirement filter.name.case of devdraft; did you mean devdraft.filter.email.case or devdraft.filter.name.case?',
        ),
      );
    });
  });
});

describe('matchIds', () => {
  it.each([
    ['filter.*.inclusive', 'filter.created__gte.inclusive', true],
    ['filter.*.inclusive', 'filter.a.b.inclusive', true],
    ['filter.*.inclusive', 'filter.a.exact', false],
    ['limit.*', 'limit.', true],
    ['limit.*', 'unlimited.x', false],
    ['filter.metadata__*.exact', 'filter.metadata__*.exact', true],
    ['a.b', 'aXb', false],
    ['a+b', 'a+b', true],
  ])('%s, %s: %s', (pattern, id, expected) => {
    expect(matchIds([pattern])(id)).toBe(expected);
    expect(matchIds(['nothing', pattern])(id)).toBe(expected);
  });

  it('matches nothing without patterns', () => {
    expect(matchIds([])('a')).toBe(false);
  });
});
