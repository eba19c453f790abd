import { describe, expect, it } from '@jest/globals';
import { createDice } from '../create-dice.ts';
import { addMembers } from './add-members.ts';
import { inventName } from './invent-member.ts';

const object = { id: 'a', name: 'b' };

describe('addMembers', () => {
  it('adds members at any place, and changes none', () => {
    const results = Array.from({ length: 100 }, (_, seed) => addMembers(object, {}, createDice(`${seed}`)));
    for (const result of results) expect(result).toMatchObject(object);
    const places = results.map((result) => Object.keys(result).indexOf('id'));
    expect(new Set(places).size).toBeGreaterThan(2);
    expect(results.some((result) => Object.keys(result).length === 2)).toBe(true);
  });

  it('adds none of a name that the schema has, in whatever case and spelling', () => {
    const dice = createDice('names');
    const names = Array.from({ length: 50_000 }, () => inventName(dice));
    const shouted = [...new Set(names)].map((name) => name.toUpperCase().replaceAll('_', '-'));
    const schema = { allOf: [{ properties: Object.fromEntries(shouted.map((name) => [name, {}])) }] };
    for (let seed = 0; seed < 100; seed += 1) {
      expect(addMembers(object, schema, createDice(`other ${seed}`))).toEqual(object);
    }
  });
});
