import { describe, expect, it } from '@jest/globals';
import type { Contract } from '../../src/contract/contract.ts';
import { createFakeList } from '../testing/create-fake-list.ts';
import { loadContract } from '../testing/load-contract.ts';
import { readHead } from './read-head.ts';

const contract = loadContract('devdraft');
const items = Array.from({ length: 450 }, (_, index) => ({ id: `c-${index}` }));

describe('readHead', () => {
  it('reads the start of the list in pages as large as are worth it', async () => {
    const list = createFakeList(contract, items);
    const head = await readHead(list, 3);
    expect([head.ended, head.ids.length, head.ids[0], head.ids.at(-1)]).toEqual(['cap', 300, 'c-0', 'c-299']);
    expect(list.queries.map(({ limit }) => limit)).toEqual([100, 100, 100]);
  });

  it('asks for no more than is of use, however much is allowed', async () => {
    const generous = { ...contract, page: { ...contract.page, limit: { ...contract.page.limit, maximum: 1000 } } };
    const list = createFakeList(generous as Contract, items);
    await readHead(list, 1);
    expect(list.queries).toEqual([{ conditions: [], limit: 100 }]);
  });

  it('reads all of a short list', async () => {
    const head = await readHead(createFakeList(contract, items.slice(0, 120)), 3);
    expect([head.ended, head.ids.length]).toEqual(['end', 120]);
  });

  it('makes do with pages of the usual size where large ones are refused', async () => {
    const statusOf = ({ limit = 0 }: { readonly limit?: number }): number => (limit > 50 ? 400 : 200);
    const head = await readHead(createFakeList(contract, items, { statusOf }), 3);
    expect([head.query.limit, head.ids.length, head.ended]).toEqual([10, 30, 'cap']);
  });
});
