import { describe, expect, it } from '@jest/globals';
import { isJson } from './is-json.ts';

describe('isJson', () => {
  it.each([
    ['application/json;charset=UTF-8', '', true],
    ['application/problem+json', '{', true],
    ['text/html', '{}', false],
    [undefined, ' [1', true],
    [undefined, '<html>', false],
  ])('of %s', (contentType, body, expected) => {
    expect(isJson(contentType, body)).toBe(expected);
  });
});
