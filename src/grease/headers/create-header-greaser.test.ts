import { describe, expect, it } from '@jest/globals';
import type { Headers } from '../../mock/message.ts';
import { createDice } from '../create-dice.ts';
import type { GreaseName } from '../grease.ts';
import { createHeaderGreaser } from './create-header-greaser.ts';

const headers: Headers = [
  ['Content-Type', 'application/json'],
  ['Retry-After', '3'],
];

function greaseOften(...names: readonly GreaseName[]): readonly Headers[] {
  const grease = createHeaderGreaser(new Set(names));
  return Array.from({ length: 50 }, (_, seed) => grease(headers, createDice(`${seed}`)));
}

const lower = (found: Headers): Headers => found.map(([name, value]) => [name.toLowerCase(), value]);

describe('createHeaderGreaser', () => {
  it('changes nothing unless it is to', () => {
    for (const found of greaseOften()) expect(found).toEqual(headers);
  });

  it('changes case and order of names, and no value', () => {
    const all = greaseOften('header-case');
    for (const found of all) expect([...lower(found)].sort()).toEqual(lower(headers));
    expect(new Set(all.map((found) => JSON.stringify(found))).size).toBeGreaterThan(20);
  });

  it('changes the media type, and no other value', () => {
    const all = greaseOften('media-type');
    for (const found of all) expect(found[1]).toEqual(['Retry-After', '3']);
    expect(new Set(all.map(([type]) => type?.[1])).size).toBeGreaterThan(10);
  });

  it('adds headers behind those that are there', () => {
    for (const found of greaseOften('more-headers')) expect(found.slice(0, 2)).toEqual(headers);
    expect(greaseOften('more-headers').some((found) => found.length > 5)).toBe(true);
  });
});
