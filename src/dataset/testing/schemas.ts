import type { JsonSchema } from '../../contract/contract.ts';
import { fc } from '../../testing/properties.ts';

const names = fc.constantFrom('a', 'b', 'c', 'kind', 'created_at', 'email', 'id', 'x-1', 'constructor', 'price');

const numbers: fc.Arbitrary<JsonSchema> = fc.oneof(
  fc.record({ type: fc.constantFrom('integer', 'number'), minimum: fc.integer({ min: -1000, max: 1000 }) }),
  fc
    .tuple(
      fc.constantFrom(0.01, 0.05, 0.1, 0.25, 1, 3, 2.5),
      fc.integer({ min: -50, max: 50 }),
      fc.integer({ min: 1, max: 90 }),
    )
    .map(([multipleOf, minimum, span]) => ({
      type: 'number',
      multipleOf,
      exclusiveMinimum: minimum,
      maximum: minimum + span,
    })),
  fc.constantFrom<JsonSchema>(
    { type: 'integer', format: 'int32' },
    { type: 'integer', format: 'int64', minimum: 1 },
    { type: 'number', format: 'float' },
    { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 0.001 },
    { type: 'integer', multipleOf: 0.4, minimum: 1 },
    { type: 'number', maximum: -1e9 },
    { type: 'integer', not: { enum: [1, 2, 3] }, minimum: 1, maximum: 5 },
  ),
);

/** All formats that ajv-formats knows, some of OpenAPI's, and one that nobody knows. */
export const formats: readonly string[] = [
  ...[
    'date-time',
    'date',
    'time',
    'iso-time',
    'iso-date-time',
    'duration',
    'email',
    'hostname',
    'ipv4',
    'ipv6',
    'regex',
    'uuid',
  ],
  ...[
    'uri',
    'url',
    'uri-reference',
    'uri-template',
    'json-pointer',
    'relative-json-pointer',
    'json-pointer-uri-fragment',
  ],
  ...['byte', 'binary', 'password', 'decimal', 'int32', 'double', 'idn-email', 'iri', 'idn-hostname', 'iso-week'],
];

/** Patterns as documents have them. */
export const patterns: readonly string[] = [
  '^\\d{4}$',
  '^[A-Z]{2}\\d{4}$',
  '^\\w+$',
  '^https\\:\\/\\/[a-z]+$',
  '^(?!0+$)\\d{6}$',
  '^(?=.*[A-Z])(?=.*\\d)[A-Za-z\\d]{8,}$',
  '^(\\w{3})-\\1$',
  '^\\p{Lu}\\p{L}+$',
  '[A-Z]{3}',
  '^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$',
  '^(?:cus|sub|inv)_[A-Za-z0-9]{8,14}$',
  '^[a-z0-9]+(?:-[a-z0-9]+)*$',
  '^\\+[1-9]\\d{1,14}$',
  '^$|^[a-f0-9]{2}(:[a-f0-9]{2}){5}$',
  '(?<=\\$)\\d+',
  '\\d+(?=%)',
  '^\\S+$',
  '.',
];

const texts: fc.Arbitrary<JsonSchema> = fc.oneof(
  fc.constantFrom(...formats).map((format) => ({ type: 'string', format })),
  fc.constantFrom(...patterns).map((pattern) => ({ type: 'string', pattern })),
  fc
    .tuple(fc.nat(60), fc.nat(30))
    .map(([minLength, more]) => ({ type: 'string', minLength, maxLength: minLength + more })),
  fc
    .tuple(
      fc.constantFrom('email', 'uri', 'hostname', 'json-pointer', 'byte', 'regex'),
      fc.integer({ min: 12, max: 40 }),
    )
    .map(([format, minLength]) => ({ type: 'string', format, minLength, maxLength: minLength + 8 })),
  fc.constantFrom<JsonSchema>(
    { type: 'string', pattern: '^[a-z]+$', minLength: 20, maxLength: 22 },
    { type: 'string', allOf: [{ pattern: '^[a-z]' }, { pattern: '[0-9]$' }] },
    { type: 'string', not: { pattern: '^a' } },
    { type: 'string', enum: ['one', 'two', 'three'], maxLength: 3 },
    { type: 'string', format: 'date-time', pattern: 'Z$' },
    { type: 'string', format: 'uuid', maxLength: 36 },
    { type: 'string', example: 'cus_Nff7a2', maxLength: 12 },
  ),
);

const leaves: fc.Arbitrary<JsonSchema> = fc.oneof(
  numbers,
  texts,
  fc.constantFrom<JsonSchema>(
    { type: 'boolean' },
    {},
    { type: ['string', 'null'] },
    { const: { deep: [1] } },
    { enum: [1, 'one', null] },
    { not: { type: 'string' } },
  ),
);

/** Written out, an object with a `then` would be taken for a promise. */
const condition: JsonSchema = Object.fromEntries([
  ['if', { properties: { kind: { const: 'a' } } }],
  ['then', { required: ['more'], properties: { more: { type: 'integer' } } }],
  ['else', { not: { required: ['more'] } }],
]);

const requiredOf = (properties: object): fc.Arbitrary<readonly string[]> =>
  fc.subarray(Object.keys(properties), { minLength: 0 });

/** Schemas of every kind, most of which some value satisfies. */
export const schemas: fc.Arbitrary<JsonSchema> = fc.letrec<{ schema: JsonSchema; object: JsonSchema }>((tie) => ({
  object: fc.dictionary(names, tie('schema'), { maxKeys: 4, noNullPrototype: true }).chain((properties) =>
    fc.record(
      {
        type: fc.constantFrom<unknown>('object', ['object', 'null']),
        properties: fc.constant(properties),
        required: requiredOf(properties),
        additionalProperties: fc.constantFrom<unknown>(true, { type: 'integer' }),
        minProperties: fc.nat(3),
      },
      { requiredKeys: ['type', 'properties', 'required'] },
    ),
  ),
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaves,
    tie('object'),
    fc.record(
      {
        type: fc.constant('array'),
        items: tie('schema'),
        minItems: fc.nat(2),
        uniqueItems: fc.constant(true),
        contains: fc.constant({}),
        prefixItems: fc.array(leaves, { minLength: 1, maxLength: 2 }),
      },
      { requiredKeys: ['type', 'items'] },
    ),
    fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ oneOf: fc.array(tie('object'), { minLength: 2, maxLength: 3 }) }),
    fc.record({ allOf: fc.tuple(tie('object'), fc.constant({ description: 'more' })) }),
    fc.constantFrom<JsonSchema>(
      {
        type: 'object',
        properties: { a: { type: 'string' }, b: { type: 'string' } },
        oneOf: [{ required: ['a'] }, { required: ['b'] }],
      },
      {
        oneOf: [
          { type: 'object', properties: { a: { type: 'string' } } },
          { type: 'object', properties: { b: { type: 'string' } } },
        ],
      },
      {
        type: 'object',
        patternProperties: { '^x-': { type: 'integer' } },
        additionalProperties: false,
        minProperties: 1,
      },
      { type: 'object', propertyNames: { pattern: '^[a-z]{3}$' }, minProperties: 2 },
      { type: 'object', properties: { a: {}, b: {}, c: {} }, maxProperties: 2, required: ['c'] },
      {
        type: 'object',
        properties: { a: {}, b: { type: 'string' } },
        dependentRequired: { a: ['b', 'd'] },
        required: ['a'],
      },
      { type: 'array', prefixItems: [{ type: 'number' }, { type: 'string' }], items: false, minItems: 2 },
      { type: 'array', items: { enum: [1, 2, 3] }, uniqueItems: true, minItems: 3 },
      { allOf: [{ type: 'object', properties: { a: { type: 'string' } } }], unevaluatedProperties: false },
      { oneOf: [{ type: 'integer' }, { type: 'number' }] },
      { type: 'object', required: ['kind'], properties: { kind: { enum: ['a', 'b'] } }, ...condition },
    ),
  ),
})).schema;
