import { describe, expect, it } from '@jest/globals';
import { readTarget } from './read-target.ts';

describe('readTarget', () => {
  it.each([
    ['/a/b?c=1', '/a/b', 'c=1'],
    ['/a', '/a', ''],
    ['/a?', '/a', ''],
    ['/a?b?c', '/a', 'b?c'],
    ['//evil.example/x', '//evil.example/x', ''],
    ['http://other:80/a/b?c', '/a/b', 'c'],
    ['HTTPS://other', '/', ''],
    ['http://other?x', '/', 'x'],
    ['*', '*', ''],
    ['', '', ''],
    ['/%zz?%', '/%zz', '%'],
  ])('splits %p', (url, path, query) => {
    expect(readTarget(url)).toEqual({ path, query });
  });
});
