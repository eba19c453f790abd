import { describe, expect, it } from '@jest/globals';
import type { OffsetPage, Role } from '../contract/contract.ts';
import { createNumberedView } from './testing/array-view.ts';
import { createSampleClient } from './testing/sample-client.ts';
import { createSampleContract, JAVASCRIPT, LIMIT } from './testing/sample-contract.ts';

const PAGE: OffsetPage = {
  style: 'offset',
  limit: { ...LIMIT, parameter: 'take', minimum: 1, default: 10 },
  position: 'skip',
  pastEnd: 'empty',
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
