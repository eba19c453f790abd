import { expect, it } from '@jest/globals';
import { flattenSchema } from '../generate/flatten-schema.ts';
import { coerceValue } from './coerce-value.ts';

const date = new Date('2026-05-05T09:30:15.250Z');

it.each([
  ['12.50', { type: 'number' }, 12.5],
  ['abc', { type: 'number' }, 'abc'],
  [12, { type: 'string' }, '12'],
  [12, { type: ['string', 'integer'] }, 12],
  [date, { type: 'string', format: 'date-time' }, '2026-05-05T09:30:15Z'],
  [date, { type: 'string', format: 'date' }, '2026-05-05'],
  [date, { type: 'integer' }, date.getTime()],
  ['a long name', { type: 'string', maxLength: 6 }, 'a long'],
  ['😀😀😀', { type: 'string', maxLength: 2 }, '😀😀'],
  [12n, {}, 12],
  [{ a: undefined, b: date }, {}, { b: date.toISOString() }],
  [undefined, {}, undefined],
  [Number.NaN, {}, undefined],
  [() => 1, {}, undefined],
])('brings %p under %j to %p', (value, schema, expected) => {
  expect(coerceValue(value, flattenSchema(schema))).toEqual(expected);
});
