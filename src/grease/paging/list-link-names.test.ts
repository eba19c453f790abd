import { expect, it } from '@jest/globals';
import { loadSample } from '../../mock/testing/load-contract.ts';
import { listLinkNames } from './list-link-names.ts';

it('listLinkNames gives names that are none of the contract’s own', () => {
  const { position, extras } = listLinkNames(loadSample());
  expect(new Set([...position, ...extras]).size).toBe(position.length + extras.length);
  const taken = loadSample(
    ['{ name: kind, in: query', `{ name: ${position[0]}, in: query`],
    ['kind: { field: kind', `${position[0]}: { field: kind`],
  );
  expect(listLinkNames(taken)).toEqual({ position: position.slice(1), extras });
});
