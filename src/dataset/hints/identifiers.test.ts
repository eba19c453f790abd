import { describe, expect, it } from '@jest/globals';
import type { JsonSchema } from '../../contract/contract.ts';
import { fc } from '../../testing/properties.ts';
import { runs } from '../../testing/runs.ts';
import { buildContract, buildField, itemWith } from '../testing/build-contract.ts';
import { complaintOf, rowsOf, sourceFor, sourceOf, valuesOf } from '../testing/make-values.ts';
import { NOW } from '../testing/rich-contract.ts';

describe('row identities', () => {
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
});

describe('row times', () => {
  const HOUR = 3_600_000;
  const instant = (options: object): JsonSchema => ({ type: 'integer', 'x-faker': { 'row.instant': options } });
  const later = (options: object, type: string | readonly string[] = 'integer'): JsonSchema => ({
    type,
    'x-faker': { 'row.after': options },
  });

  describe('row.instant', () => {
    it('lies on an exact grid without jitter', () => {
      expect(valuesOf(instant({ every: 'PT1H', jitter: 'PT0S' })).slice(0, 3)).toEqual([
        NOW,
        NOW - HOUR,
        NOW - 2 * HOUR,
      ]);
    });

    it('descends strictly, each within its step, for any seed', () => {
      fc.assert(
        fc.property(fc.integer(), fc.nat(1000), fc.constantFrom('PT1H', 'PT59M', 'PT0S'), (seed, start, jitter) => {
          const source = sourceOf({ x: instant({ every: 'PT1H', jitter }) }, { seed, size: 1100 });
          const times = Array.from({ length: 50 }, (_, index) => Number(source.row(start + index)['x']));
          for (const [index, time] of times.entries()) {
            const late = NOW - (start + index) * HOUR;
            expect(time).toBeLessThanOrEqual(late);
            expect(time).toBeGreaterThan(late - HOUR);
          }
        }),
        { numRuns: runs(30) },
      );
    });

    it('begins where it is told to', () => {
      const [first] = valuesOf(instant({ every: 'PT1H', jitter: 'PT0S', before: 'P1D' }));
      const [second] = valuesOf(instant({ every: 'PT1H', jitter: 'PT0S', before: '2026-01-01T00:00:00Z' }));
      expect([first, second]).toEqual([NOW - 24 * HOUR, Date.UTC(2026, 0, 1)]);
    });

    it('begins anew with each source', () => {
      const later = sourceOf({ x: instant({ every: 'PT1H', jitter: 'PT0S' }) }, { firstIndex: 40 });
      expect(later.row(0)['x']).toBe(NOW);
    });

    it.each([
      [{ type: 'string', format: 'date-time' }, {}, '2026-05-05T09:30:00Z'],
      [{ type: 'string', format: 'date-time' }, { precision: 'milliseconds' }, '2026-05-05T09:30:00.000Z'],
      [{ type: 'string', format: 'date-time' }, { precision: 'microseconds' }, '2026-05-05T09:30:00.000000Z'],
      [{ type: 'string', format: 'date' }, {}, '2026-05-05'],
      [{ type: 'string' }, { as: 'date' }, '2026-05-05'],
      [{ type: 'integer' }, {}, NOW],
    ])('is written as the schema wants it: %j %j', (schema, options, expected) => {
      expect(
        valuesOf({ ...schema, 'x-faker': { 'row.instant': { every: 'P1D', jitter: 'PT0S', ...options } } })[0],
      ).toBe(expected);
    });

    it.each([
      [{}, 'every is required: the time between rows'],
      [{ every: '6h' }, 'every must be an ISO 8601 duration such as PT6H or P7D, not "6h"'],
      [{ every: '-PT6H' }, 'every must be an ISO 8601 duration'],
      [{ every: 'PT1H', jitter: 'PT2H' }, 'jitter must not exceed every'],
      [{ every: 'PT0S' }, 'every must be at least one unit of precision'],
      [{ every: 'PT1H', before: 'yesterday' }, 'before must be an instant or an ISO 8601 duration'],
      [{ every: 'PT1H', as: 'iso' }, 'as must be one of unix, unix-ms, date-time, date'],
      [{ every: 'P9999D' }, 'every is too long: the last of 100 rows would be before the year 1'],
    ])('is refused with a reason: %j', (options, reason) => {
      expect(complaintOf(instant(options))).toContain(reason);
    });
  });

  describe('row.after', () => {
    const base = { at: instant({ every: 'PT1H' }) };
    const pairs = (schema: JsonSchema): readonly (readonly [number, number])[] =>
      rowsOf(sourceOf({ ...base, x: schema })).map((row) => [Number(row['at']), Number(row['x'])]);

    it('adds exactly what it says, into the future if need be', () => {
      for (const [at, then] of pairs(later({ field: 'at', exactly: 'P7D' }))) expect(then - at).toBe(7 * 24 * HOUR);
    });

    it('adds up to what it says, but not past now', () => {
      const found = pairs(later({ field: 'at', within: 'P1D' }));
      for (const [at, then] of found) {
        expect(then).toBeGreaterThanOrEqual(at);
        expect(then).toBeLessThanOrEqual(Math.min(NOW, at + 24 * HOUR));
      }
      expect(new Set(found.map(([at, then]) => then - at)).size).toBeGreaterThan(90);
    });

    it('is null or absent where the other field is', () => {
      const other = {
        at: {
          type: ['integer', 'null'],
          'x-faker': { 'row.maybe': { chance: 0.5, of: { 'row.instant': { every: 'PT1H' } } } },
        },
      };
      for (const [type, missing] of [
        [['integer', 'null'], null],
        ['integer', undefined],
      ] as const) {
        const rows = rowsOf(sourceOf({ ...other, x: later({ field: 'at', within: 'P1D' }, type) }));
        expect(rows.filter((row) => row['at'] === null).length).toBeGreaterThan(20);
        for (const row of rows) expect(row['x'] === missing).toBe(row['at'] === null);
      }
    });

    it('reads times in any notation', () => {
      const text = { at: { type: 'string', enum: ['2026-05-05T11:30:00+02:00'] } };
      expect(valuesOf(later({ field: 'at', exactly: 'PT1H' }), text)[0]).toBe(NOW + HOUR);
    });

    it.each([
      [{ field: 'at' }, 'must have either exactly or within'],
      [{ field: 'at', exactly: 'P1D', within: 'P1D' }, 'must have either exactly or within'],
      [{ exactly: 'P1D' }, 'field must be the path of another field'],
      [{ field: 'ta', exactly: 'P1D' }, 'unknown field ta; did you mean at'],
      [{ field: 'x', exactly: 'P1D' }, 'circular fields: x -> x'],
    ])('is refused with a reason: %j', (options, reason) => {
      expect(complaintOf(later(options), base)).toContain(reason);
    });
  });
});
