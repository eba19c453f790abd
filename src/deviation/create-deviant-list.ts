import { createListMock, type ListMockOptions } from '../mock/create-list-mock.ts';
import type { ListMock } from '../mock/list-mock.ts';
import type { World } from '../mock/world.ts';
import type { Bends, Deviation, Scene } from './deviation.ts';

/**
 * Makes the mock of a list that deviates from its contract.
 *
 * @param deviation - one that applies to the contract
 * @param options - of the mock, as `createListMock` takes them
 */
export function createDeviantList(deviation: Deviation, options: ListMockOptions): ListMock {
  const { world, seed } = options;
  const list = createListMock({ ...options, world: bend(world, deviation) });
  let variants = 0;
  const scene: Scene = {
    contract: world.contract,
    world,
    ask: list.handle,
    fail: list.fail,
    variant(bends) {
      variants += 1;
      // With the same seed, both would give the same values that are to be new in every response.
      return createListMock({ ...options, world: bend(world, bends), seed: `${seed} ${variants}` }).handle;
    },
  };
  const handle = deviation.wrap?.(scene) ?? list.handle;
  // Whoever asks what is served is told what should be.
  return { ...list, contract: world.contract, world, handle };
}

function bend(world: World, bends: Bends): World {
  const bent = { ...world, contract: bends.bendContract?.(world.contract) ?? world.contract };
  return bends.bendWorld?.(bent) ?? bent;
}
