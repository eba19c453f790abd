import { describe, expect, it } from '@jest/globals';
import { readPointer } from './json-pointer.ts';

describe('readPointer', () => {
  const body = { errors: [{ code: 'a' }], total: 0, next: null };

  it.each([
    [[], body],
    [['errors', '0', 'code'], 'a'],
    [['total'], 0],
    [['next'], null],
    [['next', 'more'], undefined],
    [['errors', '1'], undefined],
    [['total', 'x'], undefined],
  ])('%j', (pointer, value) => {
    expect(readPointer(body, pointer)).toEqual(value);
  });
});
