import { describe, expect, it } from '@jest/globals';
import type { JsonSchema } from '../../contract/contract.ts';
import { fc } from '../../testing/properties.ts';
import { runs } from '../../testing/runs.ts';
import { complaintOf, rowsOf, sourceOf, valuesOf } from '../testing/make-values.ts';
import { NOW } from '../testing/rich-contract.ts';

const HOUR = 3_600_000;
const instant = (options: object): JsonSchema => ({ type: 'integer', 'x-faker': { 'row.instant': options } });
const later = (options: object, type: string | readonly string[] = 'integer'): JsonSchema => ({
  type,
  'x-faker': { 'row.after': options },
});

describe('row.instant', () => {
  it('lies on an exact grid without jitter', () => {
    expect(valuesOf(instant({ every: 'PT1H', jitter: 'PT0S' })).slice(0, 3)).toEqual([NOW, NOW - HOUR, NOW - 2 * HOUR]);
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
    expect(valuesOf({ ...schema, 'x-faker': { 'row.instant': { every: 'P1D', jitter: 'PT0S', ...options } } })[0]).toBe(
      expected,
    );
  });

  it.each([
    [{}, 'every is required: the time between rows'],
    [{ every: '6h' }, 'every must be an ISO 8601 duration such as PT6H or P7D, not "6h"'],
    [{ every: '-PT6H' }, 'every must be an ISO 8601 duration'],
    [{ every: 'PT1H', jitter: 'PT2H' }, 'jitter must not exceed every'],
    [{ every: 'PT0S' }, 'every must be at least one unit of precision'],
    [{ every: 'PT1H', before: 'yesterday' }, 'before must be an instant or an ISO 8601 duration'],
    [{ every: 'PT1H', as: 'iso' }, 'as must be one of unix-ms, date-time, date'],
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
