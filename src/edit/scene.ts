import type { Contract, ErrorCondition } from '../contract/contract.ts';
import type { MockRequest, MockResponse } from '../mock/message.ts';
import type { World } from '../mock/world.ts';
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
