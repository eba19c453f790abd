import { describe, expect, it } from '@jest/globals';
import type { KeysetPage, LinksPage, NumberPage, OffsetPage, Page, Role } from '../contract/contract.ts';
import { fc } from '../testing/properties.ts';
import { createPager } from './pager.ts';
import { type ArrayView, createArrayView, createNumberedView } from './testing/array-view.ts';
import { RECORDED_INVALID, RECORDED_PAGES } from './testing/recorded-pages.ts';
import { createSampleClient, NOW, ORIGIN, type SampleClient } from './testing/sample-client.ts';
import { createSampleContract, JAVASCRIPT, LIMIT, PYTHON } from './testing/sample-contract.ts';

describe('create pager', () => {
  const LINKS = { keep: 'all', parameterOrder: 'sorted', encoding: 'percent', firstPosition: 'omitted' } as const;
  const TOKEN = { encoding: 'none', boundTo: new Set<'tenant' | 'scope' | 'filters'>(['tenant']) } as const;
  const BASE = { limit: LIMIT, position: 'at' } as const;
  type Style = Exclude<Page['style'], 'key'>;
  const PAGES: Readonly<Record<Style, Page>> = {
    links: { ...BASE, style: 'links', token: TOKEN, links: LINKS },
    keyset: { ...BASE, style: 'keyset', token: TOKEN, links: LINKS },
    number: { ...BASE, style: 'number', first: 1, links: LINKS, lastWord: 'last', pastEnd: 'empty' },
    offset: { ...BASE, style: 'offset', first: 0, links: LINKS, pastEnd: 'empty' },
  };
  const STYLES = Object.keys(PAGES) as Style[];
  const STEADY: readonly Style[] = ['links', 'keyset'];
  const WALKABLE: readonly Role[] = ['next', 'previous', 'first', 'last'];

  type Step = 'next' | 'previous';

  function createClient(style: Style, view: ArrayView): SampleClient {
    return createSampleClient(createSampleContract(PAGES[style], { roles: WALKABLE }), view);
  }

  /** The query by which a link, a token or a number is followed, at another limit perhaps. */
  function toQuery(value: unknown, limit: number): string {
    if (typeof value === 'string' && value.includes('://')) {
      const url = new URL(value);
      url.searchParams.set('limit', String(limit));
      return url.search;
    }
    return `?limit=${limit}&at=${String(value)}`;
  }

  /** The ranks on every page of a walk; `between` runs after each page. */
  function walk(
    client: SampleClient,
    step: Step,
    limits: readonly number[],
    between: () => void = () => {},
  ): number[][] {
    const limitOf = (page: number): number => limits[page % limits.length] ?? 1;
    const start = client.page(`?limit=${limitOf(0)}`);
    let query = step === 'next' ? `?limit=${limitOf(0)}` : toQuery(start.values.get('last'), limitOf(0));
    const pages: number[][] = [];
    for (;;) {
      const { keys, values } = client.page(query);
      pages.push(keys.map(([rank]) => Number(rank)));
      const target = values.get(step);
      if (target === null || pages.length > 500) return pages;
      between();
      query = toQuery(target, limitOf(pages.length));
    }
  }

  const count = fc.integer({ min: 1, max: 60 });
  const limits = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 });

  describe.each(STYLES)('createPager (%s)', (style) => {
    it('shows each row once, in order, on a walk forward', () => {
      fc.assert(
        fc.property(count, fc.integer({ min: 1, max: 9 }), (count, limit) => {
          const pages = walk(createClient(style, createNumberedView(count)), 'next', [limit]);
          expect(pages.flat()).toEqual(Array.from({ length: count }, (_, rank) => rank));
          expect(pages).toHaveLength(Math.ceil(count / limit));
        }),
      );
    });

    it('shows the same pages on a walk backward from the last', () => {
      fc.assert(
        fc.property(count, fc.integer({ min: 1, max: 9 }), (count, limit) => {
          const client = createClient(style, createNumberedView(count));
          expect(walk(client, 'previous', [limit]).reverse()).toEqual(walk(client, 'next', [limit]));
        }),
      );
    });

    it('comes back to the page that it went on from', () => {
      fc.assert(
        fc.property(count, fc.integer({ min: 1, max: 9 }), (count, limit) => {
          const client = createClient(style, createNumberedView(count));
          let page = client.page(`?limit=${limit}`);
          while (page.values.get('next') !== null) {
            const next = client.page(toQuery(page.values.get('next'), limit));
            expect(client.page(toQuery(next.values.get('previous'), limit)).keys).toEqual(page.keys);
            page = next;
          }
        }),
      );
    });

    it('computes no role that the envelope does not have', () => {
      const contract = createSampleContract(PAGES[style], { roles: ['items', 'total', 'hasNext', 'limit'] });
      const { values } = createSampleClient(contract, createNumberedView(30)).page('');
      expect([...values]).toEqual([
        ['hasNext', true],
        ['limit', 20],
      ]);
    });

    it('answers a request the same each time', () => {
      const view = createNumberedView(30);
      const query = toQuery(createClient(style, view).page('?limit=4').values.get('next'), 4);
      expect(createClient(style, view).page(query)).toEqual(createClient(style, view).page(query));
    });
  });

  describe.each(STEADY)('createPager (%s), with a limit that changes', (style) => {
    it('shows each row once on a walk forward or backward', () => {
      fc.assert(
        fc.property(count, limits, (count, limits) => {
          const client = createClient(style, createNumberedView(count));
          const all = Array.from({ length: count }, (_, rank) => rank);
          expect(walk(client, 'next', limits).flat()).toEqual(all);
          expect(walk(client, 'previous', limits).reverse().flat()).toEqual(all);
        }),
      );
    });
  });

  describe.each(STEADY)('createPager (%s), while rows come and go', (style) => {
    it.each(['next', 'previous'] as const)('neither skips nor repeats a row that stays (%s)', (step) => {
      const changes = fc.array(fc.record({ rank: fc.integer({ min: -5, max: 65 }), isNew: fc.boolean() }), {
        maxLength: 40,
      });
      fc.assert(
        fc.property(count, limits, changes, (count, limits, changes) => {
          const view = createNumberedView(count);
          const untouched = new Set(view.keys.map(([rank]) => Number(rank)));
          const rest = [...changes];
          const remove = (rank: number): void => {
            view.remove([rank]);
            untouched.delete(rank);
          };
          const seen = walk(createClient(style, view), step, limits, () => {
            for (const { rank, isNew } of rest.splice(0, 3)) {
              if (isNew) view.add([rank + rest.length / 100 + 0.001]);
              else remove(rank);
            }
          });
          const stayed = seen.flat().filter((rank) => untouched.has(rank));
          expect(stayed.sort((one, other) => one - other)).toEqual([...untouched]);
        }),
      );
    });
  });

  describe.each(['number', 'offset'] as const)('createPager (%s), while rows come and go', (style) => {
    it('drifts: it repeats a row when one comes, and skips one when one goes', () => {
      const view = createNumberedView(6);
      let isFirst = true;
      const once = (change: () => void) => (): void => {
        if (isFirst) change();
        isFirst = false;
      };
      const grown = walk(
        createClient(style, view),
        'next',
        [2],
        once(() => view.add([-1])),
      );
      expect(grown.flat()).toEqual([0, 1, 1, 2, 3, 4, 5]);
      isFirst = true;
      const shrunk = walk(
        createClient(style, view),
        'next',
        [2],
        once(() => view.remove([-1])),
      );
      expect(shrunk.flat()).toEqual([-1, 0, 2, 3, 4, 5]);
    });
  });

  describe('createPager', () => {
    it('refuses an empty key', () => {
      const contract = createSampleContract(PAGES.keyset, { roles: WALKABLE });
      expect(() => createPager(contract, '')).toThrow('Invalid token key: must not be empty');
    });
  });
});

describe('create links pager', () => {
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
      expect(client.page(`${START}?limit=2&cursor=${encodeURIComponent(String(values.get('position')))}`).keys).toEqual(
        [[0], [1]],
      );
    });
  });
});

describe('create number pager', () => {
  const PAGE: NumberPage = {
    style: 'number',
    limit: { ...LIMIT, parameter: 'page_size', minimum: 1, below: 'default', malformed: 'default' },
    position: 'page',
    first: 1,
    lastWord: 'last',
    pastEnd: 'reject',
    links: { keep: 'all', parameterOrder: 'sorted', encoding: 'form', firstPosition: 'omitted' },
  };
  const ROLES: readonly Role[] = ['items', 'total', 'next', 'previous'];
  const CONTRACT = createSampleContract(PAGE, { roles: ROLES, query: PYTHON });

  describe('createNumberPager', () => {
    it.each(RECORDED_PAGES)(
      'answers %s (%d rows) as Django REST framework does',
      (url, count, shown, next, previous) => {
        const { keys, values } = createSampleClient(CONTRACT, createNumberedView(count)).page(url);
        expect(keys).toHaveLength(shown);
        expect(values.get('next')).toBe(next === null ? null : ORIGIN + next);
        expect(values.get('previous')).toBe(previous === null ? null : ORIGIN + previous);
      },
    );

    it.each(RECORDED_INVALID)('refuses %s (%d rows) as Django REST framework does', (url, count) => {
      const answer = createSampleClient(CONTRACT, createNumberedView(count)).get(url);
      expect([{ condition: 'invalidPosition' }, { condition: 'pastEnd' }]).toContainEqual(answer);
    });

    it('shows the rows that belong to the page', () => {
      const { keys } = createSampleClient(CONTRACT, createNumberedView(142)).page('/customers/?page=1_0&page_size=1');
      expect(keys).toEqual([[9]]);
    });

    it('refuses a repeated number where repetition is refused', () => {
      const contract = createSampleContract(PAGE, { roles: ROLES, query: { ...PYTHON, repeated: 'reject' } });
      const client = createSampleClient(contract, createNumberedView(142));
      expect(client.get('/customers/?page=1&page=1')).toEqual({ condition: 'invalidPosition' });
    });

    it('has an empty page past the end where the contract allows it, which leads back to rows', () => {
      const contract = createSampleContract({ ...PAGE, pastEnd: 'empty' }, { roles: ROLES, query: PYTHON });
      const { keys, values } = createSampleClient(contract, createNumberedView(142)).page('/customers/?page=99');
      expect(keys).toEqual([]);
      expect(values.get('next')).toBeNull();
      expect(values.get('previous')).toBe(`${ORIGIN}/customers/?page=8`);
    });

    it.each([
      [
        '?page=2',
        142,
        {
          first: '',
          last: '?page=8',
          pageNumber: 2,
          pageCount: 8,
          position: 2,
          limit: 20,
          hasNext: true,
          hasPrevious: true,
        },
      ],
      ['?page=last', 142, { pageNumber: 8, position: 8, hasNext: false, hasPrevious: true }],
      ['', 0, { first: '', last: '', pageNumber: 1, pageCount: 0, hasNext: false, hasPrevious: false }],
    ])('fills the other roles: %j of %d rows', (query, count, expected) => {
      const roles: readonly Role[] = [
        'first',
        'last',
        'pageNumber',
        'pageCount',
        'position',
        'limit',
        'hasNext',
        'hasPrevious',
      ];
      const contract = createSampleContract(PAGE, { roles, query: PYTHON });
      const { values } = createSampleClient(contract, createNumberedView(count)).page(`/customers/${query}`);
      const plain = [...values].map(([role, value]) => [
        role,
        typeof value === 'string' ? value.replace(`${ORIGIN}/customers/`, '') : value,
      ]);
      expect(Object.fromEntries(plain)).toMatchObject(expected);
    });

    it('names the first page where the contract states it', () => {
      const page: NumberPage = { ...PAGE, links: { ...PAGE.links, firstPosition: 'stated' } };
      const contract = createSampleContract(page, { roles: ROLES, query: PYTHON });
      const { values } = createSampleClient(contract, createNumberedView(142)).page('/customers/?page=2');
      expect(values.get('previous')).toBe(`${ORIGIN}/customers/?page=1`);
    });
  });
});

describe('create keyset pager', () => {
  const PAGE: KeysetPage = {
    style: 'keyset',
    limit: LIMIT,
    position: 'offset',
    token: { encoding: 'none', boundTo: new Set(['tenant', 'filters']) },
    direction: { parameter: 'direction', forward: 'forward', backward: 'backward' },
    links: { keep: 'all', parameterOrder: 'asSent', encoding: 'percent', firstPosition: 'stated' },
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
});

describe('create offset pager', () => {
  const PAGE: OffsetPage = {
    style: 'offset',
    limit: { ...LIMIT, parameter: 'take', minimum: 1, default: 10 },
    position: 'skip',
    first: 0,
    pastEnd: 'empty',
    links: { keep: 'all', parameterOrder: 'asSent', encoding: 'percent', firstPosition: 'stated' },
  };
  const ROLES: readonly Role[] = [
    'items',
    'total',
    'position',
    'limit',
    'next',
    'previous',
    'first',
    'last',
    'pageNumber',
    'pageCount',
  ];
  const CONTRACT = createSampleContract(PAGE, { roles: ROLES, query: JAVASCRIPT });

  describe('createOffsetPager', () => {
    const client = createSampleClient(CONTRACT, createNumberedView(25));

    it.each([
      ['', 0, 10, { position: 0, next: 10, previous: null, pageNumber: 1 }],
      ['?skip=', 0, 10, { position: 0 }],
      ['?skip=10', 10, 20, { position: 10, next: 20, previous: 0, pageNumber: 2 }],
      ['?skip=4', 4, 14, { position: 4, next: 14, previous: 0, pageNumber: 2 }],
      ['?skip=20', 20, 25, { position: 20, next: null, previous: 10, pageNumber: 3, pageCount: 3 }],
      ['?skip=25', 25, 25, { position: 25, next: null, previous: 15 }],
      ['?skip=999999', 25, 25, { position: 999999, next: null, previous: 15, pageNumber: 3 }],
      ['?skip=1e300', 25, 25, { position: 1e300 }],
      ['?skip=0x10&take=2', 16, 18, { position: 16, limit: 2, first: 0, last: 24 }],
    ])('answers %j with rows %d to %d', (query, start, end, values) => {
      const page = client.page(query);
      expect(page.keys.map(([rank]) => rank)).toEqual(Array.from({ length: end - start }, (_, index) => start + index));
      expect(Object.fromEntries(page.values)).toMatchObject(values);
    });

    // As NestJS 11 was recorded, with class-validator behind it.
    it.each([
      ['?skip=-1', ['minimum']],
      ['?skip=abc', ['minimum', 'type']],
      ['?skip=1.5', ['type']],
      ['?skip=1&skip=2', ['minimum', 'type']],
    ])('refuses %j like NestJS', (query, rules) => {
      expect(client.get(query)).toEqual({
        condition: 'invalidParameter',
        violations: rules.map((rule) => ({ parameter: 'skip', rule })),
      });
    });

    it('has no page past the end where the contract rejects it', () => {
      const contract = createSampleContract({ ...PAGE, pastEnd: 'reject' }, { roles: ROLES });
      expect(createSampleClient(contract, createNumberedView(25)).get('?skip=25')).toEqual({ condition: 'pastEnd' });
      expect(createSampleClient(contract, createNumberedView(0)).page('?skip=0').keys).toEqual([]);
    });
  });
});
