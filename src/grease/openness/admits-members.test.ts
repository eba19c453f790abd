import { describe, expect, it } from '@jest/globals';
import { admitsMembers, listNames } from './admits-members.ts';

const ITEM = { type: 'object', properties: { id: { type: 'string' } } };

describe('admitsMembers', () => {
  it.each([
    [{}, true],
    [ITEM, true],
    [{ type: ['object', 'null'] }, true],
    [{ ...ITEM, additionalProperties: true }, true],
    [{ allOf: [ITEM, { required: ['id'] }], if: { additionalProperties: false }, else: {} }, true],
    [{ type: 'array' }, false],
    [{ ...ITEM, additionalProperties: false }, false],
    [{ ...ITEM, additionalProperties: { type: 'string' } }, false],
    [{ ...ITEM, unevaluatedProperties: false }, false],
    [{ ...ITEM, patternProperties: { '^x': {} } }, false],
    [{ ...ITEM, maxProperties: 4 }, false],
    [{ allOf: [ITEM, { additionalProperties: false }] }, false],
    [{ oneOf: [ITEM, { type: 'string' }] }, false],
    [{ ...ITEM, else: { propertyNames: { maxLength: 3 } } }, false],
    [{ const: {} }, false],
  ])('of %j', (schema, expected) => {
    expect(admitsMembers(schema)).toBe(expected);
  });
});

describe('listNames', () => {
  it('lists the names of members in all parts of a schema', () => {
    const more = { anyOf: [{ properties: { a: {} } }, true], else: { properties: { b: {} } } };
    expect(listNames({ ...ITEM, allOf: [more] })).toEqual(['id', 'a', 'b']);
  });
});
