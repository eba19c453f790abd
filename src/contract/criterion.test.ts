import { describe, expect, it } from '@jest/globals';
import { fc, grapheme } from '../testing/properties.ts';
import type { Field, ValueKind } from './contract.ts';
import { createPredicate, foldCase } from './criterion.ts';
import { type Comparable, compareComparables, readField, toComparable } from './field-values.ts';
import { parseDuration, parseInstant } from './time.ts';

describe('criterion', () => {
  function field(kind: ValueKind): Field {
    return { name: 'f', path: ['f'], kind, schema: {} };
  }

  describe('createPredicate', () => {
    it('compares text exactly, or without regard to case', () => {
      const exact = createPredicate({ operator: 'equals', operand: 'Ana', ignoreCase: false }, field('string'));
      const folded = createPredicate({ operator: 'equals', operand: 'ana', ignoreCase: true }, field('string'));
      expect([exact('Ana'), exact('ana'), folded('ANA'), folded('Anna'), folded(null)]).toEqual([
        true,
        false,
        true,
        false,
        false,
      ]);
    });

    it('finds a part of text literally', () => {
      const percent = createPredicate({ operator: 'contains', operand: '%', ignoreCase: true }, field('string'));
      expect([percent('100%'), percent('100')]).toEqual([true, false]);
    });

    it('has inclusive and exclusive bounds', () => {
      const holds = (['gt', 'gte', 'lt', 'lte'] as const).map((operator) => {
        const predicate = createPredicate({ operator, operand: 5, ignoreCase: false }, field('number'));
        return [4, 5, 6].map((value) => predicate(value));
      });
      expect(holds).toEqual([
        [false, false, true],
        [false, true, true],
        [true, false, false],
        [true, true, false],
      ]);
    });

    it('compares instants however they are spelled', () => {
      const predicate = createPredicate(
        { operator: 'equals', operand: Date.UTC(2026, 0, 1), ignoreCase: false },
        field('instant'),
      );
      expect([predicate('2026-01-01T02:00:00+02:00'), predicate('2026-01-01'), predicate('2026-01-02')]).toEqual([
        true,
        true,
        false,
      ]);
    });

    it('compares what is written as text with values of a map', () => {
      const predicate = createPredicate({ operator: 'equals', operand: '3', ignoreCase: false }, field('string'));
      expect([predicate(3), predicate('3'), predicate([3]), predicate({})]).toEqual([true, true, false, false]);
    });

    it('knows the keys of a map, and only its own', () => {
      const has = (key: string): boolean =>
        createPredicate({ operator: 'hasKey', operand: key, ignoreCase: false }, field('string'))({ plan: null });
      expect([has('plan'), has('toString'), has('constructor')]).toEqual([true, false, false]);
    });

    it('matches any of a list, and a beginning', () => {
      const any = createPredicate({ operator: 'in', operand: ['a', 'b'], ignoreCase: false }, field('string'));
      const start = createPredicate({ operator: 'startsWith', operand: 'AB', ignoreCase: true }, field('string'));
      expect([any('a'), any('c'), start('abc'), start('xab')]).toEqual([true, false, true, false]);
    });

    it('finds any text in itself, in whatever case', () => {
      const text = fc.string({ unit: grapheme });
      fc.assert(
        fc.property(text, text, text, (before, part, after) => {
          const predicate = createPredicate(
            { operator: 'contains', operand: part.toLowerCase(), ignoreCase: true },
            field('string'),
          );
          expect(predicate(before + part + after)).toBe(true);
        }),
      );
    });
  });

  describe('foldCase', () => {
    it('does not depend on what stands beside a letter', () => {
      expect(foldCase('ΣΑΣ')).toBe(foldCase('σας'));
      expect(foldCase('ΟΣΑ')).toContain(foldCase('ΟΣ'));
    });

    it('keeps apart what only looks alike in upper case', () => {
      expect(foldCase('straße')).not.toBe(foldCase('STRASSE'));
      expect(foldCase('ırmak')).not.toBe(foldCase('IRMAK'));
    });
  });
});

describe('field values', () => {
  describe('readField', () => {
    const item = {
      name: 'a',
      country: { id: 'CL' },
      tags: ['x', 'y'],
      none: null,
      contracts: [{ plan: 'p' }, {}, { plan: 'q' }],
      emails: { main: 'm', billing: 'b' },
    };

    it('tells the key * from every key', () => {
      expect(readField({ '*': 1, a: 2 }, ['~*'])).toEqual([1]);
    });

    it.each([
      ['name', ['a']],
      ['country/id', ['CL']],
      ['tags', ['x', 'y']],
      ['tags/*', ['x', 'y']],
      ['none', [null]],
      ['contracts/*/plan', ['p', 'q']],
      ['emails/*', ['m', 'b']],
      ['absent', []],
      ['name/length', []],
      ['country/toString', []],
      ['emails', [{ main: 'm', billing: 'b' }]],
    ])('reads %s', (path, values) => {
      expect(readField(item, path.split('/'))).toEqual(values);
    });
  });

  describe('comparable', () => {
    const comparables: fc.Arbitrary<Comparable> = fc.oneof(fc.string(), fc.constant(null));

    describe('toComparable', () => {
      it('brings every spelling of an instant to one number', () => {
        expect(toComparable('2026-01-31T09:00:00-03:00', 'instant')).toBe(
          toComparable('2026-01-31T12:00:00.000Z', 'instant'),
        );
      });

      it('makes null of what is not of the kind', () => {
        expect([
          toComparable('x', 'number'),
          toComparable(1, 'string'),
          toComparable(null, 'string'),
          toComparable('x', 'instant'),
        ]).toEqual([null, null, null, null]);
      });

      it('orders false before true', () => {
        expect([toComparable(false, 'boolean'), toComparable(true, 'boolean')]).toEqual([0, 1]);
      });
    });

    describe('compareComparables', () => {
      it('puts null last', () => {
        expect([null, 'b', 'a'].sort(compareComparables)).toEqual(['a', 'b', null]);
      });

      it('is a total order', () => {
        fc.assert(
          fc.property(comparables, comparables, comparables, (a, b, c) => {
            expect(Math.sign(compareComparables(a, b))).toBe(-Math.sign(compareComparables(b, a)) + 0);
            if (compareComparables(a, b) <= 0 && compareComparables(b, c) <= 0)
              expect(compareComparables(a, c)).toBeLessThanOrEqual(0);
            expect(compareComparables(a, b) === 0).toBe(a === b);
          }),
        );
      });
    });
  });
});

describe('time', () => {
  describe('parse instant', () => {
    const NOON = Date.UTC(2026, 0, 31, 12);

    describe('parseInstant', () => {
      it.each([
        ['2026-01-31T12:00:00Z', NOON],
        ['2026-01-31T12:00:00', NOON],
        ['2026-01-31 12:00:00', NOON],
        ['2026-01-31T12:00Z', NOON],
        ['2026-01-31T09:00:00-03:00', NOON],
        ['2026-01-31T12:00:00.000+0000', NOON],
        ['2026-01-31t12:00:00z', NOON],
        ['2026-01-31T12:00:00.5Z', NOON + 500],
        ['2026-01-31T11:59:59.999999Z', NOON - 0.001],
        ['2026-01-31', Date.UTC(2026, 0, 31)],
        ['0001-01-01T00:00:00Z', -62135596800000],
      ])('reads %s', (text, instant) => {
        expect(parseInstant(text)).toBeCloseTo(instant, 6);
      });

      it.each([
        '',
        'notadate',
        '2026-01',
        '2026-02-30T00:00:00Z',
        '2026-13-01',
        '2026-01-31T24:00:00Z',
        '2026-01-31T12:60:00Z',
        '2026-01-31T00:00:00 00:00',
        '2026-01-31T12:00:00+25:00',
        ' 2026-01-31',
        '20260131',
        '1769860800000',
      ])('does not read %s', (text) => {
        expect(parseInstant(text)).toBeUndefined();
      });

      it('holds incomplete texts against the policy', () => {
        const strict = { withoutZone: 'reject', withoutTime: 'reject' } as const;
        expect(parseInstant('2026-01-31', strict)).toBeUndefined();
        expect(parseInstant('2026-01-31T12:00:00', strict)).toBeUndefined();
        expect(parseInstant('2026-01-31T12:00:00Z', strict)).toBe(NOON);
      });

      it('is the inverse of toISOString', () => {
        const dates = fc.date({
          min: new Date('0001-01-01T00:00:00Z'),
          max: new Date('9999-12-31T23:59:59Z'),
          noInvalidDate: true,
        });
        fc.assert(fc.property(dates, (date) => parseInstant(date.toISOString()) === date.getTime()));
      });
    });
  });

  describe('parseDuration', () => {
    it.each([
      ['P7D', 604_800_000],
      ['PT24H', 86_400_000],
      ['P1DT1H1M1.5S', 90_061_500],
      ['PT0S', 0],
      ['P2W', 1_209_600_000],
      ['-PT1S', -1000],
    ])('reads %s', (text, milliseconds) => {
      expect(parseDuration(text)).toBe(milliseconds);
    });

    it.each(['', 'P', 'PT', '7D', 'P1H', 'PT1D', 'P1Y'])('does not read %s', (text) => {
      expect(parseDuration(text)).toBeUndefined();
    });
  });
});
