import { describe, expect, it } from '@jest/globals';
import type { KeysetPage, Role } from '../contract/contract.ts';
import { createNumberedView } from './testing/array-view.ts';
import { createSampleClient, type SampleClient } from './testing/sample-client.ts';
import { createSampleContract, LIMIT } from './testing/sample-contract.ts';

const PAGE: KeysetPage = {
  style: 'keyset',
  limit: LIMIT,
  position: 'offset',
  token: { encoding: 'none', boundTo: new Set(['tenant', 'filters']) },
  direction: { parameter: 'direction', forward: 'forward', backward: 'backward' },
};
const TOKENS = ['next', 'previous', 'first', 'last'] as const;
const ROLES: readonly Role[] = ['items', 'total', ...TOKENS, 'pageCount', 'pageNumber'];
const CONTRACT = createSampleContract(PAGE, { roles: ROLES });

/** Ranks on the page that a query leads to. */
function ranks(client: SampleClient, query: string): readonly unknown[] {
  return client.page(`/v1/customers?${query}`).keys.map(([rank]) => rank);
}

describe('createKeysetPager', () => {
  it('leads on, back, to the first page and to the last one', () => {
    const client = createSampleClient(CONTRACT, createNumberedView(7));
    const first = client.page('?limit=3').values;
    expect(first.get('previous')).toBeNull();
    expect(ranks(client, `limit=3&offset=${first.get('next')}&direction=forward`)).toEqual([3, 4, 5]);
    const middle = client.page(`?limit=3&offset=${first.get('next')}`).values;
    expect(ranks(client, `limit=3&offset=${middle.get('next')}`)).toEqual([6]);
    expect(ranks(client, `limit=3&offset=${middle.get('previous')}&direction=backward`)).toEqual([0, 1, 2]);
    expect(ranks(client, `limit=3&offset=${middle.get('previous')}`)).toEqual([0, 1, 2]);
    expect(ranks(client, `limit=3&offset=${middle.get('first')}&direction=forward`)).toEqual([0, 1, 2]);
    expect(ranks(client, `limit=3&offset=${middle.get('last')}&direction=backward`)).toEqual([6]);
    expect(client.page(`?limit=3&offset=${middle.get('last')}`).values.get('next')).toBeNull();
  });

  it('mints tokens that need no encoding in a URL', () => {
    const { values } = createSampleClient(CONTRACT, createNumberedView(7)).page('?limit=3&direction=backward');
    for (const role of ['previous', 'first', 'last'] as const)
      expect(values.get(role)).toEqual(expect.stringMatching(/^[\w-]+$/));
  });

  it('lets the direction of the request win over that of the token', () => {
    const client = createSampleClient(CONTRACT, createNumberedView(10));
    const { values } = client.page(`?limit=3&offset=${client.page('?limit=3').values.get('next')}`);
    expect(ranks(client, `limit=2&offset=${values.get('next')}&direction=backward`)).toEqual([3, 4]);
    expect(ranks(client, `limit=2&offset=${values.get('previous')}&direction=forward`)).toEqual([4, 5]);
    expect(ranks(client, `limit=3&offset=${values.get('first')}&direction=backward`)).toEqual([9]);
    expect(ranks(client, `limit=3&offset=${values.get('last')}&direction=forward`)).toEqual([0, 1, 2]);
  });

  it('begins at the end when only a direction is given', () => {
    const client = createSampleClient(CONTRACT, createNumberedView(7));
    expect(ranks(client, 'limit=3&direction=backward')).toEqual([6]);
    expect(ranks(client, 'limit=3&direction=forward')).toEqual([0, 1, 2]);
  });

  it.each(['direction=up', 'direction=', 'direction=forward&direction=forward', 'direction=FORWARD&offset=x'])(
    'refuses ?%s as a bad parameter',
    (query) => {
      expect(createSampleClient(CONTRACT, createNumberedView(7)).get(`?${query}`)).toEqual({
        condition: 'invalidParameter',
        violations: [{ parameter: 'direction', rule: 'enum' }],
      });
    },
  );

  it('knows no direction where the contract has none', () => {
    const { direction: _, ...page } = PAGE;
    const client = createSampleClient(createSampleContract(page, { roles: ROLES }), createNumberedView(7));
    expect(ranks(client, 'limit=3&direction=backward')).toEqual([0, 1, 2]);
  });

  it('refuses a token for other filters', () => {
    const client = createSampleClient(CONTRACT, createNumberedView(7));
    const token = client.page('?limit=3').values.get('last');
    expect(client.get(`?offset=${token}`, { filters: 'plan=x' })).toEqual({
      condition: 'invalidPosition',
      direction: 'backward',
    });
    expect(client.get(`?offset=${token}`, { scope: 'not bound' })).toHaveProperty('keys');
  });

  it('numbers pages from one, forward and backward', () => {
    const client = createSampleClient(CONTRACT, createNumberedView(7));
    const forward: unknown[] = [];
    for (let query: string | null = ''; query !== null; ) {
      const { values } = client.page(`?limit=3${query}`);
      forward.push(values.get('pageNumber'));
      expect(values.get('pageCount')).toBe(3);
      query = values.get('next') === null ? null : `&offset=${values.get('next')}`;
    }
    expect(forward).toEqual([1, 2, 3]);
    const backward: unknown[] = [];
    for (let query: string | null = '&direction=backward'; query !== null; ) {
      const { values } = client.page(`?limit=3${query}`);
      backward.push(values.get('pageNumber'));
      query = values.get('previous') === null ? null : `&offset=${values.get('previous')}`;
    }
    expect(backward).toEqual([3, 2, 1]);
  });

  it('never numbers a page beyond the last', () => {
    const view = createNumberedView(7);
    const client = createSampleClient(CONTRACT, view);
    const token = client.page('?limit=6').values.get('next');
    view.remove([6]);
    const { keys, values } = client.page(`?limit=6&offset=${token}`);
    expect(keys).toEqual([]);
    expect(values.get('pageNumber')).toBe(1);
    expect(values.get('next')).toBeNull();
    expect(ranks(client, `limit=6&offset=${values.get('previous')}`)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('mints no token for a limit of zero in the middle', () => {
    const client = createSampleClient(CONTRACT, createNumberedView(7));
    const token = client.page('?limit=3').values.get('next');
    const { keys, values } = client.page(`?limit=0&offset=${token}`);
    expect(keys).toEqual([]);
    for (const role of TOKENS) expect(values.get(role)).toBeNull();
    expect(values.get('pageNumber')).toBe(1);
  });

  it.each([
    ['an empty list', 0, '', 0],
    ['a limit of zero', 7, '?limit=0', 0],
    ['a limit of zero at the end', 7, '?limit=0&direction=backward', 0],
  ])('mints no token for %s', (_, count, query, pageCount) => {
    const { keys, values } = createSampleClient(CONTRACT, createNumberedView(count)).page(query);
    expect(keys).toEqual([]);
    for (const role of TOKENS) expect(values.get(role)).toBeNull();
    expect(values.get('pageCount')).toBe(pageCount);
    expect(values.get('pageNumber')).toBe(1);
  });
});
