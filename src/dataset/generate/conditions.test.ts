import { describe, expect, it } from '@jest/globals';
import type { JsonSchema } from '../../contract/contract.ts';
import { fc } from '../../testing/properties.ts';
import { checkRow } from '../row-check.ts';
import { branchOf, buildContract, itemWith } from '../testing/build-contract.ts';
import { rowsOf, sourceFor } from '../testing/make-values.ts';

const properties = {
  state: { type: 'string', enum: ['a', 'b', 'c'] },
  flag: { type: 'boolean' },
  p: { type: 'integer', minimum: 0, maximum: 9 },
  q: { type: 'string' },
};

const isA = { properties: { state: { const: 'a' } } };

/** Rows under these conditions; all are checked against the schema. */
function rowsUnder(rest: JsonSchema): readonly Readonly<Record<string, unknown>>[] {
  const contract = buildContract({ item: itemWith(properties, rest) });
  const rows = rowsOf(sourceFor(contract));
  for (const row of rows) expect(checkRow(contract, row)).toEqual([]);
  return rows;
}

describe('conditions of an object', () => {
  it('leave out a property where its dependent schema does not hold', () => {
    const rows = rowsUnder({ dependentSchemas: { p: { properties: { state: { const: 'a' } }, required: ['state'] } } });
    for (const row of rows) expect('p' in row).toBe(row['state'] === 'a');
  });

  it('leave out a property where one that it requires ', () => {
    const rows = rowsUnder({
      dependentSchemas: { p: { properties: { state: { const: 'a' } } } },
      dependentRequired: { q: ['p'] },
    });
    for (const row of rows) expect('q' in row).toBe(row['state'] === 'a');
  });

  it('look at several properties together', () => {
    const rows = rowsUnder({
      dependentSchemas: { p: { properties: { state: { enum: ['a', 'b'] }, flag: { const: true } } } },
    });
    for (const row of rows) expect('p' in row).toBe(row['flag'] === true && row['state'] !== 'c');
  });

  it.each([
    [{ properties: { p: false } }],
    [{ not: { required: ['p'] } }],
    [{ not: { anyOf: [{ required: ['p'] }, { required: ['other'] }] } }],
    [{ allOf: [{ properties: { p: false } }] }],
  ])('leave out a property that a then forbids: %j', (then) => {
    const rows = rowsUnder(branchOf(isA, then));
    for (const row of rows) expect('p' in row).toBe(row['state'] !== 'a');
  });

  it('leave out a property that an else forbids', () => {
    const rows = rowsUnder(branchOf(isA, undefined, { properties: { p: false, q: false } }));
    for (const row of rows) expect(['p' in row, 'q' in row]).toEqual([row['state'] === 'a', row['state'] === 'a']);
  });

  it('give a property other values where a then narrows it', () => {
    const narrow = { properties: { p: { minimum: 7 }, q: { const: 'narrow' } }, required: ['p'] };
    const rows = rowsUnder(branchOf(isA, narrow, { properties: { p: { maximum: 2 } } }));
    for (const row of rows) expect(Number(row['p']) >= 7).toBe(row['state'] === 'a');
  });

  it('hold in members of allOf too', () => {
    const rows = rowsUnder({
      allOf: [
        branchOf(isA, { properties: { p: false } }),
        branchOf({ properties: { state: { const: 'b' } } }, { properties: { q: false } }),
      ],
    });
    for (const row of rows) expect(['p' in row, 'q' in row]).toEqual([row['state'] !== 'a', row['state'] !== 'b']);
  });

  it('hold for any seed', () => {
    const contract = buildContract({
      item: itemWith(properties, {
        dependentSchemas: { q: { properties: { p: { minimum: 5 } }, required: ['p'] } },
        ...branchOf({ properties: { flag: { const: true } }, required: ['flag'] }, { not: { required: ['p'] } }),
      }),
    });
    fc.assert(
      fc.property(fc.string(), fc.nat(100_000), (seed, index) => {
        expect(checkRow(contract, sourceFor(contract, { seed, size: 100_001 }).row(index))).toEqual([]);
      }),
    );
  });

  it('say so when they go round in a circle', () => {
    const item = itemWith(properties, {
      dependentSchemas: { p: { properties: { q: { const: 'x' } } }, q: { properties: { p: { const: 1 } } } },
    });
    expect(() => sourceFor(buildContract({ item }))).toThrow('circular fields: p -> q -> p');
  });
});
