import { describe, expect, it } from '@jest/globals';
import { formatTable } from './format-table.ts';

describe('formatTable', () => {
  it('lines up columns', () => {
    expect(
      formatTable([
        ['a', 'bb', 'c'],
        ['aaa', 'b', 'ccc'],
      ]),
    ).toEqual(['a    bb  c', 'aaa  b   ccc']);
  });

  it('takes rows of different lengths, and none', () => {
    expect(formatTable([['a', ''], ['aaa']])).toEqual(['a', 'aaa']);
    expect(formatTable([])).toEqual([]);
  });
});
