import { describe, expect, it } from '@jest/globals';
import type { ListMock } from '../../mock/list.ts';
import { createRequest } from '../../mock/testing/create-request.ts';
import { readBody } from '../../mock/testing/read-body.ts';
import { createSampleList, HEADERS } from '../testing/sample.ts';
import { describeContract } from './contract-description.ts';
import { createOperationFinder } from './operations.ts';
import { createRouting, findNearestList } from './paths.ts';
import { createRouter, findList } from './router.ts';

describe('create router', () => {
  const PATH = '/shops/{shop}/orders';

  describe('createRouter', () => {
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
      ['the same contract twice', PATH, /^orders is given twice: a server can have each path only once$/],
      ['two contracts at one path', '/shops/{other}/orders/', /^orders and others both have the path /],
      ['one below the path of the admin API', '/__admin/{shop}', /^others has the path \/__admin\/\{shop\}:/],
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
    expect(() => findList([list], 'x')).toThrow('Unknown contract x: the server has orders');
  });
});

describe('paths', () => {
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
        ['two contracts at one path', [PATH, '/shops/{other}/orders/'], /^list0 and list1 both have the path /],
        [
          'one below the path of the admin API',
          ['/__admin/{shop}'],
          /paths below \/__admin are reserved for the admin API$/,
        ],
        ['one in the place of sessions', ['/__session'], /paths below \/__session are reserved for sessions$/],
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
});

describe('createOperationFinder', () => {
  const list = createSampleList();
  const find = createOperationFinder([list.contract]);

  it.each([
    ['GET', '/orders/7', 'get', '/orders/{id}', false],
    ['HEAD', '/orders/7', 'get', '/orders/{id}', false],
    ['POST', '/shops/north/orders', 'post', '/shops/{shop}/orders', false],
    ['GET', '/shops/north/orders', 'get', '/shops/{shop}/orders', true],
    ['HEAD', '/shops/north/orders', 'get', '/shops/{shop}/orders', true],
    ['PUT', '/orders/7', 'put', '/orders/{id}', false],
  ])('finds what %s %s leads to', (method, path, documented, template, isList) => {
    expect(find(method, path)).toMatchObject({ contract: list.contract, method: documented, template, isList });
  });

  it.each([
    ['GET', '/nowhere'],
    ['GET', '/orders/'],
    ['GET', '/orders/7/'],
    ['GET', '/shops/north/orders/'],
    ['DELETE', '/shops/north/orders'],
    ['OPTIONS', '*'],
  ])('finds nothing for %s %s', (method, path) => {
    expect(find(method, path)).toBeUndefined();
  });

  it('prefers a path without parameters', () => {
    const [first] = [
      createSampleList('orders', ['  /orders/{id}:', '  /orders/{id}: &order\n    parameters: []\n  /orders/latest:']),
    ];
    expect(createOperationFinder([first.contract])('GET', '/orders/latest')).toMatchObject({
      template: '/orders/latest',
    });
  });

  it('names the methods that a path has', () => {
    expect(find('PUT', '/shops/north/orders')).toBeUndefined();
    expect(find('PUT', '/orders/7')?.methods).toEqual(['GET']);
  });
});

describe('describeContract', () => {
  const list = createSampleList();
  const description = describeContract(list, 'http://a.test/mock');

  it('says what is served', () => {
    expect(description).toMatchObject({
      id: 'orders',
      title: 'Orders',
      style: 'offset',
      method: 'GET',
      path: '/shops/{shop}/orders',
      url: 'http://a.test/mock/shops/north/orders',
      scenario: 'scenario',
      rows: 5,
      moves: ['place', 'close'],
    });
    expect(description.collections).toEqual([
      { name: 'north', tenant: 'acme', rows: 3 },
      { name: 'south pole', tenant: 'acme', rows: 2 },
      { name: 'rivals', tenant: 'rival', rows: 0 },
    ]);
  });

  it('gives headers that work, passing over credentials that have expired', () => {
    expect(description.headers).toEqual({ 'x-key': 'secret-a', 'X-Version': '7' });
    const { pathname } = new URL(describeContract(list, 'http://a.test').url);
    expect(list.handle(createRequest(pathname, { headers: description.headers }))?.status).toBe(200);
  });

  it('lists every credential', () => {
    expect(description.credentials).toEqual([
      { as: 'expired', tenant: 'acme', headers: { 'x-key': 'old' } },
      { as: 'default', tenant: 'acme', headers: { 'x-key': 'secret-a' } },
      { as: 'default', tenant: 'rival', headers: { 'x-key': 'secret-b' } },
    ]);
  });

  it('counts rows as they are now', () => {
    const other = createSampleList();
    other.state.add('rivals', { id: 'new', state: 'open' });
    expect(describeContract(other, '').rows).toBe(6);
  });

  it('fills in parameters of the path that are no scope', () => {
    const declared = '- { name: shop, in: path, required: true, schema: { type: string } }\n        - { name: X-V';
    const more = `- { name: area, in: path, required: true, schema: { type: string, enum: ['a b'] } }\n        ${declared}`;
    const wider = createSampleList('orders', ['/shops/{shop}/orders', '/{area}/{shop}'], [declared, more]);
    expect(describeContract(wider, '').url).toBe('/a%20b/north');
  });

  it('has a value for each parameter that the document requires', () => {
    const more = `- { name: area, in: query, required: true, schema: { type: string } }
        - { name: X-Team, in: header, required: true, schema: { type: string } }
        - { name: shop, in: path`;
    const wider = createSampleList('orders', ['- { name: shop, in: path', more]);
    const { url, headers } = describeContract(wider, '');
    expect(url).toBe('/shops/north/orders?area=any');
    expect(headers).toMatchObject({ 'X-Team': 'any' });
  });

  it('asks for a page of the usual size where the document requires a size', () => {
    const wider = createSampleList('orders', ['{ name: size, in: query,', '{ name: size, in: query, required: true,']);
    expect(describeContract(wider, '').url).toBe('/shops/north/orders?size=10');
  });
});
