import { describe, expect, it } from '@jest/globals';
import { createIdentityIndex } from './identity-index.ts';
import { createMemorySource } from './testing/memory-source.ts';
import { fields } from './testing/sample-fields.ts';

describe('createIdentityIndex', () => {
  for (const form of ['values', 'find', 'dictionary'] as const) {
    it(`finds rows by exactly their identity in ${form}`, () => {
      const rows = [{ id: 'x' }, { id: 'b' }, { id: 'B' }, { id: 'b' }, {}];
      const source = createMemorySource(rows, () => form);
      const find = createIdentityIndex(fields.id, [{ start: 10, size: rows.length, source }]);
      expect([find('b'), find('B'), find('c'), find('')]).toEqual([11, 12, undefined, undefined]);
    });
  }

  it('finds numbers by their text', () => {
    const source = createMemorySource([{ size: 5 }, { size: 7 }], () => 'numbers');
    const find = createIdentityIndex(fields.size, [{ start: 0, size: 2, source }]);
    expect([find('7'), find('8')]).toEqual([1, undefined]);
  });
});
