import { describe, expect, it } from '@jest/globals';
import type { Field } from '../contract/contract.ts';
import type { RowSource } from '../dataset/row-source.ts';
import { fc } from '../testing/properties.ts';
import { runs } from '../testing/runs.ts';
import { createIdentityIndex } from './identity-index.ts';

describe('createIdentityIndex', () => {
  const identity: Field = { name: 'id', path: ['id'], kind: 'number', schema: {} };

  function index(...lists: readonly (readonly number[])[]): (text: string) => number | undefined {
    let start = 0;
    const sources = lists.map((ids) => {
      const source: RowSource = {
        size: ids.length,
        row: (at) => ({ id: ids[at] ?? null }),
        column: () => ({ kind: 'numbers', at: (at) => ids[at] ?? Number.NaN }),
      };
      const placed = { start, size: ids.length, source };
      start += ids.length;
      return placed;
    });
    return createIdentityIndex(identity, sources);
  }

  it('finds numbers in whatever order they are, and the first of equals', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.integer({ min: -9, max: 99 }))), fc.boolean(), (lists, isSorted) => {
        const ids = isSorted ? lists.map((list) => [...list].sort((a, b) => a - b)) : lists;
        const find = index(...ids);
        const all = ids.flat();
        for (let id = -10; id <= 100; id += 1) {
          const first = all.indexOf(id);
          expect(find(String(id))).toBe(first === -1 ? undefined : first);
        }
      }),
      { numRuns: runs(100) },
    );
  });

  it.each(['007', '1.0', ' 1', '+1', '1e0', '', 'NaN', 'one'])('takes %j for no number that there is', (text) => {
    expect(index([0, 1, 7, Number.NaN])(text)).toBeUndefined();
  });
});
