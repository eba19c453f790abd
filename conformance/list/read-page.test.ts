import { describe, expect, it } from '@jest/globals';
import { loadContracts } from '../../src/contract/load-contracts.ts';
import { identify, readPage } from './read-page.ts';

const [wingback] = loadContracts('wingback');
const [devdraft] = loadContracts('devdraft');
if (wingback === undefined || devdraft === undefined) throw new Error('two contracts come with the package');

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
