import { describe, expect, it } from '@jest/globals';
import type { Contract, OperatorName } from '../../../src/contract/contract.ts';
import type { Item } from '../../list/answer.ts';
import { createListClient } from '../../list/create-list-client.ts';
import { EVERYTHING } from '../../list/list-query.ts';
import { loadContract } from '../../testing/load-contract.ts';
import { openMockTarget } from '../../testing/open-mock-target.ts';
import { deriveFilterRequirements } from './filter-requirements.ts';
import { listCases } from './list-cases.ts';

/** What the cases of a filter show, each once, if it had this operator. */
function shown(
  contract: Contract,
  parameter: string,
  items: readonly Item[],
  operator?: OperatorName,
): readonly string[] {
  const filter = contract.filters.find((one) => one.parameter === parameter);
  if (filter === undefined) throw new Error(`there is a filter ${parameter}`);
  const cases = listCases(contract, { ...filter, operator: operator ?? filter.operator }, items);
  return [...new Set(cases.map(({ shows }) => shows))];
}

describe('listCases', () => {
  it.each<[string, string, Item, OperatorName | undefined, readonly string[]]>([
    ['devdraft', 'status', { status: 'ACTIVE' }, undefined, ['all-matching', 'exact', 'case']],
    ['devdraft', 'status', { status: 'ACTIVE' }, 'in', ['all-matching', 'exact', 'case']],
    ['devdraft', 'name', { first_name: 'Anna' }, undefined, ['all-matching', 'partial', 'case', 'literal']],
    ['devdraft', 'name', { first_name: 'Anna' }, 'startsWith', ['all-matching', 'partial', 'case', 'literal']],
    ['wingback', 'metadata', { metadata: { a: '1', b: '2' } }, undefined, ['all-matching', 'every-key']],
    ['pyng', 'invitedFrom', { invitedAt: 5 }, undefined, ['inclusive', 'all-matching']],
    ['pyng', 'invitedTo', { invitedAt: 5 }, 'lt', ['inclusive', 'all-matching']],
  ])('%s: asks of %s, given %o and %p, for %o', (id, parameter, item, operator, expected) => {
    expect(shown(loadContract(id), parameter, [item], operator)).toEqual(expected);
  });

  it.each(['pyng', 'piriod', 'wingback', 'devdraft'])(
    'shows of %s only what there is a requirement for, and little of it',
    async (id) => {
      await using opened = await openMockTarget(id, { scenario: 'awkward' });
      const { contract, target } = opened;
      const { items } = await createListClient(contract, target).walk({ ...EVERYTHING, limit: 100 });
      const known = new Set(deriveFilterRequirements(contract).map((requirement) => requirement.id));
      for (const filter of contract.filters) {
        const cases = listCases(contract, filter, items);
        expect(cases.length).toBeLessThanOrEqual(24);
        for (const { conditions } of cases) expect(conditions.every((one) => one.filter === filter)).toBe(true);
        const ids = cases.map(({ shows, isDoubtful }) => ({ id: `filter.${filter.parameter}.${shows}`, isDoubtful }));
        expect(ids.filter((one) => !known.has(one.id) && one.isDoubtful !== true)).toEqual([]);
      }
    },
  );
});
