import type { FaultedResponse } from '../../alter/delivery.ts';
import type { Fault } from '../../alter/faults/kinds.ts';
import type { ListMock } from '../../mock/list-mock.ts';
import type { MockRequest } from '../../mock/message.ts';
import { ServerError } from '../server-error.ts';
import { createRouting, type Routing } from './paths.ts';

/** A list, with what faults can do to its answers. */
interface ServedList extends ListMock {
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
   * @throws {PagewrightError} when a forced fault cannot strike the list
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

/**
 * Puts lists together to be served side by side.
 *
 * @param routing - of their contracts, in the same order
 * @throws {ServerError} when two of them have the same path, or one is in a place that is the server's own
 */
export function createSite(
  lists: readonly ServedList[],
  routing: Routing = createRouting(lists.map(({ contract }) => contract)),
): Site {
  const { routes, findOperation } = routing;
  return {
    lists,
    answer(request, forced) {
      for (const { prefix, index } of routes) {
        if (!request.path.startsWith(prefix)) continue;
        const list = lists[index];
        const response = list?.handle(request, forced);
        if (list !== undefined && response !== undefined) return { list, response };
      }
      return undefined;
    },
    findOperation(method, path) {
      const found = findOperation(method, path);
      if (found === undefined) return undefined;
      const { contract, ...operation } = found;
      const list = lists.find((one) => one.contract === contract);
      return list && { ...operation, list };
    },
  };
}

/**
 * The list of a contract.
 *
 * @param id - of the contract; the first one when it is not given
 * @throws {ServerError} when it is not served
 */
export function findList<List extends ListMock>(lists: readonly List[], id: string | undefined): List {
  const list = id === undefined ? lists[0] : lists.find(({ contract }) => contract.id === id);
  if (list !== undefined) return list;
  const ids = lists.map(({ contract }) => contract.id).join(', ');
  throw new ServerError('unknown-contract', `there is no contract ${id ?? ''} here; those served are ${ids}`);
}
