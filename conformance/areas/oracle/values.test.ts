import { describe, expect, it } from '@jest/globals';
import { isSameValue } from './values.ts';

describe('isSameValue', () => {
  it.each<[unknown, unknown]>([
    ['Ana', 'Ana'],
    ['Ana   ', 'Ana'],
    [null, null],
    [1, true],
    ['f', false],
    ['10.50', 10.5],
    [10.5, '10.50'],
    ['10.50', '10.5'],
    [0.1 + 0.2, 0.3],
    ['A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
    ['2026-01-31 12:00:00.123456+00', '2026-01-31T12:00:00.123Z'],
    ['2026-01-31 12:00:00', '2026-01-31T12:00:00.987Z'],
    // A database that writes local times does not say so.
    ['2026-01-31 17:30:00', '2026-01-31T12:00:00Z'],
    ['{"a": 1, "b": 2}', { a: 1 }],
    [
      ['b', 'a'],
      ['a', 'b'],
    ],
  ])('%j is %j', (expected, received) => {
    expect(isSameValue(expected, received)).toBe(true);
  });

  it.each<[unknown, unknown]>([
    ['Ana', 'ana'],
    [null, 'Ana'],
    ['Ana', null],
    [0, true],
    [10, 11],
    ['2026-01-31T12:00:00Z', '2026-01-31T13:00:00Z'],
    ['2026-01-31 12:00:00', '2026-01-31T12:07:00Z'],
    [{ a: 1 }, { a: 2 }],
    [['a'], ['a', 'b']],
    [
      ['a', 'b'],
      ['a', 'c'],
    ],
  ])('%j is not %j', (expected, received) => {
    expect(isSameValue(expected, received)).toBe(false);
  });

  it.each<[unknown, unknown]>([
    ['', null],
    [2, 'ACTIVE'],
    ['yes', true],
    ['2026-01-31T12:00:00Z', 1_769_860_800_000],
    ['no JSON', { a: 1 }],
    [true, 'Y'],
  ])('%j may be %j', (expected, received) => {
    expect(isSameValue(expected, received)).toBeUndefined();
  });
});
