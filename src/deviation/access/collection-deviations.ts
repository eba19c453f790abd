import type { Contract } from '../../contract/contract.ts';
import { always, restsOn } from '../../contract/rests-on.ts';
import { editRequests } from '../../edit/edit-pages.ts';
import { readHeader } from '../../mock/message.ts';
import type { World } from '../../mock/world.ts';
import { isLaterPage } from '../../page/query-parameters.ts';
import { createTable } from '../../store/create-table.ts';
import type { Deviation } from '../deviation.ts';

const hasScope = ({ access }: Contract): boolean => access.scope !== undefined;
const hasScopeHeader = ({ access }: Contract): boolean => access.scope?.in === 'header';

/** Rows that belong to somebody else, or to nobody. */
export const collectionDeviations: readonly Deviation[] = [
  {
    name: 'foreign-collection-shown',
    summary: 'whoever has any credential sees every collection',
    area: 'access',
    breaks: restsOn('access/scope'),
    appliesTo: hasScope,
    bendWorld: (world) => withTenants(world, (collections) => [...collections, ...world.collections]),
  },
  {
    name: 'rows-of-first-tenant-shown',
    summary: 'everybody sees the rows of the same tenant',
    area: 'access',
    breaks: always('documented'),
    appliesTo: (contract) => !hasScope(contract) && contract.access.credentials.length > 0,
    bendWorld: (world) => withTenants(world, () => world.tenants[0]?.collections ?? []),
  },
  {
    name: 'unknown-collection-is-empty',
    summary: 'a collection that does not exist is shown as one without rows',
    area: 'access',
    breaks: restsOn('access/scope'),
    appliesTo: hasScope,
    bendWorld(world) {
      const nothing = createTable({ contract: world.contract, sources: [] });
      const isKnown = (name: string): boolean => world.collections.includes(name);
      return {
        ...withTenants(world, (collections) => {
          return Object.assign([...collections], {
            includes: (name: string) => collections.includes(name) || !isKnown(name),
          });
        }),
        table: (name) => (isKnown(name) ? world.table(name) : nothing),
      };
    },
  },
  {
    name: 'collection-not-needed',
    summary: 'a request that names no collection shows the first one of the caller',
    area: 'access',
    breaks: restsOn('access/scope'),
    appliesTo: hasScopeHeader,
    wrap: editRequests((request, { contract, world }) => {
      const name = contract.access.scope?.name.toLowerCase() ?? '';
      return readHeader(request, name)
        ? request
        : { ...request, headers: { ...request.headers, [name]: world.tenants[0]?.collections[0] } };
    }),
  },
  {
    name: 'collection-not-needed-on-next-page',
    summary: 'a request for a later page need not name its collection',
    area: 'access',
    breaks: restsOn('access/scope'),
    appliesTo: hasScopeHeader,
    wrap: editRequests((request, { contract, world }) => {
      const name = contract.access.scope?.name.toLowerCase() ?? '';
      return readHeader(request, name) || !isLaterPage(contract, request)
        ? request
        : { ...request, headers: { ...request.headers, [name]: world.tenants[0]?.collections[0] } };
    }),
  },
];

function withTenants(world: World, change: (collections: readonly string[]) => readonly string[]): World {
  const tenants = world.tenants.map((tenant) => ({ ...tenant, collections: change(tenant.collections) }));
  return { ...world, tenants };
}
