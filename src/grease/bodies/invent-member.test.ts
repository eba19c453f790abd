import { describe, expect, it } from '@jest/globals';
import { createDice } from '../create-dice.ts';
import { inventName, inventValue } from './invent-member.ts';

const seeds = Array.from({ length: 300 }, (_, seed) => createDice(`${seed}`));

describe('inventName', () => {
  it('makes many names, of which some are no identifiers', () => {
    const names = seeds.map(inventName);
    expect(new Set(names).size).toBeGreaterThan(100);
    expect(names.some((name) => /^[a-z]\w+$/i.test(name)) && names.some((name) => /[ .-]/.test(name))).toBe(true);
  });
});

describe('inventValue', () => {
  it('makes values of every type', () => {
    const values = seeds.map((dice) => inventValue(dice));
    const types = values.map((value) => (value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value));
    expect(new Set(types)).toEqual(new Set(['null', 'list', 'object', 'string', 'number', 'boolean']));
    expect(JSON.parse(JSON.stringify(values))).toEqual(values);
  });
});
