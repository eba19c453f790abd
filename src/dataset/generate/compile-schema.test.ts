import { describe, expect, it } from '@jest/globals';
import type { JsonSchema } from '../../contract/contract.ts';
import { fc } from '../../testing/properties.ts';
import { runs } from '../../testing/runs.ts';
import { sourceOf, valuesOf } from '../testing/make-values.ts';

const bounds = fc
  .tuple(fc.integer({ min: -1000, max: 1000 }), fc.nat(1000))
  .map(([low, span]) => ({ minimum: low, maximum: low + span }));
const numbers: fc.Arbitrary<JsonSchema> = fc.oneof(
  bounds.map((both) => ({ type: 'integer', ...both })),
  bounds.map(({ minimum, maximum }) => ({ type: 'number', exclusiveMinimum: minimum, exclusiveMaximum: maximum + 1 })),
  fc.integer({ min: -50, max: 50 }).map((maximum) => ({ type: 'integer', exclusiveMaximum: maximum })),
  fc.constantFrom(0.25, 0.5, 3, 7).map((multipleOf) => ({ type: 'number', multipleOf, minimum: 1 })),
  fc.constant({ type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
);
const texts: fc.Arbitrary<JsonSchema> = fc.oneof(
  fc
    .constantFrom('uuid', 'date-time', 'date', 'time', 'email', 'uri', 'hostname', 'ipv4', 'ipv6', 'duration')
    .map((format) => ({ type: 'string', format })),
  fc.nat(40).map((minLength) => ({ type: 'string', minLength })),
  fc.integer({ min: 1, max: 8 }).map((maxLength) => ({ type: 'string', maxLength })),
  fc.constant({ type: 'string', pattern: '^[A-Z]{2}-[0-9]{4}$' }),
  fc.constant({ type: 'string', enum: ['a', 'b'] }),
  fc.constant({ const: 7 }),
);
const leaves = fc.oneof(
  numbers,
  texts,
  fc.constant({ type: 'boolean' }),
  fc.constant({}),
  fc.constant({ type: ['string', 'null'] }),
);
const { schema: schemas } = fc.letrec<{ schema: JsonSchema }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaves,
    fc.record({ type: fc.constant('array'), items: tie('schema'), minItems: fc.nat(2) }),
    fc.record({
      type: fc.constant(['object', 'null']),
      properties: fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), tie('schema')),
      required: fc.constant([]),
    }),
    fc.record({ allOf: fc.tuple(tie('schema'), fc.constant({ description: 'more' })) }),
    fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
  ),
}));

describe('values without hints', () => {
  it('satisfy the schema that they are made from', () => {
    fc.assert(
      // The source checks its first rows itself, and throws where they are wrong.
      fc.property(schemas, (schema) => expect(sourceOf({ x: schema }).row(0)).toHaveProperty('id')),
      { numRuns: runs(150) },
    );
  });

  it('come from an open set of values where there is one', () => {
    expect(new Set(valuesOf({ type: 'string', 'x-extensible-enum': ['a', 'b'] }))).toEqual(new Set(['a', 'b']));
  });

  it('are null about one time in seven where they may be', () => {
    const nulls = valuesOf({ type: ['integer', 'null'] }).filter((value) => value === null).length;
    expect(nulls).toBeGreaterThan(4);
    expect(nulls).toBeLessThan(35);
  });

  it('take examples, then the default, where nothing else is said', () => {
    expect(new Set(valuesOf({ type: 'string', examples: ['one', 'two'] }))).toEqual(new Set(['one', 'two']));
    expect(new Set(valuesOf({ type: 'string', example: 'one' }))).toEqual(new Set(['one']));
    expect(new Set(valuesOf({ type: 'string', default: 'usual' }))).toEqual(new Set(['usual']));
  });

  it('use the whole of a range', () => {
    expect(new Set(valuesOf({ type: 'integer', minimum: 1, maximum: 3 }))).toEqual(new Set([1, 2, 3]));
    expect(valuesOf({ type: 'integer', minimum: 0, maximum: 2 ** 52 }).some((value) => Number(value) % 2 === 1)).toBe(
      true,
    );
  });

  it('fill arrays with up to two elements unless the schema says otherwise', () => {
    const lengths = valuesOf({ type: 'array', items: { type: 'boolean' } }).map((value) => (value as unknown[]).length);
    expect(new Set(lengths)).toEqual(new Set([0, 1, 2]));
  });

  it('repeat no element of an array that forbids it', () => {
    const arrays = valuesOf({
      type: 'array',
      uniqueItems: true,
      minItems: 3,
      items: { enum: [1, 2, 3] },
    }) as number[][];
    for (const array of arrays) expect(array.toSorted()).toEqual([1, 2, 3]);
  });

  it('end where a schema contains itself', () => {
    const node: Record<string, unknown> = { type: 'object', required: ['name'] };
    node['properties'] = {
      name: { type: 'string', enum: ['n'] },
      child: node,
      children: { type: 'array', items: node },
    };
    expect(sourceOf({ x: node }).row(0)['x']).toMatchObject({ name: 'n', child: { name: 'n' } });
  });
});
