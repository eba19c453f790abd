import { describe, expect, it } from '@jest/globals';
import { readField } from './read-field.ts';

describe('readField', () => {
  const item = {
    name: 'a',
    country: { id: 'CL' },
    tags: ['x', 'y'],
    none: null,
    contracts: [{ plan: 'p' }, {}, { plan: 'q' }],
    emails: { main: 'm', billing: 'b' },
  };

  it('tells the key * from every key', () => {
    expect(readField({ '*': 1, a: 2 }, ['~*'])).toEqual([1]);
  });

  it.each([
    ['name', ['a']],
    ['country/id', ['CL']],
    ['tags', ['x', 'y']],
    ['tags/*', ['x', 'y']],
    ['none', [null]],
    ['contracts/*/plan', ['p', 'q']],
    ['emails/*', ['m', 'b']],
    ['absent', []],
    ['name/length', []],
    ['country/toString', []],
    ['emails', [{ main: 'm', billing: 'b' }]],
  ])('reads %s', (path, values) => {
    expect(readField(item, path.split('/'))).toEqual(values);
  });
});
