import { expect, it } from '@jest/globals';
import { createDice } from '../create-dice.ts';
import { recase } from './recase.ts';

it('recase writes the same letters in upper case, lower case, and both', () => {
  const texts = Array.from({ length: 100 }, (_, seed) => recase('Content-Type', createDice(`${seed}`)));
  expect(new Set(texts.map((text) => text.toLowerCase()))).toEqual(new Set(['content-type']));
  for (const text of ['CONTENT-TYPE', 'content-type', 'Content-Type']) expect(texts).toContain(text);
  expect(new Set(texts).size).toBeGreaterThan(5);
});
