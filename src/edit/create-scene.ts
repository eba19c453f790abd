import { createListMock, type ListMockOptions } from '../mock/create-list-mock.ts';
import type { ListMock } from '../mock/list-mock.ts';
import type { World } from '../mock/world.ts';
import type { Bends, Scene } from './scene.ts';

/** A list with what an edit of its answers needs. */
interface StagedList {
  /** The mock under the bends. */
  readonly list: ListMock;
  readonly scene: Scene;
}

/**
 * Makes the mock of a list together with the scene in which its answers are edited.
 *
 * @param options - of the mock, as `createListMock` takes them
 * @param bends - what the mock is made of in place of what it should be; none by default
 */
export function createScene(options: ListMockOptions, bends: Bends = {}): StagedList {
  const { world, seed } = options;
  const list = createListMock({ ...options, world: bend(world, bends) });
  let variants = 0;
  const scene: Scene = {
    contract: world.contract,
    world,
    ask: list.handle,
    fail: list.fail,
    variant(others) {
      variants += 1;
      // With the same seed, both would give the same values that are to be new in every response.
      return createListMock({ ...options, world: bend(world, others), seed: `${seed} ${variants}` }).handle;
    },
  };
  return { list, scene };
}

function bend(world: World, bends: Bends): World {
  const bent = { ...world, contract: bends.bendContract?.(world.contract) ?? world.contract };
  return bends.bendWorld?.(bent) ?? bent;
}
