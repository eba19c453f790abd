import { type AlteredList, alterList } from '../../alter/engine.ts';
import { createGrease } from '../../alter/grease/grease.ts';
import type { Contract } from '../../contract/contract.ts';
import { createLiteralState } from '../../mock/testing/create-literal-state.ts';
import { createTenant } from '../../mock/testing/create-tenant.ts';
import { loadSample } from '../../mock/testing/load-contract.ts';
import { createScenarioMock } from '../../testing/create-scenario-mock.ts';

/** A list that clients of tests read. */
export interface Target {
  readonly contract: Contract;
  readonly mock: AlteredList;
  readonly path: string;
  /** All required headers. */
  readonly headers: Readonly<Record<string, string>>;
  /** Another tenant's list. */
  readonly other: { readonly path: string; readonly headers: Readonly<Record<string, string>> };
  /** A filter that leaves several pages of five, and another one. */
  readonly filter: readonly [name: string, value: string];
  readonly otherFilter: readonly [name: string, value: string];
}

const SITE = '/billing/sites/site-acme-sydney/customers';
const VERSION = { 'pyng-api-version': 'urn:pyng:api:billing:version:v1' };
const WORKSPACE = { 'x-simple-workspace': 'acc_01H8XYZ123ABC', 'x-piriod-test-mode': 'false' };

type Details = Omit<Target, 'contract' | 'mock'>;

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

const opened = new Map<string, Target>();

/** Opens the list of one of the four contracts; tests that read only share it. */
export function openTarget(id: string): Target {
  const known = opened.get(id) ?? createTarget(id);
  opened.set(id, known);
  return known;
}

function createTarget(id: string): Target {
  const { headers, other, ...details } = DETAILS[id] as Details;
  const { contract, mock, headersOf } = createScenarioMock(id, 'demo');
  return {
    contract,
    mock,
    ...details,
    headers: { ...headersOf('acme'), ...headers },
    other: { path: other.path, headers: { ...headersOf('globex'), ...other.headers } },
  };
}

/** The same list, with greased responses. */
export function openGreasedTarget(id: string, seed: string): Target {
  const target = openTarget(id);
  const { contract, state } = target.mock;
  const mock = alterList({ state, key: 'a key for tests', seed: '1' }, createGrease(contract, { seed }));
  return { ...target, mock };
}

/** Opens a list of 23 rows with a variant of the sample contract. */
export function openSampleTarget(...changes: readonly (readonly [search: string, replacement: string])[]): Target {
  const key = JSON.stringify(changes);
  const known = opened.get(key) ?? createSampleTarget(changes);
  opened.set(key, known);
  return known;
}

function createSampleTarget(changes: readonly (readonly [search: string, replacement: string])[]): Target {
  const contract = loadSample(...changes);
  const rows = Array.from({ length: 23 }, (_, index) => ({
    id: `t${index}`,
    kind: index % 8 === 7 ? 'b' : 'a',
    at: new Date(Date.UTC(2026, 0, 1 + index)).toISOString(),
  }));
  const { state } = createLiteralState({
    contract,
    tenants: [{ ...createTenant('acme', { values: {} }), collections: ['acme', 'globex'] }],
    collections: { acme: rows, globex: rows.slice(5) },
    now: 0,
    complete: (fields) => ({
      id: `new${state.countRows()}`,
      kind: 'a',
      at: '2026-02-01T00:00:00Z',
      ...fields,
    }),
  });
  return {
    contract,
    mock: alterList({ state, key: 'key', seed: '1' }, []),
    path: '/things',
    headers: { 'x-site': 'acme' },
    other: { path: '/things', headers: { 'x-site': 'globex' } },
    filter: ['kind', 'a'],
    otherFilter: ['kind', 'b'],
  };
}

const NEXT = "          next: /next\n          atEnd: 'null'\n";
const TEXT_POSITION = [
  '- { name: page, in: query, schema: { type: integer } }',
  '- { name: page, in: query, schema: { type: string } }',
] as const;

/** The four contracts, and variants of the sample contract that are like none of them. */
export const TARGETS: readonly (readonly [name: string, open: () => Target])[] = [
  ...CONTRACTS.map((id) => [id, () => openTarget(id)] as const),
  ['numbers with links', () => openSampleTarget()],
  ['numbers without links', () => openSampleTarget([NEXT, ''])],
  ['links of our own', () => openSampleTarget(TEXT_POSITION, ['style: number', 'style: links'])],
  [
    'tokens of our own',
    () =>
      openSampleTarget(TEXT_POSITION, [
        'style: number',
        'style: keyset\n          token: { encoding: none, boundTo: [] }',
      ]),
  ],
  ['offsets without links', () => openSampleTarget(['style: number', 'style: offset'], [NEXT, ''])],
];

/** Contracts whose pages do not tell where the list ends. */
export const ENDLESS_TARGETS: readonly (readonly [name: string, open: () => Target])[] = [
  ['numbers without an end', () => openSampleTarget([NEXT, ''], ['        total: /count\n', ''])],
  [
    'offsets without an end',
    () => openSampleTarget(['style: number', 'style: offset'], [NEXT, ''], ['        total: /count\n', '']),
  ],
];
