import { describe, expect, it } from '@jest/globals';
import { createRequest } from '../../mock/testing/create-request.ts';
import { readBody } from '../../mock/testing/read-body.ts';
import { createSampleList, HEADERS } from '../testing/sample.ts';

import { createRouter, findList } from './router.ts';

describe('create site', () => {
  const PATH = '/shops/{shop}/orders';

  describe('createSite', () => {
    it('answers each list at its own path, and nothing else', () => {
      const router = createRouter([
        createSampleList('orders'),
        createSampleList('bills', [PATH, '/shops/{shop}/bills']),
      ]);
      const status = (path: string): number | undefined =>
        router.route(createRequest(path, { headers: HEADERS }))?.response.status;
      expect(['/shops/north/orders', '/shops/north/bills', '/shops/north/others', '/', '/shops'].map(status)).toEqual([
        200,
        200,
        undefined,
        undefined,
        undefined,
      ]);
    });

    it('prefers the path that says more', () => {
      const [wide, narrow] = [createSampleList('wide', [PATH, '/{area}/{shop}/orders']), createSampleList('narrow')];
      wide.state.remove('north', 'o1');
      const answer = createRouter([wide, narrow]).route(createRequest('/shops/north/orders', { headers: HEADERS }));
      expect(readBody({ body: answer?.response.body ?? '' })).toMatchObject({ total: 3 });
    });

    it.each([
      ['the same contract twice', PATH, /^orders is given twice; one server can have each path once$/],
      ['two contracts at one path', '/shops/{other}/orders/', /^orders and others are both at/],
      ['one in the place of the administration', '/__admin/{shop}', /^others is at \/__admin\/\{shop\};/],
    ])('refuses %s', (_what, path, message) => {
      const second = path === PATH ? 'orders' : 'others';
      const lists = [createSampleList('orders'), createSampleList(second, [PATH, path])];
      expect(() => createRouter(lists)).toThrow(message);
    });
  });
});

describe('findList', () => {
  const list = createSampleList();

  it('finds a list by its id, the first by default', () => {
    expect([findList([list], undefined), findList([list], 'orders')]).toEqual([list, list]);
  });

  it('names what is served', () => {
    expect(() => findList([list], 'x')).toThrow('there is no contract x here; those served are orders');
  });
});
