import type { Contract } from '../../contract/contract.ts';
import { loadContracts } from '../../contract/load-contracts.ts';
import { loadScenario } from '../../dataset/scenarios/load-scenario.ts';
import type { Scenario } from '../../dataset/scenarios/scenario.ts';
import { createListMock, type ListMock, type ListMockOptions } from '../../mock/list.ts';
import { createWorld } from '../../mock/state.ts';

import { createDeviantList } from '../deviations/create-deviant-list.ts';
import type { Deviation } from '../deviations/deviation.ts';

/** A contract that comes with the package. */
export function loadBuiltIn(id: string): Contract {
  const [contract] = loadContracts(id);
  if (contract === undefined) throw new Error(`${id} describes no list`);
  return contract;
}

const scenarios = new Map<string, Scenario>();

/** The list of a contract in one of its scenarios, as it should be or with a deviation. */
export function openList(contract: Contract, name: string, deviation?: Deviation): ListMock {
  const key = `${contract.id} ${name}`;
  const scenario = scenarios.get(key) ?? loadScenario({ contract, name, seed: 1 });
  scenarios.set(key, scenario);
  const world = createWorld({ contract, scenario, now: () => scenario.now });
  const options: ListMockOptions = { world, key: 'key', seed: '1' };
  return deviation === undefined ? createListMock(options) : createDeviantList(deviation, options);
}
