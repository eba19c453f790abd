import { describe, expect, it } from '@jest/globals';
import type { Contract } from '../contract/contract.ts';
import { loadContracts } from '../contract/load-contracts.ts';
import { loadScenario } from '../dataset/scenarios/load-scenario.ts';
import { createListMock, type ListMock } from './list.ts';
import type { MockRequest } from './message.ts';
import { prepareRows } from './prepare.ts';
import { createMockState } from './state.ts';
import { createRequest } from './testing/create-request.ts';

const [contract] = loadContracts('piriod') as [Contract];

function open(size: number): ListMock {
  const scenario = loadScenario({ contract, name: 'large', size });
  const state = createMockState({ contract, scenario, now: () => scenario.now });
  return createListMock({ state, key: 'key', seed: 'seed' });
}

function ask({ state }: ListMock, query: string): MockRequest {
  const [tenant] = state.tenants;
  const authorization = `Token ${tenant?.credentials[0]?.values['TokenAuth']}`;
  const workspace = tenant?.collections[0] ?? '';
  return createRequest(`/customers/?${query}`, { headers: { authorization, 'x-simple-workspace': workspace } });
}

describe('prepareRows', () => {
  it('has nothing to prepare where there are few rows', () => {
    const list = open(2000);
    expect(prepareRows(list, ask(list, 'ordering=email'))).toBeUndefined();
  });

  it('sorts many rows while the event loop goes on, once, and gives the same page', async () => {
    const list = open(30_000);
    const request = ask(list, 'ordering=email&page_size=5');
    const preparing = prepareRows(list, request);
    let turns = 0;
    const count = setInterval(() => {
      turns += 1;
    }, 0);
    await preparing;
    clearInterval(count);
    expect(turns).toBeGreaterThan(0);
    expect(prepareRows(list, request)).toBeUndefined();
    const page = list.handle(request);
    expect(page).toEqual(open(30_000).handle(request));
  });

  it('leaves what is rejected to the list', () => {
    const list = open(30_000);
    const request = ask(list, 'ordering=email');
    expect(prepareRows(list, { ...request, headers: {} })).toBeUndefined();
    expect(prepareRows(list, { ...request, path: '/elsewhere' })).toBeUndefined();
  });
});
