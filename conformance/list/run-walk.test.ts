import { describe, expect, it } from '@jest/globals';
import { loadContracts } from '../../src/contract/load-contracts.ts';
import { TargetError } from '../client/target-error.ts';
import type { Answer, PageAnswer } from './answer.ts';
import { EVERYTHING } from './list-query.ts';
import { runWalk } from './run-walk.ts';

const [pyng] = loadContracts('pyng');
if (pyng === undefined) throw new Error('the contract comes with the package');

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
    if (next === 'no link') throw new TargetError('invalid-link', 'that is no link');
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
