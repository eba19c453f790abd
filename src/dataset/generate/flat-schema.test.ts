import { describe, expect, it } from '@jest/globals';
import { branchOf } from '../testing/build-contract.ts';
import { flattenSchema, isImpossible, mentionedProperties } from './flat-schema.ts';

describe('flattenSchema', () => {
  it('merges the members of allOf, the own keywords last', () => {
    const flat = flattenSchema({
      allOf: [
        { type: 'object', required: ['a'], properties: { a: { type: 'string', maxLength: 9 }, b: { type: 'string' } } },
        { required: ['b'], properties: { a: { maxLength: 5 } } },
      ],
      description: 'own',
    });
    expect([...flat.required]).toEqual(['a', 'b']);
    expect(flattenSchema(flat.properties.get('a')).keywords['maxLength']).toBe(5);
    expect(flat.keywords['description']).toBe('own');
  });

  it('takes the narrower of two bounds, types and lists', () => {
    const { keywords, types } = flattenSchema({
      allOf: [
        { type: 'number', minimum: 1, maximum: 9, enum: [1, 2, 3] },
        { type: ['integer', 'null'], minimum: 2, maximum: 20, enum: [2, 3, 4] },
      ],
    });
    expect(keywords).toMatchObject({ minimum: 2, maximum: 9, enum: [2, 3] });
    expect(types).toEqual(['integer']);
  });

  it.each([
    [{ type: ['string', 'null'] }, true],
    [{ type: 'string' }, false],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, true],
    [{ enum: ['a', null] }, true],
    [{ type: ['string', 'null'], enum: ['a'] }, false],
  ])('tells whether null is allowed: %j', (schema, nullable) => {
    expect(flattenSchema(schema).nullable).toBe(nullable);
  });

  it('takes a single member of oneOf beside null for the schema itself', () => {
    const flat = flattenSchema({ oneOf: [{ type: 'null' }, { type: 'object', properties: { a: {} } }], title: 'T' });
    expect([flat.types, [...flat.properties.keys()], flat.alternatives]).toEqual([['object'], ['a'], []]);
  });

  it('tells the type from other keywords', () => {
    expect(
      [{ properties: {} }, { items: {} }, { minimum: 1 }, { pattern: 'x' }, {}].map(
        (schema) => flattenSchema(schema).types,
      ),
    ).toEqual([['object'], ['array'], ['number'], ['string'], []]);
  });

  it('reads an if that asks for one property as a dependent schema', () => {
    const then = { properties: { state: { const: 'x' } } };
    expect(flattenSchema({ if: { required: ['a'] }, then }).conditions).toEqual([
      { kind: 'dependent', property: 'a', schema: then },
    ]);
  });

  it('knows what nothing satisfies', () => {
    expect(
      [false, { allOf: [{ type: 'string' }, false] }, true, {}].map((schema) => isImpossible(flattenSchema(schema))),
    ).toEqual([true, true, false, false]);
  });
});

describe('mentioned properties', () => {
  it('collects the names of properties wherever a schema speaks of the same object', () => {
    const schema = {
      properties: { a: { properties: { inner: {} } } },
      required: ['b'],
      not: { required: ['c'] },
      anyOf: [{ required: ['d'] }, branchOf({ properties: { e: {} } }, { required: ['f'] })],
      dependentSchemas: { g: { required: ['h'] } },
      dependentRequired: { i: ['j'] },
    };
    expect([...mentionedProperties(schema)].sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']);
  });

  it('finds none in a boolean schema', () => {
    expect([...mentionedProperties(true)]).toEqual([]);
  });
});
