import { describe, expect, it } from '@jest/globals';
import { describeSchema } from './describe-schema.ts';

describe('describeSchema', () => {
  it.each([
    [{ type: 'string' }, 'a string'],
    [{ type: 'integer' }, 'an integer'],
    [{ type: ['string', 'null'], format: 'uuid' }, 'a string or null (uuid)'],
    [{ type: 'object' }, 'an object'],
    [{}, 'a value of its schema'],
    [{ enum: ['a', 'b'] }, 'a value of its schema, one of a, b'],
    [{ type: 'string', pattern: '^x', maxLength: 3 }, 'a string (like ^x, at most 3 characters)'],
    [
      { type: 'string', allOf: [{ type: 'string', enum: [1, null] }, { format: 'date' }] },
      'a string, one of 1, null (date)',
    ],
  ])('%j: %s', (schema, expected) => {
    expect(describeSchema(schema)).toBe(expected);
  });
});
