import { expect, it } from '@jest/globals';
import { loadSample } from '../../mock/testing/load-contract.ts';
import { admitsErrorMembers } from './admits-error-members.ts';

it('admitsErrorMembers goes by schemas, and knows maps from parameters to messages', () => {
  const contract = loadSample();
  expect([404, 418].map((status) => admitsErrorMembers(contract, status))).toEqual([true, true]);
  const closed = loadSample([
    '{ type: object, required: [error],',
    '{ additionalProperties: false, required: [error],',
  ]);
  expect(admitsErrorMembers(closed, 404)).toBe(false);
  const [[condition, answer] = []] = [...contract.errors];
  if (condition === undefined || answer === undefined) throw new Error('the small contract has an error');
  const listed = (as: 'map' | 'list', ...at: string[]): boolean => {
    const violations = { in: at, as, per: 'parameter' } as const;
    return admitsErrorMembers(
      { ...contract, errors: new Map([[condition, { ...answer, violations }]]) },
      answer.status,
    );
  };
  expect([listed('map'), listed('map', 'error'), listed('list')]).toEqual([false, true, true]);
});
