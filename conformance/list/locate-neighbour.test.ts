import { describe, expect, it } from '@jest/globals';
import type { Contract } from '../../src/contract/contract.ts';
import { loadContracts } from '../../src/contract/load-contracts.ts';
import type { LinkRole, ListPage, PageAnswer, PagePosition } from './answer.ts';
import { EVERYTHING } from './list-query.ts';
import { locateNeighbour } from './locate-neighbour.ts';

const ROLES: readonly LinkRole[] = ['next', 'previous', 'first', 'last'];

function load(id: string): Contract {
  const [contract] = loadContracts(id);
  if (contract === undefined) throw new Error(`${id} comes with the package`);
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
    const unlinked: Contract = { ...contract, envelope: { ...contract.envelope, roles: new Map() } };
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
