import { describe, expect, it } from '@jest/globals';
import { fc } from '../../src/testing/properties.ts';
import { toPlainJson } from './plain-json.ts';

describe('toPlainJson', () => {
  it('leaves JSON as it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.stringify(toPlainJson(value))).toBe(JSON.stringify(value));
      }),
    );
  });

  it.each([
    [undefined, null],
    [12n, '12'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [new Set(['a', 1]), ['a', 1]],
    [new Map([['a', new Set([1])]]), { a: [1] }],
    [new Date('2026-01-02T03:04:05Z'), '2026-01-02T03:04:05.000Z'],
    [new Date(Number.NaN), 'Invalid Date'],
    [new Error('no'), 'no'],
    [{ a: undefined, b: () => 1, c: 1 }, { c: 1 }],
  ])('has a form for %p', (value, json) => {
    expect(toPlainJson(value)).toEqual(json);
  });

  it('survives values within themselves, bottomless ones and ones that throw', () => {
    const circular: Record<string, unknown> = {};
    circular['self'] = [circular];
    let deep: unknown = 1;
    for (let depth = 0; depth < 100_000; depth += 1) deep = [deep];
    const hostile = {
      get trap(): string {
        throw new Error('no');
      },
    };
    expect(toPlainJson(circular)).toEqual({ self: ['[circular]'] });
    expect(JSON.stringify(toPlainJson(deep))).toMatch(/^\[{100}"\[nested too deep\]"\]{100}$/);
    expect(toPlainJson([hostile])).toEqual(['[unreadable]']);
  });

  it('keeps keys that JavaScript treats in a special way', () => {
    const value = JSON.parse('{"__proto__": {"a": 1}}');
    expect(JSON.stringify(toPlainJson(value))).toBe('{"__proto__":{"a":1}}');
  });
});
