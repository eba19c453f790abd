import { describe, expect, it } from '@jest/globals';
import type { ListMock } from '../../mock/list.ts';
import { createSampleList } from '../testing/sample.ts';
import { createRouting, findNearestList } from './paths.ts';

describe('create routing', () => {
  const PATH = '/shops/{shop}/orders';

  describe('createRouting', () => {
    const create = (...paths: readonly string[]): ReturnType<typeof createRouting> => {
      return createRouting(paths.map((path, index) => createSampleList(`list${index}`, [PATH, path]).contract));
    };

    it('has the path that says more first, and each with the place of its contract', () => {
      expect(create('/{area}/{shop}/orders', PATH, '/bills/').routes).toEqual([
        expect.objectContaining({ prefix: '/shops/', index: 1 }),
        expect.objectContaining({ prefix: '/', index: 0 }),
        expect.objectContaining({ prefix: '/bills', index: 2 }),
      ]);
    });

    it.each([
      ['two contracts at one path', [PATH, '/shops/{other}/orders/'], /^list0 and list1 are both at/],
      ['one in the place of the administration', ['/__admin/{shop}'], /begins with \/__admin is the administration’s$/],
      ['one in the place of sessions', ['/__session'], /begins with \/__session is for sessions$/],
    ])('refuses %s', (_what, paths, message) => {
      expect(() => create(...paths)).toThrow(message);
    });
  });
});

describe('find nearest list', () => {
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
});
