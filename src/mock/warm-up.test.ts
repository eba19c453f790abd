import { describe, expect, it } from '@jest/globals';
import type { Contract } from '../contract/contract.ts';
import { loadContracts } from '../contract/load-contracts.ts';
import { loadScenario } from '../dataset/load-scenario.ts';
import { createWorld } from './create-world.ts';
import { warmUp } from './warm-up.ts';

describe('warmUp', () => {
  it.each(['demo', 'empty', 'large'])('goes through all filters of scenario %s and changes nothing', (name) => {
    const [contract] = loadContracts('piriod') as [Contract];
    const scenario = loadScenario({ contract, name, ...(name === 'large' && { size: 2000 }) });
    const world = createWorld({ contract, scenario, now: () => scenario.now });
    const before = world.countRows();
    const steps = [...warmUp(world)].length;
    expect(steps).toBe(
      world.collections.filter((collection) => (world.table(collection)?.size ?? 0) > 0).length *
        contract.filters.length,
    );
    expect(world.countRows()).toBe(before);
  });
});
