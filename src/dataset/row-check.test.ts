import { describe, expect, it } from '@jest/globals';
import { checkRow } from './row-check.ts';
import { buildContract, itemWith } from './testing/build-contract.ts';

describe('check row', () => {
  const contract = buildContract({
    item: itemWith(
      {
        state: { type: 'string', enum: ['a', 'b'] },
        count: { type: 'integer' },
        nested: { type: 'object', properties: { list: { type: 'array', items: { type: 'string', format: 'email' } } } },
      },
      { dependentSchemas: { count: { properties: { state: { const: 'a' } } } } },
    ),
    hidden: { secret: { type: 'boolean' } },
  });

  describe('checkRow', () => {
    it('finds nothing wrong with a right row, hidden fields included', () => {
      expect(
        checkRow(contract, { id: '1', state: 'a', count: 3, nested: { list: ['a@b.example'] }, secret: true }),
      ).toEqual([]);
    });

    it.each([
      [{}, [], "must have required property 'id'"],
      [{ id: 1 }, ['id'], 'must be string'],
      [{ id: '1', state: 'c' }, ['state'], 'must be one of a, b'],
      [{ id: '1', state: 'b', count: 3 }, ['state'], 'must be "a", as count is given'],
      [{ id: '1', nested: { list: ['a@b.example', 'no'] } }, ['nested', 'list', 1], 'must match format "email"'],
      [{ id: '1', stat: 'a' }, ['stat'], 'unknown field; did you mean state?'],
      [{ id: '1', secret: 'yes' }, ['secret'], 'must be boolean'],
      ['text', [], 'must be an object with the fields of a row'],
      [null, [], 'must be an object with the fields of a row'],
      [[], [], 'must be an object with the fields of a row'],
    ])('tells what is wrong with %j', (row, path, message) => {
      expect(checkRow(contract, row)).toEqual([{ path, message }]);
    });

    it('lists every fault', () => {
      expect(checkRow(contract, { id: 1, state: 'c', other: 1 })).toHaveLength(3);
    });

    it('takes fields that nobody has named where the schema says so', () => {
      const open = buildContract({ item: itemWith({}, { additionalProperties: { type: 'integer' } }) });
      expect(checkRow(open, { id: '1', any: 1 })).toEqual([]);
      const closed = buildContract({ item: itemWith({}, { additionalProperties: false }) });
      expect(checkRow(closed, { id: '1', any: 1 })).toEqual([{ path: ['any'], message: 'unknown field; known: id' }]);
    });
  });
});
