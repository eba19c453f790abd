import { describe, expect, it } from '@jest/globals';
import type { Contract } from '../../../src/contract/contract.ts';
import { fc } from '../../../src/testing/properties.ts';
import type { Condition } from '../../list/list-query.ts';
import { loadContract } from '../../testing/load-contract.ts';
import { areInverted } from './are-inverted.ts';

const numbers = loadContract('pyng');
const times = loadContract('piriod');

function conditions(contract: Contract, values: Readonly<Record<string, string>>): readonly Condition[] {
  return Object.entries(values).map(([name, value]) => {
    const filter = contract.filters.find(({ parameter }) => parameter === name);
    if (filter === undefined) throw new Error(`there is a filter ${name}`);
    return { filter, name, value };
  });
}

describe('areInverted', () => {
  it.each<[string, boolean, Contract, Readonly<Record<string, string>>]>([
    ['from below to above', false, numbers, { invitedFrom: '9', invitedTo: '10' }],
    ['from above to below', true, numbers, { invitedFrom: '10', invitedTo: '9' }],
    ['in either order of parameters', true, numbers, { invitedTo: '9', state: 'linked', invitedFrom: '10' }],
    ['from a value to itself', false, numbers, { invitedFrom: '9', invitedTo: '9' }],
    ['only one bound', false, numbers, { invitedFrom: '10', state: 'linked' }],
    ['what is no number', false, numbers, { invitedFrom: 'b', invitedTo: 'a' }],
    ['nothing', false, numbers, {}],
    [
      'times that only look inverted',
      false,
      times,
      { created__gte: '2026-01-01T02:00:00+02:00', created__lte: '2026-01-01T01:00:00Z' },
    ],
    [
      'times that are',
      true,
      times,
      { created__gte: '2026-01-01T01:00:00Z', created__lte: '2026-01-01T02:00:00+02:00' },
    ],
    ['what is no time', false, times, { created__gte: 'tomorrow', created__lte: '2026-01-01' }],
  ])('%s: %s', (_, expected, contract, values) => {
    expect(areInverted(conditions(contract, values))).toBe(expected);
  });

  it('compares bounds of one field only', () => {
    const [from, to] = conditions(numbers, { invitedFrom: '10', invitedTo: '9' });
    const [field] = to?.filter.fields ?? [];
    if (from === undefined || to === undefined || field === undefined) throw new Error('there are two bounds');
    const other = { ...to, filter: { ...to.filter, fields: [{ ...field, name: 'linkedAt', path: ['linkedAt'] }] } };
    expect([areInverted([from, to]), areInverted([from, other])]).toEqual([true, false]);
  });

  it('is so exactly when the lower bound is the greater one', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), (from, to) => {
        const both = conditions(numbers, { invitedFrom: String(from), invitedTo: String(to) });
        expect(areInverted(both)).toBe(from > to);
      }),
    );
  });
});
