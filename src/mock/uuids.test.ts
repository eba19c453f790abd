import { describe, expect, it } from '@jest/globals';
import { codePoint, fc } from '../testing/properties.ts';
import { createUuidSequence } from './uuids.ts';

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

function take(seed: string, count: number): readonly string[] {
  const next = createUuidSequence(seed);
  return Array.from({ length: count }, () => next());
}

describe('createUuidSequence', () => {
  it('gives UUIDs of version 4 that are all different', () => {
    const uuids = take('seed', 20_000);
    expect(uuids.filter((uuid) => !UUID_V4.test(uuid))).toEqual([]);
    expect(new Set(uuids).size).toBe(uuids.length);
  });

  it('is the same for the same seed and another for another', () => {
    fc.assert(
      fc.property(fc.string({ unit: codePoint }), fc.string({ unit: codePoint }), (one, other) => {
        expect(take(one, 3)).toEqual(take(one, 3));
        if (one !== other) expect(take(one, 3)).not.toEqual(take(other, 3));
      }),
    );
  });

  it('keeps sequences of one seed apart from each other', () => {
    const first = createUuidSequence('seed');
    const second = createUuidSequence('seed');
    first();
    expect([second(), second()]).toEqual(take('seed', 2));
  });

  it('spreads its bits: no digit but those of the version and the variant stays the same', () => {
    const uuids = take('', 500);
    const constant = [...(uuids[0] ?? '')].flatMap((digit, at) => {
      return digit !== '-' && uuids.every((uuid) => uuid[at] === digit) ? [at] : [];
    });
    expect(constant).toEqual([14]);
  });
});
