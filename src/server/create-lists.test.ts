import { describe, expect, it } from '@jest/globals';
import { builtInContracts } from '../contract/load-contracts.ts';
import { createRequest } from '../mock/testing/create-request.ts';
import { createLists } from './create-lists.ts';
import { sampleScenario, writeSample } from './testing/sample-contract.ts';
import { HEADERS } from './testing/sample-headers.ts';

describe('createLists', () => {
  const file = writeSample();
  const scenario = sampleScenario(file);

  it('makes a list for every contract that comes with the package', () => {
    expect(createLists({ size: undefined }).map(({ contract }) => contract.id)).toEqual(builtInContracts());
  });

  it('makes lists in the order of their contracts', () => {
    const second = writeSample('bills', ['/shops/{shop}/orders', '/bills/{shop}']);
    expect(createLists({ contract: [second, file] }).map(({ contract }) => contract.id)).toEqual(['bills', 'orders']);
  });

  it('gives each contract its scenario', () => {
    const second = writeSample('bills', ['/shops/{shop}/orders', '/bills/{shop}']);
    const lists = createLists({ contract: [second, file], scenario: { orders: scenario } });
    expect(lists.map(({ world }) => world.scenario.name)).toEqual(['default', 'scenario']);
  });

  it('stands still at a time, or runs with the time of day', () => {
    const now = (option: string | undefined): number =>
      createLists({ contract: file, scenario, now: option })[0]?.world.now() ?? 0;
    expect([undefined, '2030-01-01'].map(now)).toEqual([Date.UTC(2026, 4, 5, 9, 30), Date.UTC(2030, 0, 1)]);
    const before = Date.now();
    expect(now('system')).toBeGreaterThanOrEqual(before);
  });

  it('answers byte for byte the same for the same choice, and otherwise for another seed', () => {
    const bytes = (seed: number): string => {
      const [list] = createLists({ contract: file, seed });
      const [tenant] = list?.world.tenants ?? [];
      const path = `/shops/${tenant?.collections[0]}/orders`;
      const headers = { ...HEADERS, 'x-key': tenant?.credentials[0]?.values['key'] };
      return list?.handle(createRequest(path, { headers }))?.body ?? '';
    };
    expect(bytes(1)).toContain('"total":');
    expect(bytes(1)).toBe(bytes(1));
    expect(bytes(2)).not.toBe(bytes(1));
  });

  it.each([
    [{ contract: [] }, 'no contract is given; expected at least one'],
    [{ contract: 'nowhere.yaml' }, 'nowhere.yaml'],
    [{ contract: file, scenario: 'nope' }, 'orders has no scenario nope'],
    [
      { contract: file, scenario: { order: 'demo' } },
      'a scenario is given for order, which is not served; contracts are orders',
    ],
    [{ contract: file, scenario, size: 3 }, 'has no recipe'],
  ])('refuses %p', (options, message) => {
    expect(() => createLists(options)).toThrow(message);
  });
});
