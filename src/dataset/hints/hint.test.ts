import { expect, it } from '@jest/globals';
import { parseHint } from './hint.ts';

it.each([
  ['company.name', 'company.name', []],
  [{ 'finance.amount': [10, 20] }, 'finance.amount', [10, 20]],
  [{ 'number.int': { max: 3 } }, 'number.int', [{ max: 3 }]],
  [{ 'helpers.arrayElement': [['a', 'b']] }, 'helpers.arrayElement', [['a', 'b']]],
  [{ 'row.uuid': null }, 'row.uuid', []],
  [{ const: null }, 'const', [null]],
  [{ const: [1] }, 'const', [[1]]],
])('reads %j', (written, name, parameters) => {
  expect(parseHint(written)).toMatchObject({ name, arguments: parameters });
});

it.each([[7], [null], [[]], [{}], [{ 'a.b': 1, 'c.d': 2 }], [undefined]])('refuses %j', (written) => {
  expect(parseHint(written)).toHaveProperty('problem');
});
