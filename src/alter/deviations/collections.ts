import type { Contract } from '../../contract/contract.ts';
import { always, restsOn } from '../../contract/provenance.ts';
import { type MockRequest, readHeader } from '../../mock/message.ts';
import type { MockState } from '../../mock/state.ts';
import { isLaterPage } from '../../page/query.ts';
import { createTable } from '../../store/overlay-table.ts';
import { editRequests } from '../edits.ts';
import type { Deviation } from './deviation.ts';

const hasScope = ({ access }: Contract): boolean => access.scope !== undefined;
const hasScopeHeader = ({ access }: Contract): boolean => access.scope?.in === 'header';

/** Rows of another tenant, or of no tenant. */
export const collectionDeviations: readonly Deviation[] = [
  {
    name: 'foreign-collection-shown',
    summary: 'any valid credential gives access to every collection',
    area: 'access',
    breaks: restsOn('access/scope'),
    appliesTo: hasScope,
    overrideState: (state) => withTenants(state, (collections) => [...collections, ...state.collections]),
  },
  {
    name: 'rows-of-first-tenant-shown',
    summary: 'every tenant sees the rows of the same tenant',
    area: 'access',
    breaks: always('documented'),
    appliesTo: (contract) => !hasScope(contract) && contract.access.credentials.length > 0,
    overrideState: (state) => withTenants(state, () => state.tenants[0]?.collections ?? []),
  },
  {
    name: 'unknown-collection-is-empty',
    summary: 'a collection that does not exist is returned as an empty one',
    area: 'access',
    breaks: restsOn('access/scope'),
    appliesTo: hasScope,
    overrideState(state) {
      const nothing = createTable({ contract: state.contract, sources: [] });
      const isKnown = (name: string): boolean => state.collections.includes(name);
      return {
        ...withTenants(state, (collections) => {
          return Object.assign([...collections], {
            includes: (name: string) => collections.includes(name) || !isKnown(name),
          });
        }),
        table: (name) => (isKnown(name) ? state.table(name) : nothing),
      };
    },
  },
  {
    name: 'unknown-parent-ignored',
    summary: 'a list below a row of another list has the same rows below one that does not exist',
    area: 'access',
    breaks: restsOn('parent'),
    appliesTo: ({ parent }) => parent !== undefined,
    ignoresParent: true,
  },
  {
    name: 'collection-not-needed',
    summary: 'a request that names no collection returns the first one of the caller',
    area: 'access',
    breaks: restsOn('access/scope'),
    appliesTo: hasScopeHeader,
    wrap: editRequests((request, { contract, state }) => {
      const name = contract.access.scope?.name.toLowerCase() ?? '';
      return readHeader(request, name)
        ? request
        : { ...request, headers: { ...request.headers, [name]: state.tenants[0]?.collections[0] } };
    }),
  },
  {
    name: 'collection-not-needed-on-next-page',
    summary: 'a request for a later page does not have to name its collection',
    area: 'access',
    breaks: restsOn('access/scope'),
    appliesTo: hasScopeHeader,
    wrap: editRequests((request, { contract, state }) => {
      const name = contract.access.scope?.name.toLowerCase() ?? '';
      return readHeader(request, name) || !isLaterPage(contract, request)
        ? request
        : { ...request, headers: { ...request.headers, [name]: state.tenants[0]?.collections[0] } };
    }),
  },
];

function withTenants(state: MockState, change: (collections: readonly string[]) => readonly string[]): MockState {
  const tenants = state.tenants.map((tenant) => ({ ...tenant, collections: change(tenant.collections) }));
  return { ...state, tenants };
}

const base = {
  area: 'access',
  breaks: restsOn('access/partition'),
  appliesTo: ({ access }: Contract): boolean => access.partition !== undefined,
} as const;

/** The header that selects rows, misread. */
export const partitionDeviations: readonly Deviation[] = [
  {
    ...base,
    name: 'partition-ignored',
    summary: 'the header that selects rows has no effect: all rows are returned',
    overrideContract(contract) {
      const { partition: _forgotten, ...access } = contract.access;
      return { ...contract, access };
    },
  },
  {
    ...base,
    name: 'partition-always-off',
    summary: 'the header that selects rows has no effect: the default rows are returned',
    wrap: changePartition(() => undefined),
  },
  {
    ...base,
    name: 'partition-on-by-any-value',
    summary: 'any value of the header that selects rows counts as true, even false',
    wrap: changePartition((value) => (value === undefined ? undefined : 'true')),
  },
  {
    ...base,
    name: 'partition-dropped-on-next-page',
    summary: 'the header that selects rows has no effect on later pages',
    wrap: changePartition((value, request, contract) => (isLaterPage(contract, request) ? undefined : value)),
  },
];

function changePartition(
  change: (value: string | undefined, request: MockRequest, contract: Contract) => string | undefined,
): NonNullable<Deviation['wrap']> {
  return editRequests((request, { contract }) => {
    const name = contract.access.partition?.parameter.name.toLowerCase() ?? '';
    const value = change(readHeader(request, name), request, contract);
    return { ...request, headers: { ...request.headers, [name]: value } };
  });
}
