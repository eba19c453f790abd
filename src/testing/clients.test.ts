import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import got from 'got';
import { createMock, type Mock } from '../server/mock.ts';

type Body = Readonly<Record<string, unknown>>;

/** How a client of one API pages. */
interface Way {
  /** The parameters of the first request. */
  readonly first: string;
  readonly items: (body: Body) => readonly Body[];
  /** The address of the next page; `undefined` when this one was the last. */
  readonly next: (body: Body, url: URL) => URL | undefined;
  readonly identity: string;
  readonly total: (body: Body) => unknown;
}

const WAYS: Readonly<Record<string, Way>> = {
  pyng: {
    first: 'limit=7&state=linked',
    items: (body) => (body['data'] as { items: Body[] }).items,
    next: (body) => toUrl((body['data'] as Body)['nextHref']),
    identity: 'customerReference',
    total: (body) => (body['data'] as Body)['totalItems'],
  },
  piriod: {
    first: 'page_size=7&ordering=-name',
    items: (body) => body['results'] as Body[],
    next: (body) => toUrl(body['next']),
    identity: 'id',
    total: (body) => body['count'],
  },
  wingback: {
    first: 'limit=7',
    items: (body) => body['hits'] as Body[],
    next: (body, url) => {
      if (body['forward'] === undefined) return undefined;
      const next = new URL(url);
      next.searchParams.set('offset', String(body['forward']));
      next.searchParams.set('direction', 'forward');
      return next;
    },
    identity: 'id',
    total: (body) => body['total'],
  },
  devdraft: {
    first: 'take=7&name=a',
    items: (body) => body['data'] as Body[],
    next: (body, url) => {
      const skip = Number(body['skip']) + Number(body['take']);
      if (skip >= Number(body['total'])) return undefined;
      const next = new URL(url);
      next.searchParams.set('skip', String(skip));
      return next;
    },
    identity: 'id',
    total: (body) => body['total'],
  },
};

function toUrl(link: unknown): URL | undefined {
  return typeof link === 'string' ? new URL(link) : undefined;
}

describe('a client over a socket', () => {
  let mock: Mock;

  beforeAll(async () => {
    mock = await createMock({ scenario: 'ties' });
  });

  afterAll(() => mock.close());

  it.each(Object.entries(WAYS))('follows %s to the end, and sees every row once', async (id, way) => {
    const contract = mock.contracts.find((candidate) => candidate.id === id);
    if (contract === undefined) throw new Error(`${id} is not served`);
    const start = new URL(contract.url);
    start.search = way.first;
    const totals = new Set<unknown>();
    const seen = await got.paginate.all<Body, Body>(start, {
      headers: contract.headers,
      responseType: 'json',
      retry: { limit: 0 },
      pagination: {
        transform: ({ body }) => {
          totals.add(way.total(body));
          expect(way.items(body).length).toBeLessThanOrEqual(7);
          return [...way.items(body)];
        },
        paginate: ({ response }) => {
          const url = way.next(response.body, new URL(response.url));
          expect(url?.origin ?? mock.url).toBe(mock.url);
          return url === undefined ? false : { url };
        },
      },
    });
    const identities = seen.map((item) => item[way.identity]);
    expect(identities.length).toBeGreaterThan(50);
    expect(new Set(identities).size).toBe(identities.length);
    expect([...totals]).toEqual([identities.length]);
  });
});
