import { describe, expect, it } from '@jest/globals';
import type { JsonSchema } from '../../../src/contract/contract.ts';
import { listMembers } from './list-members.ts';

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
