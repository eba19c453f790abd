import { describe, expect, it } from '@jest/globals';
import { loadContracts } from '../../src/contract/load-contracts.ts';
import { createMock } from '../../src/index.ts';
import { createTarget } from '../client/create-target.ts';
import { createListClient } from '../list/create-list-client.ts';
import { EVERYTHING } from '../list/list-query.ts';
import { callerOf } from '../testing/open-mock-target.ts';
import { createWindow } from './create-window.ts';

describe('createWindow', () => {
  it('notices that a row has come, and goes on with the rows that there are then', async () => {
    const [contract] = loadContracts('devdraft');
    if (contract === undefined) throw new Error('the contract comes with the package');
    await using mock = await createMock({ contract: 'devdraft', scenario: 'one-page' });
    const target = createTarget({ baseUrl: mock.url, ...callerOf('devdraft') });
    const list = createListClient(contract, target);
    const window = createWindow(list, await list.walk({ ...EVERYTHING, limit: 100 }, { maxPages: 3 }));
    expect([window.closed, window.ids.length, window.total]).toEqual([true, 10, 10]);
    expect(await window.reread()).toBe(true);
    mock.rows.add({}, { collection: 'acme' });
    expect(await window.reread()).toBe(false);
    expect([window.ids.length, window.total, await window.reread()]).toEqual([11, 11, true]);
    await target.close();
  });

  it('may be the start of a longer list', async () => {
    const [contract] = loadContracts('devdraft');
    if (contract === undefined) throw new Error('the contract comes with the package');
    await using mock = await createMock({ contract: 'devdraft' });
    const target = createTarget({ baseUrl: mock.url, ...callerOf('devdraft') });
    const list = createListClient(contract, target);
    const window = createWindow(list, await list.walk({ ...EVERYTHING, limit: 100 }, { maxPages: 3 }), 7);
    expect([window.closed, window.ids.length, window.items.length]).toEqual([false, 7, 7]);
    expect(await window.reread()).toBe(true);
    await target.close();
  });
});
