import type { Contract, ErrorCondition } from '../contract/contract.ts';
import type { MockRequest, MockResponse } from './message.ts';
import type { World } from './world.ts';

/** The mock of one list operation. */
export interface ListMock {
  readonly contract: Contract;
  readonly world: World;
  /**
   * Answers a request on the path of the list, whatever its method; `undefined` when the path is another, or the document
   * declares an operation of its own for the method.
   */
  handle(request: MockRequest): MockResponse | undefined;
  /** The contract's own answer to a condition that is found elsewhere, such as a path that leads nowhere. */
  fail(condition: ErrorCondition, request: MockRequest): MockResponse;
  /** The next value for a place that holds a new one in every response. */
  nextFreshValue(): string;
}
