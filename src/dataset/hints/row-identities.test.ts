import { describe, expect, it } from '@jest/globals';
import { fc } from '../../testing/properties.ts';
import { runs } from '../../testing/runs.ts';
import { buildContract, buildField, itemWith } from '../testing/build-contract.ts';
import { complaintOf, rowsOf, sourceFor, valuesOf } from '../testing/make-values.ts';

const many = fc.uniqueArray(fc.integer({ min: 0, max: 999_999 }), { minLength: 50, maxLength: 50 });

/** Values of the identity in rows of a million. */
function identitiesOf(hint: unknown, indexes: readonly number[]): readonly unknown[] {
  const contract = buildContract({ item: itemWith({ id: { type: 'string', 'x-faker': hint } }) });
  const source = sourceFor(contract, { size: 1_000_000 });
  return indexes.map((index) => source.row(index)['id']);
}

describe.each([
  'row.number',
  'row.uuid',
  'row.token',
  { 'row.token': { length: 8 } },
  { 'row.text': 'a{#}@b.example' },
])('%j', (hint) => {
  it('gives every row another value', () => {
    fc.assert(
      fc.property(many, (indexes) => {
        expect(new Set(identitiesOf(hint, indexes)).size).toBe(indexes.length);
      }),
      { numRuns: runs(20) },
    );
  });
});

it.each([
  ['row.token', 1_000_000, true],
  ['row.number', 999_999, true],
  ['row.number', 1_000_000, false],
  ['row.uuid', 1_000_000, false],
])('%s says rightly whether its texts ascend in %d rows', (hint, size, ascends) => {
  const contract = buildContract({ item: itemWith({ id: { type: 'string', 'x-faker': hint } }) });
  const source = sourceFor(contract, { size });
  const column = source.column(buildField('id'));
  expect(column.kind === 'values' && column.ascends === true).toBe(ascends);
  const indexes = [0, 1, 9, 10, 99_998, 99_999, size - 2, size - 1];
  const texts = indexes.map((index) => String(source.row(index)['id']));
  expect(texts.every((text, at) => at === 0 || (texts[at - 1] as string) < text)).toBe(ascends);
});

it.each(['row.number', 'row.uuid', 'row.token'])('%s tells the elements of arrays apart, in all rows', (name) => {
  const inner = { type: 'array', minItems: 2, items: { type: 'string', 'x-faker': name } };
  const values = valuesOf({ type: 'array', minItems: 2, items: inner }).flat(2);
  expect(values.length).toBeGreaterThan(400);
  expect(new Set(values).size).toBe(values.length);
});

describe('row.number', () => {
  it('counts with prefix, width and start', () => {
    expect(
      valuesOf({ type: 'string', 'x-faker': { 'row.number': { prefix: 'C-', width: 4, from: 17 } } }).slice(0, 2),
    ).toEqual(['C-0017', 'C-0018']);
    expect(valuesOf({ type: 'string', 'x-faker': 'row.number' })[0]).toBe('000001');
  });

  it('gives numbers where the schema wants them', () => {
    expect(valuesOf({ type: 'integer', 'x-faker': { 'row.number': { from: 5 } } }).slice(0, 2)).toEqual([5, 6]);
  });
});

describe('row.uuid', () => {
  it('has the form of version 4, after the prefix', () => {
    for (const value of valuesOf({ type: 'string', 'x-faker': { 'row.uuid': { prefix: 'Cust_' } } })) {
      expect(value).toMatch(/^Cust_[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });

  it('differs between two fields of a row', () => {
    const [row] = rowsOf(
      sourceFor(buildContract({ item: itemWith({ other: { type: 'string', 'x-faker': 'row.uuid' } }) })),
    );
    expect(row?.['other']).not.toBe(row?.['id']);
  });
});

describe('row.token', () => {
  it('has the length that is asked for, in the letters of Crockford', () => {
    for (const length of [8, 13, 26]) {
      const [value] = valuesOf({ type: 'string', 'x-faker': { 'row.token': { prefix: 'cus_', length } } });
      expect(value).toMatch(new RegExp(`^cus_[0-9A-HJKMNP-TV-Z]{${length}}$`));
    }
  });

  it('ascends', () => {
    fc.assert(
      fc.property(many, (indexes) => {
        const sorted = indexes.toSorted((a, b) => a - b);
        const tokens = identitiesOf({ 'row.token': { prefix: 'x' } }, sorted) as string[];
        expect(tokens.toSorted()).toEqual(tokens);
      }),
      { numRuns: runs(20) },
    );
  });

  it('looks like an id of our time', () => {
    expect(identitiesOf('row.token', [0, 999_999])).toEqual([
      expect.stringMatching(/^01/),
      expect.stringMatching(/^01/),
    ]);
  });
});

it.each([
  [{ 'row.number': { widht: 4 } }, 'unknown option widht; did you mean width?'],
  [{ 'row.number': { width: 'x' } }, 'width must be an integer, not "x"'],
  [{ 'row.number': { prefix: 1 } }, 'prefix must be a text'],
  [{ 'row.number': 'C-' }, 'must be an object with prefix, width, from'],
  [{ 'row.token': { length: 3 } }, 'length must be 8 to 26, not 3'],
  [{ 'row.uuid': [{}, {}] }, 'must be an object with prefix'],
])('%j is refused with a reason', (hint, reason) => {
  expect(complaintOf({ type: 'string', 'x-faker': hint })).toContain(reason);
});

it.each([
  ['row.pick', { from: ['a', 'b'] }],
  ['row.maybe', { chance: 1, of: 'row.uuid' }],
  ['const', 'a'],
])('%s is no identity', (name, options) => {
  const contract = buildContract({
    item: itemWith({ id: { type: ['string', 'null'], 'x-faker': { [name]: options } } }),
  });
  expect(() => sourceFor(contract)).toThrow('the identity must be unique in every row');
});
