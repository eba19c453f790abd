import { describe, expect, it } from '@jest/globals';
import { createLiteralSource } from '../dataset/create-literal-source.ts';
import { createTableOpener } from './create-table-opener.ts';
import { loadContract } from './testing/load-contract.ts';

describe('createTableOpener', () => {
  const contract = loadContract('wingback');
  const row = { id: 'a' };

  function open(reads: number[] = []): ReturnType<typeof createTableOpener> {
    const source = createLiteralSource([row]);
    const counting = {
      ...source,
      row(index: number) {
        reads.push(index);
        return source.row(index);
      },
    };
    return createTableOpener(contract, { collections: new Map([['main', [counting]]]) });
  }

  it('gives tables that change by themselves', () => {
    const openTable = open();
    const [one, other] = [openTable('main'), openTable('main')];
    one?.remove(one.find('a') as number);
    expect([one?.size, other?.size, openTable('main')?.size]).toEqual([0, 1, 1]);
  });

  it('makes what a row is sent as once for all of them', () => {
    const reads: number[] = [];
    const openTable = open(reads);
    for (let count = 0; count < 3; count += 1) expect(openTable('main')?.bodyAt(0)).toBe('{"id":"a"}');
    expect(reads).toEqual([0]);
  });

  it('knows the collections of its scenario only', () => {
    expect(open()('other')).toBeUndefined();
  });
});
