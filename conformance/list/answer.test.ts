import { describe, expect, it } from '@jest/globals';
import type { Contract } from '../../src/contract/contract.ts';
import { PagewrightError } from '../../src/contract/error.ts';
import { builtInContracts } from '../../src/contract/load-contracts.ts';
import { createAnswer, loadContract } from '../testing/fake-list.ts';
import {
  type Answer,
  hasPage,
  haveSameRows,
  identify,
  type LinkRole,
  type ListPage,
  type PageAnswer,
  readPage,
} from './answer.ts';
import { buildRequest, buildSendOptions, EVERYTHING, type PagePosition } from './query.ts';
import { locateNeighbour, runWalk } from './walk.ts';

describe('answer', () => {
  const contract = loadContract('devdraft');

  describe('hasPage', () => {
    it('is so for a success with a list of items, and for nothing else', () => {
      expect(hasPage(createAnswer(contract, { body: { data: [] } }))).toBe(true);
      expect(hasPage(createAnswer(contract, { body: {} }))).toBe(false);
      expect(hasPage(createAnswer(contract, { status: 404, body: { data: [] } }))).toBe(false);
      expect(hasPage(undefined)).toBe(false);
    });
  });
});

describe('read page', () => {
  const wingback = loadContract('wingback');
  const devdraft = loadContract('devdraft');

  describe('readPage', () => {
    it('reads items, totals, numbers and tokens from where the contract has them', () => {
      const hits = [{ id: 'Cust_1' }, { id: 'Cust_2' }];
      const body = {
        hits,
        total: 5,
        total_pages: 3,
        current_page: 1,
        first: 'f',
        forward: 'n',
        backward: '',
        last: null,
      };
      expect(readPage(body, wingback)).toEqual({
        items: hits,
        ids: ['Cust_1', 'Cust_2'],
        total: 5,
        pageCount: 3,
        pageNumber: 1,
        echo: {},
        links: { first: 'f', next: 'n' },
      });
    });

    it('reads echoes as they stand, and numbers only if they are', () => {
      const page = readPage({ data: [], total: '7', skip: '0', take: 10 }, devdraft);
      expect(page).toEqual({ items: [], ids: [], echo: { position: '0', limit: 10 }, links: {} });
    });

    it.each([[{}], [{ data: null }], [{ data: {} }], [{ data: ['a'] }], [null], [[]], ['text']])(
      'finds no page in %j',
      (body) => {
        expect(readPage(body, devdraft)).toBeUndefined();
      },
    );
  });

  describe('identify', () => {
    it('gives numbers as text, and an item without identity as itself', () => {
      expect(identify({ id: 7 }, devdraft)).toBe('7');
      expect(identify({ name: 'x' }, devdraft)).toBe('{"name":"x"}');
    });
  });
});

describe('have same rows', () => {
  const skipping = loadContract('devdraft');

  function page(...ids: readonly string[]): Answer {
    return createAnswer(skipping, { body: { data: ids.map((id) => ({ id })) } });
  }

  describe('haveSameRows', () => {
    it.each<[readonly string[], readonly string[], boolean, boolean]>([
      [['a', 'b'], ['a', 'b'], true, true],
      [[], [], true, true],
      [['a', 'b'], ['b', 'a'], false, false],
      [['a', 'b', 'c'], ['a', 'b'], false, true],
      [['a', 'b'], ['a', 'c', 'b'], false, false],
      [['a'], [], false, false],
    ])('%j, %j: %s where a client counts, %s where the target says how to go on', (one, other, counting, told) => {
      for (const [id, expected] of [
        ['devdraft', counting],
        ['piriod', counting],
        ['pyng', told],
        ['wingback', told],
      ] as const) {
        const contract = loadContract(id);
        expect([id, haveSameRows(contract, page(...one), page(...other))]).toEqual([id, expected]);
        expect([id, haveSameRows(contract, page(...other), page(...one))]).toEqual([id, expected]);
      }
    });

    it('is not so of what is no page', () => {
      const refusal = createAnswer(skipping, { status: 400 });
      expect(haveSameRows(skipping, refusal, refusal)).toBe(false);
      expect(haveSameRows(skipping, page(), undefined)).toBe(false);
    });
  });
});

describe('EVERYTHING', () => {
  it.each(builtInContracts())('asks %s for nothing in particular', (id) => {
    const contract = loadContract(id);
    expect(buildRequest(contract, EVERYTHING, {})).toEqual({ query: [], headers: {} });
    expect(buildSendOptions(contract, EVERYTHING, {})).toEqual({ headers: {} });
  });
});

describe('build request', () => {
  const piriod = loadContract('piriod');
  const wingback = loadContract('wingback');
  const [country] = piriod.filters;
  if (country === undefined) throw new Error('the contract has filters');

  describe('buildRequest', () => {
    it('names conditions, order, size and position as the contract does', () => {
      const query = { conditions: [{ filter: country, name: 'country', value: 'CL' }], order: '-name', limit: 5 };
      expect(buildRequest(piriod, query, { position: { value: 2 }, parameters: [['zz', '1']] }).query).toEqual([
        ['country', 'CL'],
        ['ordering', '-name'],
        ['page_size', '5'],
        ['page', '2'],
        ['zz', '1'],
      ]);
    });

    it('sends a direction where there is a parameter for it', () => {
      const position = { value: 'token', direction: 'backward' } as const;
      expect(buildRequest(wingback, EVERYTHING, { position }).query).toEqual([
        ['offset', 'token'],
        ['direction', 'backward'],
      ]);
      expect(buildRequest(piriod, EVERYTHING, { position }).query).toEqual([['page', 'token']]);
    });

    it('sends a raw query as it is', () => {
      expect(buildRequest(piriod, { ...EVERYTHING, limit: 3 }, { rawQuery: 'a=%zz' }).query).toBe('a=%zz');
    });
  });

  describe('buildSendOptions', () => {
    it('sends the header that selects a part of the rows, below what a check sends itself', () => {
      expect(buildSendOptions(piriod, { ...EVERYTHING, partition: true }, {}).headers).toEqual({
        'x-piriod-test-mode': 'true',
      });
      expect(buildSendOptions(wingback, { ...EVERYTHING, partition: true }, { role: 'expired' })).toEqual({
        headers: {},
        role: 'expired',
      });
    });
  });
});

describe('run walk', () => {
  const pyng = loadContract('pyng');

  /** Pages by their links; the first is at the empty link. */
  type Site = Readonly<Record<string, { readonly ids: readonly string[]; readonly next?: string } | undefined>>;

  function answer(site: Site, link: string): Answer {
    const found = site[link];
    const asked = { query: EVERYTHING, position: { link }, purpose: 'page', plain: true } as const;
    if (found === undefined) return { ...asked, response: { status: 404, url: link } as Answer['response'] };
    const { ids, next } = found;
    const page = { items: ids.map((id) => ({ id })), ids, echo: {}, links: next === undefined ? {} : { next } };
    return { ...asked, response: { status: 200, url: link } as Answer['response'], page };
  }

  const contract = pyng;

  function walk(site: Site, maxPages?: number): ReturnType<typeof runWalk> {
    const go = async (from: PageAnswer): Promise<Answer> => {
      const { next = '' } = from.page.links;
      if (next === 'no link') throw new PagewrightError('invalid-link', 'that is no link');
      return answer(site, next);
    };
    const client = { contract, ask: async (): Promise<Answer> => answer(site, ''), go };
    return runWalk(client, EVERYTHING, maxPages === undefined ? {} : { maxPages });
  }

  describe('runWalk', () => {
    it('ends where a page says so', async () => {
      const { ended, ids, pages, last } = await walk({ '': { ids: ['a', 'b'], next: '2' }, 2: { ids: ['c'] } });
      expect([ended, ids, pages.length, last]).toEqual(['end', ['a', 'b', 'c'], 2, undefined]);
    });

    it('goes on over short and empty pages, and over a single row that comes twice', async () => {
      const site = {
        '': { ids: ['a'], next: '2' },
        2: { ids: [], next: '3' },
        3: { ids: ['a'], next: '4' },
        4: { ids: ['b'] },
      };
      expect(await walk(site)).toMatchObject({ ended: 'end', ids: ['a', 'a', 'b'] });
    });

    it('notices links that lead back, and pages that come again under other links', async () => {
      expect(await walk({ '': { ids: ['a'], next: '2' }, 2: { ids: ['b'], next: '' } })).toMatchObject({
        ended: 'loop',
        ids: ['a', 'b'],
      });
      const again = { '': { ids: ['a', 'b'], next: '2' }, 2: { ids: ['a', 'b'], next: '3' } };
      expect(await walk(again)).toMatchObject({ ended: 'loop', ids: ['a', 'b'], last: { position: { link: '2' } } });
    });

    it('breaks off where an answer is no page or a link is none', async () => {
      expect(await walk({ '': { ids: ['a'], next: 'gone' } })).toMatchObject({
        ended: 'broken',
        last: { response: { status: 404 } },
      });
      expect(await walk({ '': { ids: ['a'], next: 'no link' } })).toMatchObject({
        ended: 'broken',
        last: { page: { ids: ['a'] } },
      });
      expect(await walk({})).toMatchObject({ ended: 'broken', pages: [], ids: [] });
    });

    it('tells the end from having read enough', async () => {
      const site = { '': { ids: ['a'], next: '2' }, 2: { ids: ['b'] } };
      expect(await walk(site, 1)).toMatchObject({ ended: 'cap', ids: ['a'] });
      expect(await walk(site, 2)).toMatchObject({ ended: 'end' });
    });
  });
});

describe('locate neighbour', () => {
  const ROLES: readonly LinkRole[] = ['next', 'previous', 'first', 'last'];

  function load(id: string): Contract {
    const contract = loadContract(id);
    return contract;
  }

  function pageAt(position: PagePosition, page: Partial<ListPage>, limit = 10): PageAnswer {
    const response = {} as PageAnswer['response'];
    const whole: ListPage = { items: [], ids: [], echo: {}, links: {}, ...page };
    return { query: { ...EVERYTHING, limit }, position, purpose: 'page', plain: true, response, page: whole };
  }

  describe('locateNeighbour', () => {
    it('follows links', () => {
      const page = pageAt({}, { links: { next: '/n' } });
      expect(ROLES.map((role) => locateNeighbour(load('pyng'), page, role))).toEqual([
        { link: '/n' },
        undefined,
        undefined,
        undefined,
      ]);
      expect(locateNeighbour(load('piriod'), page, 'next')).toEqual({ link: '/n' });
    });

    it('sends tokens back with the direction that they lead in', () => {
      const page = pageAt({}, { links: { next: 'n', previous: 'p', first: 'f', last: 'l' } });
      expect(ROLES.map((role) => locateNeighbour(load('wingback'), page, role))).toEqual([
        { value: 'n', direction: 'forward' },
        { value: 'p', direction: 'backward' },
        { value: 'f', direction: 'forward' },
        { value: 'l', direction: 'backward' },
      ]);
    });

    it('skips as many rows as a page holds, while there are more', () => {
      const contract = load('devdraft');
      const at = (skip: number, total: number): readonly (PagePosition | undefined)[] => {
        return ROLES.map((role) => locateNeighbour(contract, pageAt({ value: skip }, { total }), role));
      };
      expect(at(10, 31)).toEqual([{ value: 20 }, { value: 0 }, { value: 0 }, { value: 30 }]);
      expect(at(20, 30)).toEqual([undefined, { value: 10 }, { value: 0 }, { value: 20 }]);
      expect(at(3, 30)[1]).toEqual({ value: 0 });
      expect(at(0, 0)).toEqual([undefined, undefined, { value: 0 }, { value: 0 }]);
    });

    it('counts pages where there are no links, by the total or by how full a page is', () => {
      const contract = load('piriod');
      const unlinked: Contract = {
        ...contract,
        envelope: { ...contract.envelope, roles: new Map(), forms: new Map() },
      };
      const locate = (page: PageAnswer): readonly (PagePosition | undefined)[] => {
        return ROLES.map((role) => locateNeighbour(unlinked, page, role));
      };
      expect(locate(pageAt({ value: 2 }, { total: 25 }))).toEqual([
        { value: 3 },
        { value: 1 },
        { value: 1 },
        { value: 3 },
      ]);
      expect(locate(pageAt({}, { total: 10 }))[0]).toBeUndefined();
      expect(locate(pageAt({}, { items: [{}] }, 1))[0]).toEqual({ value: 2 });
      expect(locate(pageAt({}, { items: [{}] }, 2))).toEqual([undefined, undefined, { value: 1 }, undefined]);
    });
  });
});
