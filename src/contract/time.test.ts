import { describe, expect, it } from '@jest/globals';
import { fc } from '../testing/properties.ts';
import { parseDuration, parseInstant } from './time.ts';

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
