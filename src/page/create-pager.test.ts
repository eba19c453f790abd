import { describe, expect, it } from '@jest/globals';
import type { Page, Role } from '../contract/contract.ts';
import { fc } from '../testing/properties.ts';
import { createPager } from './create-pager.ts';
import { type ArrayView, createNumberedView } from './testing/array-view.ts';
import { createSampleClient, type SampleClient } from './testing/sample-client.ts';
import { createSampleContract, LIMIT } from './testing/sample-contract.ts';

const LINKS = { keep: 'all', parameterOrder: 'sorted', encoding: 'percent', firstPosition: 'omitted' } as const;
const TOKEN = { encoding: 'none', boundTo: new Set<'tenant' | 'scope' | 'filters'>(['tenant']) } as const;
const BASE = { limit: LIMIT, position: 'at' } as const;
const PAGES: Readonly<Record<Page['style'], Page>> = {
  links: { ...BASE, style: 'links', token: TOKEN, links: LINKS },
  keyset: { ...BASE, style: 'keyset', token: TOKEN },
  number: { ...BASE, style: 'number', links: LINKS, lastWord: 'last', pastEnd: 'empty' },
  offset: { ...BASE, style: 'offset', pastEnd: 'empty' },
};
const STYLES = Object.keys(PAGES) as Page['style'][];
const STEADY: readonly Page['style'][] = ['links', 'keyset'];
const WALKABLE: readonly Role[] = ['next', 'previous', 'first', 'last'];

type Step = 'next' | 'previous';

function createClient(style: Page['style'], view: ArrayView): SampleClient {
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
function walk(client: SampleClient, step: Step, limits: readonly number[], between: () => void = () => {}): number[][] {
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
        const seen = walk(createClient(style, view), step, limits, () => {
          for (const { rank, isNew } of rest.splice(0, 3)) {
            if (isNew) view.add([rank + rest.length / 100 + 0.001]);
            else view.remove([rank]);
            if (!isNew) untouched.delete(rank);
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
    expect(() => createPager(contract, '')).toThrow('The key that seals page tokens is empty');
  });
});
