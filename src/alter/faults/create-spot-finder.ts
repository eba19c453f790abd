import { authorize, createAuthenticator, createPathMatcher } from '../../mock/access.ts';
import type { ListMock } from '../../mock/list.ts';
import type { MockRequest } from '../../mock/message.ts';
import { createQueryReader } from '../../mock/query.ts';
import type { Binding } from '../../page/token-codec.ts';
import type { Selection, Table } from '../../store/table.ts';

/** The rows that a request is about, and how many of them a page may hold. */
export interface Spot {
  readonly collection: string;
  readonly table: Table;
  readonly selection: Selection;
  readonly limit: number;
  readonly binding: Binding;
}

/** One for each contract: it remembers much, and nothing of a session. */
const readers = new WeakMap<ListMock['contract'], ReturnType<typeof createQueryReader>>();

/**
 * Compiles the search for the rows that a request is about.
 *
 * @returns a function from a request to its spot; `undefined` when it is refused for who sends it or what it asks for,
 *   whatever its position
 */
export function createSpotFinder({
  contract,
  world,
}: Pick<ListMock, 'contract' | 'world'>): (request: MockRequest) => Spot | undefined {
  const matchPath = createPathMatcher(contract.path);
  const authenticate = createAuthenticator(contract.access.credentials, world.tenants);
  const readQuery = readers.get(contract) ?? createQueryReader(contract);
  readers.set(contract, readQuery);
  return (request) => {
    const match = matchPath(request.path);
    const authentication = authenticate(request, world.now());
    if (match.fit === 'none' || !('caller' in authentication)) return undefined;
    const { caller } = authentication;
    const authorization = authorize(contract.access, caller, request, match.parameters);
    if (!('collection' in authorization)) return undefined;
    const { collection } = authorization;
    const table = world.table(collection);
    const { selection, limit, binding, violations } = readQuery(request, caller.tenant.name, collection);
    return table === undefined || violations.length > 0 ? undefined : { collection, table, selection, limit, binding };
  };
}
