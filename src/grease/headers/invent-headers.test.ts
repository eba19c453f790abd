import { expect, it } from '@jest/globals';
import { createDice } from '../create-dice.ts';
import { inventHeaders } from './invent-headers.ts';

it('inventHeaders makes headers that are not there already, some of them twice', () => {
  const made = Array.from({ length: 100 }, (_, seed) => inventHeaders([['vary', 'Accept']], createDice(`${seed}`)));
  expect(made.flat().filter(([name]) => name === 'Vary')).toEqual([]);
  expect(new Set(made.map((headers) => headers.length)).size).toBeGreaterThan(3);
  const twice = made.filter((headers) => headers.filter(([name]) => name === 'Set-Cookie').length === 2);
  expect(twice).not.toEqual([]);
});
