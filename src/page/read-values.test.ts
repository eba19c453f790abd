import { describe, expect, it } from '@jest/globals';
import { parseQuery } from './parse-query.ts';
import { readValues } from './read-values.ts';

describe('readValues', () => {
  it.each([
    ['b=1', 'first', 'value', []],
    ['a=1', 'first', 'value', ['1']],
    ['a=1&a=2', 'first', 'value', ['1']],
    ['a=1&a=2', 'last', 'value', ['2']],
    ['a=1&b=0&a=2', 'reject', 'value', ['1', '2']],
    ['a=', 'last', 'value', ['']],
    ['a=', 'last', 'ignore', []],
    ['a=', 'reject', 'ignore', []],
    ['a=1&a=', 'last', 'ignore', []],
    ['a=&a=1', 'last', 'ignore', ['1']],
  ] as const)('of %j counts (repeated: %s, empty: %s) %j', (raw, repeated, empty, values) => {
    expect(readValues(parseQuery(raw), 'a', { repeated, empty })).toEqual(values);
  });
});
