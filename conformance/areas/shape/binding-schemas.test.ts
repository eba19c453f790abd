import { describe, expect, it } from '@jest/globals';
import type { JsonSchema } from '../../../src/contract/contract.ts';
import { VALID_CONTRACT, writeContract } from '../../../src/testing/write-contract.ts';
import { loadContract } from '../../testing/mock-target.ts';
import {
  BINDINGS,
  type Binding,
  ERROR_LEVELS,
  isMeaningful,
  listErrorSchemas,
  listMembers,
  markOf,
  pruneSchema,
} from './binding-schemas.ts';

describe('prune schema', () => {
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
      expect([markOf({ 'x-provenance': 'chosen' }, 'inferred'), markOf({}, 'inferred')]).toEqual([
        'chosen',
        'inferred',
      ]);
      expect([{}, [], null, 'x', { type: 'string' }].map(isMeaningful)).toEqual([false, false, false, false, true]);
    });
  });
});

describe('listMembers', () => {
  it('takes an object apart, with all that its allOf adds', () => {
    const base = { required: ['id'], properties: { id: { type: 'string' }, name: { type: 'string' } } };
    const schema = {
      'x-provenance': 'inferred',
      allOf: [base, { 'x-provenance': 'documented', required: ['name'], properties: { name: { minLength: 1 } } }],
    };
    const { properties, required } = listMembers(schema);
    expect([...properties]).toEqual([
      ['id', [{ schema: { type: 'string' }, mark: 'inferred' }]],
      [
        'name',
        [
          { schema: { type: 'string' }, mark: 'inferred' },
          { schema: { minLength: 1 }, mark: 'documented' },
        ],
      ],
    ]);
    expect(required).toEqual([
      { name: 'id', mark: 'inferred' },
      { name: 'name', mark: 'documented' },
    ]);
  });

  it('counts the mark around a schema that has none', () => {
    const { properties } = listMembers({ properties: { a: {}, b: { 'x-provenance': 'documented' } } }, 'chosen');
    expect([...properties.values()].flat().map(({ mark }) => mark)).toEqual(['chosen', 'documented']);
  });

  it('finds what is demanded where a property is there, or where a condition holds', () => {
    const condition = { properties: { state: { const: 'done' } } };
    // A literal with this name would look like a promise.
    const createRule = (demands: object): JsonSchema =>
      Object.fromEntries([
        ['if', condition],
        ['then', demands],
      ]);
    const { dependent, conditional } = listMembers({
      dependentSchemas: { doneAt: { required: ['state'] } },
      allOf: [createRule({ 'x-provenance': 'inferred', required: ['doneAt'] }), { if: condition }],
    });
    expect(dependent).toEqual([{ name: 'doneAt', demands: { schema: { required: ['state'] }, mark: 'documented' } }]);
    expect(conditional).toEqual([
      { condition, demands: { schema: { 'x-provenance': 'inferred', required: ['doneAt'] }, mark: 'inferred' } },
    ]);
  });

  it('finds nothing in a schema without members', () => {
    const { properties, required, dependent, conditional } = listMembers({});
    expect([properties.size, required, dependent, conditional]).toEqual([0, [], [], []]);
  });
});

describe('error schemas', () => {
  const STRICT = 'required: [error], properties: { error: { type: string } }';

  function listAll(schema: string): unknown {
    const contract = loadContract(writeContract(VALID_CONTRACT.replace(STRICT, schema)));
    return ERROR_LEVELS.map((_, level) => [...listErrorSchemas(contract, level)]);
  }

  describe('listErrorSchemas', () => {
    it('has the errors of a document, and not its pages', () => {
      expect(listAll(STRICT)).toEqual([
        [[404, { type: 'object', required: ['error'], properties: { error: { type: 'string' } } }]],
        [],
        [],
      ]);
    });

    it('has at each level what demands more than the stricter ones', () => {
      expect(listAll('properties: { error: { type: string, x-provenance: chosen }, code: { type: integer } }')).toEqual(
        [
          [[404, { type: 'object', properties: { code: { type: 'integer' } } }]],
          [],
          [[404, { type: 'object', properties: { error: { type: 'string' }, code: { type: 'integer' } } }]],
        ],
      );
    });

    it('has nothing for a schema that demands nothing', () => {
      expect(listAll('x-provenance: inferred')).toEqual([[], [[404, { type: 'object' }]], []]);
    });
  });
});
