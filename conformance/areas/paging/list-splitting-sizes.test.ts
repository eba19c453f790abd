import { describe, expect, it } from '@jest/globals';
import { loadContract } from '../../testing/load-contract.ts';
import { listSplittingSizes } from './list-splitting-sizes.ts';

const contract = loadContract('pyng');

function list(...times: readonly number[]): readonly number[] {
  const items = times.map((invitedAt, index) => ({ customerReference: String(index), invitedAt }));
  return listSplittingSizes(contract, { items });
}

describe('listSplittingSizes', () => {
  it('gives the sizes at which a page ends amid tied rows, and first those at which most do', () => {
    expect(list(9, 8, 8, 7, 6, 6, 5)).toEqual([5, 2]);
    expect(list(9, 8, 8, 7, 7, 6, 6, 5)).toEqual([2, 6, 4, 3]);
  });

  it('gives none where no rows are tied, and none for a page of all rows', () => {
    expect(list(9, 8, 7, 6)).toEqual([]);
    expect(list(9, 9)).toEqual([]);
  });
});
