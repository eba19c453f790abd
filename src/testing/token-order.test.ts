import { describe, expect, it } from '@jest/globals';
import { createListMock } from '../mock/list.ts';
import { createLiteralState } from '../mock/testing/create-literal-state.ts';
import { createRequest } from '../mock/testing/create-request.ts';
import { createTenant } from '../mock/testing/create-tenant.ts';
import { loadSample } from '../mock/testing/load-contract.ts';
import { readBody } from '../mock/testing/read-body.ts';

interface Page {
  readonly things: readonly { readonly id: string }[];
  readonly next: string | null;
}

/** None of the four vendors has both tokens and an order of the client's choice: this one has. */
const contract = loadSample(
  [
    '- { name: page, in: query, schema: { type: integer } }',
    '- { name: page, in: query, schema: { type: string } }\n        - { name: sort, in: query, schema: { type: string } }',
  ],
  ['style: number', 'style: keyset\n          token: { encoding: none, boundTo: [] }'],
  ['order: { by: [-at] }', "order: { by: [-at], parameter: sort, fields: [kind, at], separator: ',' }"],
);

const { state } = createLiteralState({
  contract,
  tenants: [createTenant('acme', { values: {} })],
  collections: {
    acme: ['a', 'b', 'c', 'd', 'e', 'f'].map((id, index) => ({
      id,
      kind: 'zyx'[index % 3] ?? '',
      at: `2026-01-0${index + 1}T00:00:00Z`,
    })),
  },
  now: 0,
});
const mock = createListMock({ state, key: 'key', seed: '1' });

function get(query: string): { readonly status: number; readonly page: Page } {
  const response = mock.handle(createRequest(`/things?size=2&${query}`, { headers: { 'X-Site': 'acme' } }));
  if (response === undefined) throw new Error('not answered');
  return { status: response.status, page: readBody(response) as Page };
}

const ORDERS = ['', 'sort=at', 'sort=-at', 'sort=kind', 'sort=-kind', 'sort=kind,at', 'sort=kind,-at', 'sort=at,kind'];

describe('a token under an order of the client’s choice', () => {
  it.each(ORDERS)('leads through all rows: %p', (order) => {
    const seen: string[] = [];
    for (let token: string | null = ''; token !== null; ) {
      const { page } = get(token === '' ? order : `${order}&page=${token}`);
      seen.push(...page.things.map(({ id }) => id));
      token = page.next;
    }
    expect([...seen].sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it.each(ORDERS)('is good for that order alone, even where nothing else binds it: %p', (order) => {
    const { next } = get(order).page;
    for (const other of ORDERS) {
      // The contract's own order is newest first.
      const isSame = other === order || [order, other].every((one) => one === '' || one === 'sort=-at');
      expect([other, get(`${other}&page=${next}`).status]).toEqual([other, isSame ? 200 : 404]);
    }
  });
});
