import { describe, expect, it } from '@jest/globals';
import { VALID_CONTRACT, writeContract } from '../../../src/contract/testing/write-contract.ts';
import { loadContract } from '../../testing/load-contract.ts';
import { ERROR_LEVELS, listErrorSchemas } from './error-schemas.ts';

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
    expect(listAll('properties: { error: { type: string, x-provenance: chosen }, code: { type: integer } }')).toEqual([
      [[404, { type: 'object', properties: { code: { type: 'integer' } } }]],
      [],
      [[404, { type: 'object', properties: { error: { type: 'string' }, code: { type: 'integer' } } }]],
    ]);
  });

  it('has nothing for a schema that demands nothing', () => {
    expect(listAll('x-provenance: inferred')).toEqual([[], [[404, { type: 'object' }]], []]);
  });
});
