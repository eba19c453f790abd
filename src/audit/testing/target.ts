import { createGreasedList } from '../../alter/grease/create-greased-list.ts';
import type { Contract } from '../../contract/contract.ts';
import { createListMock, type ListMock } from '../../mock/list.ts';

import { createLiteralWorld } from '../../mock/testing/create-literal-world.ts';
import { createTenant } from '../../mock/testing/create-tenant.ts';
import { loadSample } from '../../mock/testing/load-contract.ts';
import { createScenarioMock } from '../../testing/create-scenario-mock.ts';

/** A list that clients of tests read. */
export interface Target {
  readonly contract: Contract;
  readonly mock: ListMock;
  readonly path: string;
  /** All that have to be sent. */
  readonly headers: Readonly<Record<string, string>>;
  /** Somebody else's list. */
  readonly other: { readonly path: string; readonly headers: Readonly<Record<string, string>> };
  /** A query that leaves several pages of five, and another. */
  readonly filter: readonly [name: string, value: string];
  readonly otherFilter: readonly [name: string, value: string];
  /** Puts the mock's clock forward, in milliseconds. */
  advance(time: number): void;
}

const SITE = '/billing/sites/site-acme-sydney/customers';
const VERSION = { 'pyng-api-version': 'urn:pyng:api:billing:version:v1' };
const WORKSPACE = { 'x-simple-workspace': 'acc_01H8XYZ123ABC', 'x-piriod-test-mode': 'false' };

type Details = Omit<Target, 'contract' | 'mock' | 'advance'>;

const DETAILS: Readonly<Record<string, Details>> = {
  pyng: {
    path: SITE,
    headers: VERSION,
    other: { path: '/billing/sites/site-globex-hobart/customers', headers: VERSION },
    filter: ['state', 'invited'],
    otherFilter: ['state', 'linked'],
  },
  piriod: {
    path: '/customers/',
    headers: WORKSPACE,
    other: { path: '/customers/', headers: { ...WORKSPACE, 'x-simple-workspace': 'acc_01H8XYZ789GHJ' } },
    filter: ['created__gte', '2001-01-01T00:00:00Z'],
    otherFilter: ['created__gte', '2002-01-01T00:00:00Z'],
  },
  wingback: {
    path: '/v1/c/customer',
    headers: {},
    other: { path: '/v1/c/customer', headers: {} },
    filter: ['status', 'active'],
    otherFilter: ['status', 'inactive'],
  },
  devdraft: {
    path: '/api/v0/customers',
    headers: {},
    other: { path: '/api/v0/customers', headers: {} },
    filter: ['status', 'ACTIVE'],
    otherFilter: ['status', 'BLACKLISTED'],
  },
};

export const CONTRACTS: readonly string[] = Object.keys(DETAILS);

/** Opens the list of one of the four contracts. */
export function openTarget(id: string): Target {
  const { headers, other, ...details } = DETAILS[id] as Details;
  const { contract, mock, headersOf, setTime } = createScenarioMock(id, 'demo');
  return {
    contract,
    mock,
    ...details,
    headers: { ...headersOf('acme'), ...headers },
    other: { path: other.path, headers: { ...headersOf('globex'), ...other.headers } },
    advance: (time) => setTime(mock.world.now() + time),
  };
}

/** The same list, whose answers use all that the contract leaves open. */
export function openGreasedTarget(id: string, seed: string): Target {
  const target = openTarget(id);
  const mock = createGreasedList({ world: target.mock.world, key: 'a key for tests', seed: '1' }, { seed });
  return { ...target, mock };
}

/** Opens a list of 23 rows by a contract that is made of the small one. */
export function openSampleTarget(...changes: readonly (readonly [search: string, replacement: string])[]): Target {
  const contract = loadSample(...changes);
  const rows = Array.from({ length: 23 }, (_, index) => ({
    id: `t${index}`,
    kind: index % 8 === 7 ? 'b' : 'a',
    at: new Date(Date.UTC(2026, 0, 1 + index)).toISOString(),
  }));
  const { world, setTime } = createLiteralWorld({
    contract,
    tenants: [{ ...createTenant('acme', { values: {} }), collections: ['acme', 'globex'] }],
    collections: { acme: rows, globex: rows.slice(5) },
    now: 0,
    complete: (fields) => ({
      id: `new${world.countRows()}`,
      kind: 'a',
      at: '2026-02-01T00:00:00Z',
      ...fields,
    }),
  });
  return {
    contract,
    mock: createListMock({ world, key: 'key', seed: '1' }),
    path: '/things',
    headers: { 'x-site': 'acme' },
    other: { path: '/things', headers: { 'x-site': 'globex' } },
    filter: ['kind', 'a'],
    otherFilter: ['kind', 'b'],
    advance: setTime,
  };
}
