import type { ListMock, ListMockOptions } from '../../mock/list.ts';

import { createScene } from '../engine.ts';
import type { Deviation } from './deviation.ts';

/**
 * Makes the mock of a list that deviates from its contract.
 *
 * @param deviation - one that applies to the contract
 * @param options - of the mock, as `createListMock` takes them
 */
export function createDeviantList(deviation: Deviation, options: ListMockOptions): ListMock {
  const { world } = options;
  const { list, scene } = createScene(options, deviation);
  const handle = deviation.wrap?.(scene) ?? list.handle;
  // Whoever asks what is served is told what should be.
  return { ...list, contract: world.contract, world, handle };
}
