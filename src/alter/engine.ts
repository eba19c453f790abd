import type { Contract, ErrorCondition } from '../contract/contract.ts';
import { createListMock, type ListMock, type ListMockOptions } from '../mock/list.ts';

import type { MockRequest, MockResponse } from '../mock/message.ts';
import type { World } from '../mock/state.ts';
import { type LinkRole, locateNeighbour, type Page, readPage } from '../page/page-reader.ts';

/** Answers requests on the path of a list, as `ListMock.handle` does. */
export type Answerer = (request: MockRequest) => MockResponse | undefined;

/** How the parts that a mock is made of are changed. */
export interface Bends {
  /** What the mock takes for the contract. */
  bendContract?(contract: Contract): Contract;
  /** What the mock takes for its rows and tenants; its contract is bent already. */
  bendWorld?(world: World): World;
}

/** What an edit finds that comes between the server and the mock. */
export interface Scene {
  /** As the list should keep it. */
  readonly contract: Contract;
  /** The rows as they are. */
  readonly world: World;
  /** Answers as the mock does, under the edit's own bends. */
  readonly ask: Answerer;
  /** Makes another mock of the same rows. */
  variant(bends: Bends): Answerer;
  /** The contract's own answer to a condition. */
  fail(condition: ErrorCondition, request: MockRequest): MockResponse;
}

/** The page that a page leads to. */
export function readNeighbour(
  { contract, ask }: Scene,
  request: MockRequest,
  page: Page,
  role: LinkRole,
): Page | undefined {
  const next = locateNeighbour(contract, request, page, role);
  return next === undefined ? undefined : readPage(contract, ask(next));
}

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
