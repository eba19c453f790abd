import { describe, expect, it } from '@jest/globals';
import { parseInstant } from '../../../src/contract/time.ts';
import { fc } from '../../../src/testing/properties.ts';
import { loadContract } from '../../testing/mock-target.ts';
import { respellInstant, shiftValue, stripAccents } from './values.ts';

describe('shiftValue', () => {
  it.each([
    ['7', 'number', 1, '8'],
    ['-1', 'number', 1, '0'],
    ['9007199254740993', 'number', 1, '9007199254740994'],
    ['1.5', 'number', 1, undefined],
    ['2026-01-01T00:00:00Z', 'instant', -1, '2025-12-31T23:59:59Z'],
    ['2026-01-01T00:00:00.000Z', 'instant', 1, '2026-01-01T00:00:00.001Z'],
    ['2026-01-01T00:00:00.123456Z', 'instant', -1, '2026-01-01T00:00:00.123455Z'],
    ['2026-01-01T02:00:00.9+02:00', 'instant', 1, '2026-01-01T00:00:01.0Z'],
    ['1969-12-31T23:59:59.5Z', 'instant', -1, '1969-12-31T23:59:59.4Z'],
    ['1970-01-01T00:00:00.000Z', 'instant', -1, '1969-12-31T23:59:59.999Z'],
    ['yesterday', 'instant', 1, undefined],
    ['open', 'string', 1, undefined],
    ['true', 'boolean', 1, undefined],
  ] as const)('%s as %s, %i steps: %s', (text, kind, steps, expected) => {
    expect(shiftValue(text, kind, steps)).toBe(expected);
  });

  it('leads there and back again, and moves by one of the last digit', () => {
    const ms = fc.integer({ min: Date.UTC(1900, 0), max: Date.UTC(2100, 0) });
    fc.assert(
      fc.property(ms, fc.integer({ min: 1, max: 1000 }), (at, steps) => {
        const text = new Date(at).toISOString();
        const later = shiftValue(text, 'instant', steps) ?? '';
        expect(parseInstant(later)).toBeCloseTo(at + steps, 6);
        expect(shiftValue(later, 'instant', -steps)).toBe(text);
      }),
    );
    fc.assert(
      fc.property(fc.bigInt(), fc.integer(), (value, steps) => {
        expect(shiftValue(String(value), 'number', steps)).toBe(String(value + BigInt(steps)));
      }),
    );
  });
});

describe('respellInstant', () => {
  it('spells a time with more digits and in other zones', () => {
    expect(respellInstant('2026-03-01T10:00:00Z')).toEqual([
      '2026-03-01T10:00:00.000Z',
      '2026-03-01T15:30:00+05:30',
      '2026-03-01T04:30:00-05:30',
    ]);
    expect(respellInstant('2026-03-01T10:00:00.250Z')).toContain('2026-03-01T10:00:00.250000Z');
    expect(respellInstant('soon')).toEqual([]);
  });

  it('means the same time in every spelling, and never repeats the given one', () => {
    const ms = fc.integer({ min: Date.UTC(1900, 0), max: Date.UTC(2100, 0) });
    const digits = fc.integer({ min: 0, max: 6 });
    fc.assert(
      fc.property(ms, digits, fc.constantFrom('Z', '+02:00', '-05:30'), (at, count, zone) => {
        const whole = new Date(at).toISOString().slice(0, 19);
        const text = `${whole}${count === 0 ? '' : `.${'123456'.slice(0, count)}`}${zone}`;
        const spellings = respellInstant(text);
        expect(spellings).not.toContain(text);
        expect(spellings.length).toBeGreaterThanOrEqual(2);
        for (const spelling of spellings) expect(parseInstant(spelling)).toBeCloseTo(parseInstant(text) ?? 0, 3);
      }),
    );
  });
});

describe('strip accents', () => {
  const [filter] = loadContract('piriod').filters.filter(({ parameter }) => parameter === 'name');

  function strip(...names: readonly string[]): readonly string[] {
    if (filter === undefined) throw new Error('the contract filters by name');
    return stripAccents(
      filter,
      names.map((name) => ({ name })),
    );
  }

  describe('stripAccents', () => {
    it('takes the accents from the first value that has some, however they are written', () => {
      expect(strip('Plain', 'Café Zoë', 'José')).toEqual(['Cafe Zoe']);
      expect(strip('Café')).toEqual(['Cafe']);
    });

    it('gives nothing where no value has any that can be taken away', () => {
      expect(strip('Plain', '北京', '')).toEqual([]);
      expect(strip('Øre')).toEqual([]);
    });
  });
});
