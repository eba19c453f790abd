import type { AlteredList, AlteredResponse } from '../../alter/engine.ts';
import type { Fault } from '../../alter/faults/kinds.ts';
import type { Contract } from '../../contract/contract.ts';
import { PagewrightError } from '../../contract/error.ts';
import { canonicalPath } from '../../mock/access.ts';
import type { ListMock } from '../../mock/list.ts';
import type { MockRequest } from '../../mock/message.ts';
import type { Operation } from './operations.ts';
import { createRouting, type Routing } from './paths.ts';

/** Finds what a path leads to in one session. */
export interface Router {
  /** In the order of their contracts. */
  readonly lists: readonly AlteredList[];
  /** A request below the path of a document's server, as one to the document's own paths, the server's below the origin. */
  rebase(request: MockRequest): MockRequest;
  /**
   * Lets the list whose path it is handle a request.
   *
   * @param forced - faults for this request only
   * @returns `undefined` when the path is no list's
   * @throws {PagewrightError} `not-applicable` when a forced fault does not apply to the list
   */
  route(request: MockRequest, forced?: readonly Fault[]): RoutedResponse | undefined;
  /**
   * Prepares the rows that a request is about where that takes long.
   *
   * @returns `undefined` when the request can be routed at once
   */
  prepare(request: MockRequest): Promise<void> | undefined;
  /** The documented operation of a method and path that is not for a list to handle. */
  findOperation(method: string, path: string): RoutedOperation | undefined;
}

/** An operation, with the list whose rows it acts on or stands below. */
export interface RoutedOperation extends Operation {
  /** Absent: the rows of no list have to do with it. */
  readonly rows?: AlteredList;
}

/** The response of a list. */
interface RoutedResponse {
  readonly list: AlteredList;
  readonly response: AlteredResponse;
}

/**
 * Creates the router of a session's lists.
 *
 * @param routing - of their contracts, in the same order
 */
export function createRouter(
  lists: readonly AlteredList[],
  routing: Routing = createRouting(lists.map(({ contract }) => contract)),
): Router {
  const { routes, findOperation, parents, findBase } = routing;

  /** Whether the row is missing below whose path the list at an index was found. */
  function isOrphan(index: number, { status }: AlteredResponse, request: MockRequest): boolean {
    const parent = parents.get(index);
    if (parent === undefined) return false;
    const rows = lists.find((one) => one.contract === parent.contract);
    if (rows === undefined || parent.above === undefined || status >= 300) return false;
    const { operation, segments } = parent.above;
    const path = request.path.split('/').slice(0, segments).join('/');
    return rows.findMissing(operation, request, path) !== undefined;
  }

  return {
    lists,
    rebase(request) {
      const below = findBase(request.path);
      return below === undefined ? request : { ...request, origin: request.origin + below.base, path: below.rest };
    },
    route(request, forced) {
      const path = canonicalPath(request.path);
      for (const { prefix, index } of routes) {
        if (!path.startsWith(prefix)) continue;
        const list = lists[index];
        const response = list?.handle(request, forced);
        if (list === undefined || response === undefined) continue;
        // Most lists stand below no row: nothing more is asked about them.
        if (parents.size === 0 || list.ignoresParent === true || !isOrphan(index, response, request))
          return { list, response };
        return { list, response: list.fail('notFound', request) };
      }
      return undefined;
    },
    prepare(request) {
      const path = canonicalPath(request.path);
      for (const { prefix, index } of routes) {
        const list = path.startsWith(prefix) ? lists[index] : undefined;
        const preparing = list?.prepare(request);
        if (preparing !== undefined) return preparing;
      }
      return undefined;
    },
    findOperation(method, path) {
      const found = findOperation(method, path);
      if (found === undefined) return undefined;
      const { contract, ...operation } = found;
      const listOf = (wanted: Contract): AlteredList | undefined => lists.find((one) => one.contract === wanted);
      const list = listOf(contract);
      const rows = operation.item && listOf(operation.item.contract);
      return list && { ...operation, list, ...(rows !== undefined && { rows }) };
    },
  };
}

/**
 * The list of a contract.
 *
 * @param id - of the contract; by default the first one
 * @throws {PagewrightError} `unknown-contract`
 */
export function findList<List extends ListMock>(lists: readonly List[], id: string | undefined): List {
  const list = id === undefined ? lists[0] : lists.find(({ contract }) => contract.id === id);
  if (list !== undefined) return list;
  const ids = lists.map(({ contract }) => contract.id).join(', ');
  throw new PagewrightError('unknown-contract', `Unknown contract ${id ?? ''}: the server has ${ids}`);
}
