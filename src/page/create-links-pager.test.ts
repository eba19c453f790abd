import { describe, expect, it } from '@jest/globals';
import type { LinksPage, Role } from '../contract/contract.ts';
import { createArrayView, createNumberedView } from './testing/array-view.ts';
import { createSampleClient, NOW, ORIGIN, type SampleClient } from './testing/sample-client.ts';
import { createSampleContract, LIMIT } from './testing/sample-contract.ts';

const PAGE: LinksPage = {
  style: 'links',
  limit: { ...LIMIT, minimum: 1, default: 50, above: 'reject' },
  position: 'cursor',
  token: {
    shape: { forward: '{"v":1,"k":"{key}"}', backward: '{"v":1,"k":"{key}","d":"prev"}' },
    encoding: 'base64',
    boundTo: new Set(['tenant', 'scope', 'filters']),
    lifetime: 86_400_000,
  },
  links: { keep: 'declared', parameterOrder: 'asSent', encoding: 'percent', firstPosition: 'stated' },
};
const ROLES: readonly Role[] = ['items', 'total', 'next', 'previous'];
const CONTRACT = createSampleContract(PAGE, { roles: ROLES, parameters: ['limit', 'state'] });
const START = '/billing/sites/SITE-001/customers';

function follow(client: SampleClient, link: unknown): ReturnType<SampleClient['page']> {
  expect(link).toEqual(expect.stringContaining(ORIGIN));
  return client.page(String(link));
}

describe('createLinksPager', () => {
  it("joins pages as the document's example does", () => {
    const rows = [
      [1777852800000, 'ACME-002'],
      [1777680000000, 'ACME-001'],
      [1776729600000, 'ACME-000'],
    ] as const;
    const client = createSampleClient(CONTRACT, createArrayView(rows.map(([time, name]) => [-time, name])));
    const first = client.page(`${START}?limit=2`);
    expect(first.keys.map((key) => key[1])).toEqual(['ACME-002', 'ACME-001']);
    expect(first.values.get('previous')).toBeNull();
    const next = String(first.values.get('next'));
    expect(next).toMatch(
      /^https:\/\/api\.example\.com\/billing\/sites\/SITE-001\/customers\?limit=2&cursor=eyJ2IjoxLCJrIjoi\w+(%3D){0,2}$/,
    );

    const second = follow(client, next);
    expect(second.keys.map((key) => key[1])).toEqual(['ACME-000']);
    expect(second.values.get('next')).toBeNull();
    const token = new URL(String(second.values.get('previous'))).searchParams.get('cursor') ?? '';
    expect(token).toMatch(/^[\w+/]+={0,2}$/);
    expect(Buffer.from(token, 'base64').toString()).toMatch(/^\{"v":1,"k":"[\w-]+","d":"prev"\}$/);
    expect(follow(client, second.values.get('previous')).keys).toEqual(first.keys);
  });

  it('carries declared parameters only, as they were sent', () => {
    const client = createSampleClient(CONTRACT, createNumberedView(5));
    const { values } = client.page(`${START}?utm=x&state=a%20b&limit=2`);
    expect(values.get('next')).toEqual(expect.stringMatching(/customers\?state=a%20b&limit=2&cursor=[^&]+$/));
  });

  it('joins nothing where everything fits', () => {
    const { keys, values } = createSampleClient(CONTRACT, createNumberedView(50)).page(START);
    expect(keys).toHaveLength(50);
    expect(Object.fromEntries(values)).toEqual({ next: null, previous: null });
  });

  it('honours another limit on a followed link', () => {
    const client = createSampleClient(CONTRACT, createNumberedView(9));
    const next = String(client.page(`${START}?limit=2`).values.get('next'));
    expect(client.page(next.replace('limit=2', 'limit=3')).keys).toEqual([[2], [3], [4]]);
  });

  it('tells the direction of a link that is used for something else, and of one that has expired', () => {
    let now = NOW;
    const client = createSampleClient(CONTRACT, createNumberedView(9), () => now);
    const next = String(client.page(`${START}?limit=2`).values.get('next'));
    const previous = String(client.page(next).values.get('previous'));
    expect(client.get(next, { scope: 'site-2' })).toEqual({ condition: 'invalidPosition', direction: 'forward' });
    expect(client.get(previous, { filters: 'state=x' })).toEqual({
      condition: 'invalidPosition',
      direction: 'backward',
    });
    now += 86_400_000;
    expect(client.get(previous)).toEqual({ condition: 'expiredPosition', direction: 'backward' });
  });

  it.each([
    'cursor=',
    'cursor=abc',
    'cursor=eyJ2IjoxLCJrIjoieFFwM21KOEx2VHl3In0%3D',
    'cursor=%FF',
    'cursor=a&cursor=a',
  ])('refuses ?%s', (query) => {
    const client = createSampleClient(CONTRACT, createNumberedView(9));
    expect(client.get(`${START}?${query}`)).toEqual({ condition: 'invalidPosition' });
  });

  it('leads back from a page whose rows are gone, to the row that it was to follow', () => {
    const view = createNumberedView(6);
    const client = createSampleClient(CONTRACT, view);
    const first = client.page(`${START}?limit=4`);
    view.remove([4]);
    view.remove([5]);
    const hollow = follow(client, first.values.get('next'));
    expect(hollow.keys).toEqual([]);
    expect(hollow.values.get('next')).toBeNull();
    expect(follow(client, hollow.values.get('previous')).keys).toEqual(first.keys);
  });

  it('leads on from a page whose rows are gone at the front', () => {
    const view = createNumberedView(6);
    const client = createSampleClient(CONTRACT, view);
    const second = follow(client, client.page(`${START}?limit=2`).values.get('next'));
    view.remove([0]);
    view.remove([1]);
    const hollow = follow(client, second.values.get('previous'));
    expect(hollow.keys).toEqual([]);
    expect(hollow.values.get('previous')).toBeNull();
    expect(follow(client, hollow.values.get('next')).keys).toEqual(second.keys);
  });

  it('leads nowhere when all rows are gone', () => {
    const view = createNumberedView(3);
    const client = createSampleClient(CONTRACT, view);
    const next = client.page(`${START}?limit=2`).values.get('next');
    for (const key of view.keys) view.remove(key);
    const { keys, values } = follow(client, next);
    expect(keys).toEqual([]);
    expect(Object.fromEntries(values)).toEqual({ next: null, previous: null });
  });

  it('names no position in a link to the first page where the contract omits it', () => {
    const page: LinksPage = { ...PAGE, links: { ...PAGE.links, firstPosition: 'omitted' } };
    const contract = createSampleContract(page, { roles: ['first', 'last', 'position'] });
    const client = createSampleClient(contract, createNumberedView(5));
    const { values } = client.page(`${START}?limit=2`);
    expect(values.get('first')).toBe(`${ORIGIN}${START}?limit=2`);
    expect(follow(client, values.get('last')).keys).toEqual([[4]]);
    expect(client.page(`${START}?limit=2&cursor=${encodeURIComponent(String(values.get('position')))}`).keys).toEqual([
      [0],
      [1],
    ]);
  });
});
