import type { Contract } from '../../contract/contract.ts';
import { loadScenario } from '../../dataset/load-scenario.ts';
import { createListMock, type ListMockOptions } from '../../mock/create-list-mock.ts';
import { createWorld } from '../../mock/create-world.ts';
import type { ListMock } from '../../mock/list-mock.ts';
import { createGreasedList } from '../create-greased-list.ts';

/** A greased list and the plain one of the same rows. */
export interface GreasedPair {
  readonly greased: ListMock;
  readonly plain: ListMock;
  readonly options: ListMockOptions;
}

/** Makes both lists of a contract in one of its scenarios. */
export function openGreasedList(
  contract: Contract,
  name: string,
  seed = '1',
  features?: readonly string[],
): GreasedPair {
  const scenario = loadScenario({ contract, name, seed: 1 });
  const world = createWorld({ contract, scenario, now: () => scenario.now });
  const options: ListMockOptions = { world, key: 'key', seed: '1' };
  const greased = createGreasedList(options, { seed, ...(features !== undefined && { features }) });
  return { greased, plain: createListMock(options), options };
}
