import { describe, expect, it } from '@jest/globals';
import type { Contract } from '../../contract/contract.ts';
import type { MockResponse } from '../../mock/message.ts';
import { loadSample } from '../../mock/testing/load-contract.ts';
import { readBody } from '../../mock/testing/read-body.ts';
import { createDice } from '../create-dice.ts';
import type { GreaseName } from '../grease.ts';
import { createBodyGreaser } from './create-body-greaser.ts';

const contract = loadSample(['active: { type: boolean }', 'active: { type: string, x-extensible-enum: [yes, no] }']);
const THINGS = [
  { id: 'a', kind: 'a', active: 'yes' },
  { id: 'b', kind: 'b', active: 'no' },
];
const PAGE = { things: THINGS, count: 2, next: null };

interface Answer {
  readonly things: readonly (typeof THINGS)[number][];
}

function greaseOften(
  status: number,
  body: unknown,
  names: readonly GreaseName[],
  of: Contract = contract,
): readonly string[] {
  const response: MockResponse = { status, headers: [], body: JSON.stringify(body) };
  return Array.from({ length: 60 }, (_, seed) => {
    return createBodyGreaser(of, `${seed}`, new Set(names))(response, createDice(`${seed}`)).body;
  });
}

const read = (body: string): Answer => readBody({ body }) as Answer;
const countMembers = (value: object): number => Object.keys(value).length;

describe('createBodyGreaser', () => {
  it('changes nothing unless it is to', () => {
    expect(new Set(greaseOften(200, PAGE, []))).toEqual(new Set([JSON.stringify(PAGE)]));
    expect(new Set(greaseOften(404, { error: 'none' }, ['item-fields']))).toEqual(new Set(['{"error":"none"}']));
  });

  it('adds fields to items alone', () => {
    const bodies = greaseOften(200, PAGE, ['item-fields']).map(read);
    for (const body of bodies) {
      expect(body).toMatchObject(PAGE);
      expect(countMembers(body)).toBe(3);
    }
    expect(bodies.some(({ things }) => things.some((thing) => countMembers(thing) > 4))).toBe(true);
  });

  it('adds members around the items alone', () => {
    const bodies = greaseOften(200, PAGE, ['envelope-fields']).map(read);
    for (const body of bodies) expect(body).toMatchObject(PAGE);
    for (const { things } of bodies) expect(things).toEqual(THINGS);
    expect(bodies.some((body) => countMembers(body) > 4)).toBe(true);
  });

  it('adds members to errors, where they are none of somebody’s parameters', () => {
    const bodies = greaseOften(404, { error: 'none' }, ['error-fields']).map(read);
    for (const body of bodies) expect(body).toMatchObject({ error: 'none' });
    expect(bodies.some((body) => countMembers(body) > 2)).toBe(true);
    const closed = loadSample([
      '{ type: object, required: [error],',
      '{ additionalProperties: false, required: [error],',
    ]);
    expect(new Set(greaseOften(404, { error: 'none' }, ['error-fields'], closed))).toEqual(
      new Set(['{"error":"none"}']),
    );
    expect(new Set(greaseOften(404, ['none'], ['error-fields']))).toEqual(new Set(['["none"]']));
  });

  it('shows strange values where the set is open alone', () => {
    const things = greaseOften(200, PAGE, ['enum-values']).flatMap((body) => read(body).things);
    expect(things.some(({ active }) => /unheard/i.test(active))).toBe(true);
    expect(new Set(things.map(({ id, kind }) => id + kind))).toEqual(new Set(['aa', 'bb']));
  });

  it('spells bodies in other ways, and leaves what is no JSON', () => {
    const bodies = greaseOften(200, PAGE, ['json-spelling']);
    for (const body of bodies) expect(read(body)).toEqual(PAGE);
    expect(new Set(bodies).size).toBeGreaterThan(40);
    const response: MockResponse = { status: 301, headers: [], body: '' };
    expect(createBodyGreaser(contract, '1', new Set(['json-spelling']))(response, createDice('1'))).toEqual(response);
  });
});
