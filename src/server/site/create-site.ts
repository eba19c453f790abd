import { createRouting, type Routing } from './create-routing.ts';
import type { ServedList, Site } from './site.ts';

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
