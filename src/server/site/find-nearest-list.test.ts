import { describe, expect, it } from '@jest/globals';
import type { ListMock } from '../../mock/list-mock.ts';
import { findNearestList } from './find-nearest-list.ts';

const LISTS = ['/customers/', '/api/v0/customers', '/billing/sites/{siteId}/customers', '/billing/plans'].map(
  (path) => {
    return { contract: { path } } as ListMock;
  },
);

describe('findNearestList', () => {
  it.each([
    ['/customers/x', '/customers/'],
    ['/customers', '/customers/'],
    ['/api/v1', '/api/v0/customers'],
    ['/api/v0/other', '/api/v0/customers'],
    ['/billing', '/billing/sites/{siteId}/customers'],
    ['/billing/sites/x/other', '/billing/sites/{siteId}/customers'],
    ['/billing/plans/x', '/billing/plans'],
    ['/customersx', undefined],
    ['/', undefined],
    ['*', undefined],
    ['/nowhere', undefined],
  ])('is for %s the one at %s', (path, expected) => {
    expect(findNearestList(LISTS, path)?.contract.path).toBe(expected);
  });
});
