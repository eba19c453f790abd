import { describe, expect, it } from '@jest/globals';
import { fc } from '../../testing/properties.ts';
import { createAjv } from '../json-schema.ts';
import {
  additionalOf,
  allowsNull,
  boundsOf,
  defaultOf,
  isClosed,
  itemsOf,
  propertiesOf,
  propertyPresence,
  requiredOf,
  requiredOfObject,
  typesOf,
  valuesOf,
  withoutNull,
} from './schema-branches.ts';
import { isImpossible, mergeAllOf } from './schema-merge.ts';

const TEXT = { type: 'string' };
const NULL = { type: 'null' };
const CONDITION = JSON.parse('{"if":{"required":["a"]},"then":{"properties":{"b":{"type":"string"}}}}') as object;
/** What a discriminated union of two kinds looks like. */
const PET = { type: 'object', required: ['id', 'kind'], properties: { id: TEXT, kind: TEXT } };
const CAT = { allOf: [PET, { required: ['claws'], properties: { claws: { type: 'integer' }, name: TEXT } }] };
const DOG = { allOf: [PET, { properties: { kind: { const: 'dog' }, name: { type: ['string', 'null'] } } }] };

describe('mergeAllOf', () => {
  it('takes the tighter bounds, what enums share, and all that is required', () => {
    const schema = {
      allOf: [
        { type: ['integer', 'null'], minimum: 1, maximum: 9, required: ['a'], enum: [1, 2, null] },
        { type: 'number', minimum: 0, exclusiveMaximum: 8, required: ['b'] },
      ],
      enum: [2, 3],
    };
    expect(mergeAllOf(schema)).toEqual({
      type: ['integer'],
      minimum: 1,
      maximum: 9,
      exclusiveMaximum: 8,
      required: ['a', 'b'],
      enum: [2],
    });
  });

  it('refuses what a closed member refuses', () => {
    const schema = {
      allOf: [
        { properties: { a: TEXT }, additionalProperties: false },
        { properties: { b: TEXT }, required: ['b'] },
      ],
    };
    expect(propertiesOf(schema)).toEqual({ a: TEXT });
    expect(isClosed(schema)).toBe(true);
  });

  it('keeps what no single keyword can say', () => {
    const schema = {
      allOf: [{ pattern: '^a' }, { anyOf: [{ minLength: 2 }] }],
      pattern: 'z$',
      anyOf: [{ maxLength: 9 }],
    };
    const merged = mergeAllOf(schema);
    expect(mergeAllOf(merged)).toBe(merged);
    const validate = createAjv().compile(merged);
    expect(['az', 'a', 'z', 'abcdefghiz'].map((text) => validate(text))).toEqual([true, false, false, false]);
  });

  it('gives the same object for the same schema, one that contains itself too', () => {
    const node: Record<string, unknown> = { allOf: [{ properties: { name: TEXT } }] };
    (node['allOf'] as unknown[]).push({ properties: { child: node } });
    expect(mergeAllOf(node)).toBe(mergeAllOf(node));
    expect(propertiesOf(propertiesOf(node)['child'])).toEqual(propertiesOf(node));
    const loop: Record<string, unknown> = { type: 'string' };
    loop['allOf'] = [loop];
    expect(mergeAllOf(loop)).toEqual(TEXT);
  });

  it('knows what nothing satisfies', () => {
    expect(isImpossible(mergeAllOf({ allOf: [{ type: 'string' }, { type: 'integer' }] }))).toBe(true);
    expect(isImpossible(mergeAllOf({ allOf: [{ enum: ['a'] }, { enum: ['b'] }] }))).toBe(true);
    expect(isImpossible(mergeAllOf(false))).toBe(true);
    expect(isImpossible(mergeAllOf({ allOf: [{ minimum: 1 }, {}] }))).toBe(false);
  });

  it('judges as the schema itself does', () => {
    const names = fc.constantFrom('a', 'b', 'c');
    const leaf = fc.oneof(
      fc.constantFrom<object>(
        { type: 'string' },
        { type: ['integer', 'null'] },
        { enum: [1, 'x', null] },
        { const: 1 },
      ),
      fc.record(
        { minimum: fc.integer({ min: 0, max: 5 }), maximum: fc.integer({ min: 0, max: 5 }) },
        { requiredKeys: [] },
      ),
    );
    const part = fc.record(
      {
        type: fc.constantFrom('object', ['object', 'null']),
        properties: fc.dictionary(names, leaf, { noNullPrototype: true }),
        required: fc.uniqueArray(names),
        additionalProperties: fc.constantFrom<unknown>(true, false, { type: 'string' }),
        anyOf: fc.array(fc.record({ required: fc.uniqueArray(names) }), { minLength: 1, maxLength: 2 }),
      },
      { requiredKeys: [] },
    );
    const value = fc.oneof(
      fc.constantFrom<unknown>(null, 'x'),
      fc.dictionary(names, fc.constantFrom<unknown>(1, 4, 'x', null), { noNullPrototype: true }),
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 3 }), part, fc.array(value), (parts, own, values) => {
        const schema = { ...own, allOf: parts };
        const [plain, merged] = [schema, mergeAllOf(schema)].map((one) => createAjv().compile(one));
        for (const one of values) expect([one, merged?.(one)]).toEqual([one, plain?.(one)]);
      }),
    );
  });
});

describe('propertiesOf', () => {
  it('looks into every branch, and says what the branches say', () => {
    const properties = propertiesOf({ oneOf: [CAT, DOG] });
    expect(Object.keys(properties)).toEqual(['id', 'kind', 'claws', 'name']);
    expect(typesOf(properties['name'])).toEqual(['string', 'null']);
    expect(properties['id']).toBe(TEXT);
  });

  it('looks past null, into conditions, and into branches beside properties of its own', () => {
    expect(Object.keys(propertiesOf({ anyOf: [PET, NULL] }))).toEqual(['id', 'kind']);
    expect(propertiesOf({ properties: { a: TEXT }, ...CONDITION })).toEqual({
      a: TEXT,
      b: TEXT,
    });
    expect(
      propertiesOf({ properties: { a: TEXT }, oneOf: [{ properties: { a: { maxLength: 2 }, b: TEXT } }] }),
    ).toEqual({
      a: { ...TEXT, maxLength: 2 },
      b: TEXT,
    });
  });

  it('ends where a branch leads back to the schema', () => {
    const schema: Record<string, unknown> = { properties: { a: TEXT } };
    schema['anyOf'] = [schema, { properties: { b: TEXT } }];
    expect(propertiesOf(schema)).toEqual({ a: TEXT, b: TEXT });
    expect(typesOf(schema)).toEqual([]);
    expect(requiredOf(schema)).toEqual([]);
    expect(allowsNull(schema)).toBe(true);
  });

  it('tells in which branches a property is', () => {
    const schema = { oneOf: [CAT, DOG] };
    expect(['id', 'name', 'claws', 'wings'].map((name) => propertyPresence(schema, name))).toEqual([
      'every',
      'every',
      'some',
      'none',
    ]);
    expect(requiredOf(schema)).toEqual(['id', 'kind']);
  });
});

describe('requiredOfObject', () => {
  it('is what all forms that are objects require', () => {
    const long = { type: 'object', required: ['value', 'relation'] };
    const short = { type: 'object', required: ['value'] };
    expect(requiredOfObject({ oneOf: [long, { type: 'integer' }] })).toEqual(['value', 'relation']);
    expect(requiredOfObject({ anyOf: [long, short], required: ['own'] })).toEqual(['own', 'value']);
    expect(requiredOfObject({ oneOf: [{ type: 'integer' }] })).toEqual([]);
  });
});

describe('typesOf', () => {
  it.each([
    [{ type: ['integer', 'null'] }, ['integer', 'null']],
    [{ anyOf: [{ type: 'integer', maximum: 50 }, NULL] }, ['integer', 'null']],
    [{ type: ['string', 'integer'], oneOf: [{ type: 'number' }, { type: 'boolean' }] }, ['integer']],
    [{ enum: ['a', 1, 1.5, null] }, ['string', 'integer', 'number', 'null']],
    [{ const: [1] }, ['array']],
    [{ anyOf: [{ type: 'integer' }, {}] }, []],
    [{ allOf: [{ anyOf: [TEXT, NULL] }, { anyOf: [TEXT, { type: 'object' }] }] }, ['string']],
    [{}, []],
    [true, []],
  ])('of %j', (schema, types) => {
    expect(typesOf(schema)).toEqual(types);
  });
});

describe('null', () => {
  it.each([
    [{ type: ['string', 'null'] }, true],
    [{ type: ['string', 'null'], enum: ['a'] }, false],
    [{ anyOf: [TEXT, NULL] }, true],
    [{ allOf: [{ anyOf: [TEXT, NULL] }, { anyOf: [TEXT, { minLength: 1, type: 'string' }] }] }, false],
    [{ const: null }, true],
    [{}, true],
    [false, false],
  ])('is allowed by %j: %s', (schema, expected) => {
    expect(allowsNull(schema)).toBe(expected);
  });

  it('is taken away, and what is left is in one piece where it can be', () => {
    const size = { anyOf: [{ type: 'integer', exclusiveMaximum: 51, default: 10 }, NULL], title: 'Size' };
    expect(withoutNull(size)).toEqual({ type: 'integer', exclusiveMaximum: 51, default: 10, title: 'Size' });
    expect(withoutNull(size)).toBe(withoutNull(size));
    expect(withoutNull({ type: ['string', 'null'], enum: ['a', null] })).toEqual({ type: 'string', enum: ['a'] });
    expect(withoutNull({ oneOf: [TEXT, { type: 'integer' }, NULL] })).toEqual({ oneOf: [TEXT, { type: 'integer' }] });
  });
});

describe('what parameters are read by', () => {
  it.each([
    [
      { type: 'integer', minimum: 1, exclusiveMaximum: 51 },
      { minimum: 1, maximum: 50 },
    ],
    [{ type: 'integer', maximum: 60, exclusiveMaximum: 50.5 }, { maximum: 50 }],
    [{ type: 'number', exclusiveMaximum: 51 }, { maximum: 51 }],
    [{ anyOf: [{ type: 'integer', minimum: 1, maximum: 50 }, NULL] }, { minimum: 1, maximum: 50 }],
    [
      { oneOf: [{ type: 'integer', maximum: 50 }, { type: 'integer', maximum: 70 }, { type: 'string' }] },
      { maximum: 70 },
    ],
    [{ type: 'integer', maximum: 80, anyOf: [{ maximum: 90 }, { maximum: 20 }] }, { maximum: 80 }],
    [{ type: 'string' }, {}],
  ])('the bounds of %j', (schema, bounds) => {
    expect(boundsOf(schema)).toEqual(bounds);
  });

  it('the values, the default, the elements, the other properties', () => {
    expect(valuesOf({ anyOf: [{ enum: ['a', 'b'] }, { const: 'c' }, NULL] })).toEqual(['a', 'b', 'c']);
    expect(valuesOf({ anyOf: [{ enum: ['a'] }, TEXT] })).toBeUndefined();
    expect(defaultOf({ anyOf: [{ type: 'integer', default: 7 }, NULL] })).toBe(7);
    expect(itemsOf({ anyOf: [{ type: 'array', items: TEXT }, NULL] })).toBe(TEXT);
    expect(itemsOf({ prefixItems: [TEXT, { type: 'integer' }], items: false })).toEqual({
      anyOf: [TEXT, { type: 'integer' }],
    });
    expect(itemsOf(TEXT)).toBeUndefined();
    expect(additionalOf({ anyOf: [{ additionalProperties: TEXT }, NULL] })).toBe(TEXT);
    expect(additionalOf({ additionalProperties: false })).toBeUndefined();
    expect(isClosed({ oneOf: [{ additionalProperties: false }, {}] })).toBe(false);
  });
});
