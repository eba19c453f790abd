import { describe, expect, it } from '@jest/globals';
import { loadContract } from '../../testing/mock-target.ts';
import { countsPositions, startOf } from './positions.ts';

describe('countsPositions', () => {
  it.each([
    ['piriod', true],
    ['devdraft', true],
    ['pyng', false],
    ['wingback', false],
  ])('of %s: %s', (id, expected) => {
    expect(countsPositions(loadContract(id))).toBe(expected);
  });
});

describe('startOf', () => {
  it.each([
    ['number', 1, 20, 0],
    ['number', 4, 20, 60],
    ['offset', 0, 20, 0],
    ['offset', 7, 20, 7],
  ] as const)('of pages by %s, at %i in pages of %i, is row %i', (style, value, limit, expected) => {
    expect(startOf({ style }, value, limit)).toBe(expected);
  });
});
