import { describe, expect, it } from '@jest/globals';
import { EVERYTHING } from '../list/list-query.ts';
import { createFakeList } from '../testing/create-fake-list.ts';
import { loadContract } from '../testing/load-contract.ts';
import { createProbe } from './create-probe.ts';

const contract = loadContract('devdraft');
const items = Array.from({ length: 30 }, (_, index) => ({ id: `c-${index}` }));

describe('createProbe', () => {
  it('notices a row that comes or goes, and takes what it saw last for what was', async () => {
    const list = createFakeList(contract, items);
    const probe = await createProbe(list, EVERYTHING);
    expect(await probe.reread()).toBe(true);
    // Behind the first page, only the total tells.
    list.items = items.slice(0, -1);
    expect([await probe.reread(), await probe.reread()]).toEqual([false, true]);
    list.items = [{ id: 'new' }, ...items.slice(1, -1)];
    expect([await probe.reread(), await probe.reread()]).toEqual([false, true]);
    expect(list.queries).toHaveLength(6);
  });

  it('notices that there is no page any more', async () => {
    let status = 200;
    const list = createFakeList(contract, items, { statusOf: () => status });
    const probe = await createProbe(list, EVERYTHING);
    status = 404;
    expect([await probe.reread(), await probe.reread()]).toEqual([false, true]);
  });
});
