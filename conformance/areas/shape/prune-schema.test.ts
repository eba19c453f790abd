import { describe, expect, it } from '@jest/globals';
import { BINDINGS, type Binding, isMeaningful, markOf, pruneSchema } from './prune-schema.ts';

const [documented, inferred, chosen] = BINDINGS as readonly [Binding, Binding, Binding];

describe('pruneSchema', () => {
  const schema = {
    type: 'object',
    description: 'a thing',
    'x-provenance': 'inferred',
    required: ['id'],
    properties: {
      id: { type: 'string', allOf: [{ format: 'uuid', 'x-provenance': 'documented' }] },
      note: { type: 'string', 'x-provenance': 'chosen', example: 'hello' },
    },
  };

  it('keeps what binds at a level, each node by its nearest mark', () => {
    expect(pruneSchema(schema, documented)).toEqual({ properties: { id: { allOf: [{ format: 'uuid' }] } } });
    expect(pruneSchema(schema, inferred)).toEqual({
      type: 'object',
      required: ['id'],
      properties: { id: { type: 'string', allOf: [{ format: 'uuid' }] } },
    });
    expect(pruneSchema(schema, chosen)).toMatchObject({ properties: { note: { type: 'string' } } });
  });

  it('says nothing where nothing binds, and counts the mark around a schema without one', () => {
    expect(pruneSchema({ type: 'string' }, documented, 'chosen')).toEqual({});
    expect(pruneSchema({ type: 'string' }, documented)).toEqual({ type: 'string' });
    expect(pruneSchema({ properties: { a: { 'x-provenance': 'chosen', type: 'string' } } }, documented)).toEqual({});
  });

  it('leaves out annotations, and the prohibition of anything more', () => {
    const noted = { title: 'T', default: 1, examples: [1], 'x-faker': 'x', unevaluatedProperties: false, minimum: 0 };
    expect(pruneSchema(noted, documented)).toEqual({ minimum: 0 });
  });

  it('looks into lists, maps and single schemas', () => {
    const deep = {
      items: { type: 'number', 'x-provenance': 'inferred' },
      prefixItems: [{ type: 'string' }, { type: 'null', 'x-provenance': 'chosen' }],
      dependentSchemas: { a: { required: ['b'] } },
      additionalProperties: { type: 'string' },
    };
    expect(pruneSchema(deep, documented)).toEqual({
      prefixItems: [{ type: 'string' }],
      dependentSchemas: { a: { required: ['b'] } },
      additionalProperties: { type: 'string' },
    });
  });

  it('ends for a schema that holds itself', () => {
    const loop: Record<string, unknown> = { type: 'object' };
    loop['properties'] = { child: loop };
    expect(pruneSchema(loop, documented)).toEqual({ type: 'object' });
  });
});

describe('markOf and isMeaningful', () => {
  it('prefer the own mark, and take only objects with members for demands', () => {
    expect([markOf({ 'x-provenance': 'chosen' }, 'inferred'), markOf({}, 'inferred')]).toEqual(['chosen', 'inferred']);
    expect([{}, [], null, 'x', { type: 'string' }].map(isMeaningful)).toEqual([false, false, false, false, true]);
  });
});
