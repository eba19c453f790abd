import { describe, expect, it } from '@jest/globals';
import { fc } from '../../testing/properties.ts';
import { runs } from '../../testing/runs.ts';
import { writeDateTime } from './instants.ts';

describe('write date time', () => {
  it('writes any second of the years 1 to 9999 as Date does', () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }), (seconds) => {
        expect(`${writeDateTime(seconds)}.000Z`).toBe(new Date(seconds * 1000).toISOString());
      }),
      { numRuns: runs(2000) },
    );
  });

  it.each(['2000-02-29T23:59:59', '1900-03-01T00:00:00', '0001-01-01T00:00:00', '9999-12-31T23:59:59'])(
    'writes %s',
    (text) => {
      expect(writeDateTime(Date.parse(`${text}Z`) / 1000)).toBe(text);
    },
  );
});
