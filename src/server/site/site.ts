import type { FaultedResponse } from '../../fault/delivery.ts';
import type { Fault } from '../../fault/fault.ts';
import type { ListMock } from '../../mock/list-mock.ts';
import type { MockRequest } from '../../mock/message.ts';

/** A list, with what faults can do to its answers. */
export interface ServedList extends ListMock {
  /** @param forced - faults that strike this request, whatever else does */
  handle(request: MockRequest, forced?: readonly Fault[]): FaultedResponse | undefined;
}

/** The lists of all contracts, as one client sees them. */
export interface Site {
  /** In the order in which their contracts were given. */
  readonly lists: readonly ServedList[];
  /**
   * Answers a request on the path of a list; `undefined` when it is not one.
   *
   * @param forced - faults that strike this request, whatever else does
   * @throws {FaultError} when a forced fault cannot strike the list
   */
  answer(request: MockRequest, forced?: readonly Fault[]): ListAnswer | undefined;
  /** The operation that a path and method lead to, other than the lists' own answers. */
  findOperation(method: string, path: string): Operation | undefined;
}

/** The answer of a list. */
interface ListAnswer {
  readonly list: ServedList;
  readonly response: FaultedResponse;
}

/** One operation of a contract file. */
export interface Operation {
  /** A list of the same file; of a list's operation, that list. */
  readonly list: ListMock;
  /** Whether it is the list's own operation. */
  readonly isList: boolean;
  /** Its path template. */
  readonly template: string;
  /** Lower case, as the document has it: `get` for a HEAD request. */
  readonly method: string;
  /** What the document has on the path, upper case. */
  readonly methods: readonly string[];
}
