import { describe, expect, it } from '@jest/globals';
import type { NumberPage, Role } from '../contract/contract.ts';
import { createNumberedView } from './testing/array-view.ts';
import { RECORDED_INVALID, RECORDED_PAGES } from './testing/recorded-pages.ts';
import { createSampleClient, ORIGIN } from './testing/sample-client.ts';
import { createSampleContract, LIMIT, PYTHON } from './testing/sample-contract.ts';

const PAGE: NumberPage = {
  style: 'number',
  limit: { ...LIMIT, parameter: 'page_size', minimum: 1, below: 'default', malformed: 'default' },
  position: 'page',
  lastWord: 'last',
  pastEnd: 'reject',
  links: { keep: 'all', parameterOrder: 'sorted', encoding: 'form', firstPosition: 'omitted' },
};
const ROLES: readonly Role[] = ['items', 'total', 'next', 'previous'];
const CONTRACT = createSampleContract(PAGE, { roles: ROLES, query: PYTHON });

describe('createNumberPager', () => {
  it.each(RECORDED_PAGES)('answers %s (%d rows) as Django REST framework does', (url, count, shown, next, previous) => {
    const { keys, values } = createSampleClient(CONTRACT, createNumberedView(count)).page(url);
    expect(keys).toHaveLength(shown);
    expect(values.get('next')).toBe(next === null ? null : ORIGIN + next);
    expect(values.get('previous')).toBe(previous === null ? null : ORIGIN + previous);
  });

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
