import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import type { AlteredResponse, Delivery } from '../alter/engine.ts';
import { createRequest, type RequestParts } from '../mock/testing/create-request.ts';
import { readBody } from '../mock/testing/read-body.ts';
import { createApp } from './app.ts';
import { createRequestHandler, toWebResponse } from './fetch-handler.ts';
import { createCors } from './http/cors.ts';
import { createOriginReader } from './http/origin.ts';
import type { MockApp } from './http/server.ts';
import type { PrismResponder } from './prism/messages.ts';
import { jsonResponse } from './problem.ts';
import { createRespond, type Respond, respondNotFound } from './respond.ts';
import { createRouter } from './routing/router.ts';
import { findSession, type SessionRegistry } from './sessions/registry.ts';
import {
  createSampleList,
  HEADERS,
  openSampleBackend,
  openSampleMock,
  writeSampleScenarios,
} from './testing/sample.ts';

describe('create app', () => {
  const LIST = '/shops/north/orders';

  interface Build {
    readonly cors?: boolean;
    readonly respond?: Respond;
  }

  async function build({ cors, respond }: Build = {}): Promise<MockApp> {
    const { registry, library } = await openSampleBackend();
    return createApp({
      registry,
      library,
      readOrigin: createOriginReader({}),
      cors: cors ? createCors() : undefined,
      guard: { trustedHosts: new Set() },
      ...(respond !== undefined && { respond }),
    });
  }

  describe('createApp', () => {
    it('answers lists without a trace of Express', async () => {
      const { status, headers, body } = await request(await build())
        .get(LIST)
        .set(HEADERS);
      expect({ status, total: body.total }).toEqual({ status: 200, total: 3 });
      expect(headers['content-type']).toBe('application/json;charset=UTF-8');
      expect(Object.keys(headers).sort()).toEqual(['connection', 'content-length', 'content-type', 'date']);
    });

    it('takes a cookie from the console by another name, as pages may send none, and from nobody else', async () => {
      const scheme = '{ type: apiKey, in: header, name: X-Key }';
      await using mock = await openSampleMock({
        contract: writeSampleScenarios('orders', [scheme, '{ type: apiKey, in: cookie, name: sid }']),
      });
      const ask = async (more: Readonly<Record<string, string>>): Promise<number> =>
        (await fetch(mock.listUrl, { headers: { 'X-Version': '7', ...more } })).status;
      const cookie = { 'X-Pagewright-Cookie': 'sid=secret-a' };
      expect(await ask({ ...cookie, 'X-Pagewright-By': 'console' })).toBe(200);
      expect(await ask(cookie)).not.toBe(200);
      expect(await ask({ ...cookie, 'X-Pagewright-By': 'suite' })).not.toBe(200);
      expect(mock.journal.list()[0]?.request.headers).toMatchObject({ cookie: '***' });
      expect(JSON.stringify(mock.journal.list())).not.toContain('secret-a');
    });

    it('answers HEAD like GET, without the body', async () => {
      const app = await build();
      const [got, head] = [await request(app).get(LIST).set(HEADERS), await request(app).head(LIST).set(HEADERS)];
      expect(head.text ?? '').toBe('');
      expect(head.headers).toMatchObject({
        'content-length': got.headers['content-length'],
        'content-type': got.headers['content-type'],
      });
    });

    it('answers a GET that has a body', async () => {
      expect(
        (
          await request(await build())
            .get(LIST)
            .set(HEADERS)
            .send({ a: 'x'.repeat(100_000) })
        ).status,
      ).toBe(200);
    });

    it('answers a method that the list does not have in the contract’s words', async () => {
      const { status, headers } = await request(await build())
        .delete(LIST)
        .set(HEADERS)
        .set('Prefer', 'code=404');
      expect({ status, allow: headers['allow'] }).toEqual({ status: 405, allow: 'GET, HEAD, POST' });
    });

    it('answers paths that lead nowhere in the contract’s words', async () => {
      const { status, body } = await request(await build()).get('/nowhere');
      expect({ status, error: body.error }).toEqual({ status: 404, error: 'no such place' });
    });

    it('answers the admin API', async () => {
      expect((await request(await build()).get('/__admin/health')).body).toMatchObject({ status: 'ok' });
    });

    it.each([
      '/%',
      '/%zz/%c3',
      '/__admin/contracts/%',
      '/shops/%ff/orders',
      '//',
      '/\\',
      '/shops/north/orders?%&=&&%zz=%',
    ])('answers %s without a fault of its own', async (path) => {
      const { status } = await request(await build())
        .get(path)
        .set(HEADERS);
      expect(status).toBeLessThan(500);
    });

    it('tells nothing of a fault of its own', async () => {
      const fail = (): never => {
        throw new Error('secret');
      };
      const { status, text } = await request(await build({ respond: fail })).get(LIST);
      expect({ status, text }).toEqual({ status: 500, text: expect.not.stringContaining('secret') });
    });
  });

  describe('createApp, mounted in another application', () => {
    it('makes links below its place', async () => {
      const outer = express().use('/mock', await build());
      const { body } = await request(outer).get('/mock/__admin/contracts/orders').set('Host', '127.0.0.1:80');
      expect(body.url).toBe('http://127.0.0.1:80/mock/shops/north/orders');
      expect((await request(outer).get(`/mock${LIST}`).set(HEADERS)).body.total).toBe(3);
    });

    it('leaves paths to it that begin like no list', async () => {
      const outer = express().use(await build());
      outer.get('/mine', (asked, response) => {
        response.json({ mine: asked.query['a'] });
      });
      expect((await request(outer).get('/mine?a=1')).body).toEqual({ mine: '1' });
      expect((await request(outer).get('/shops/north')).body.error).toBe('no such place');
    });

    it('answers whatever is below a place of its own', async () => {
      const { status, body } = await request(express().use('/mock', await build())).get('/mock/nowhere');
      expect({ status, error: body.error }).toEqual({ status: 404, error: 'no such place' });
    });

    it('takes requests that were sent alike as the application made them', async () => {
      const app = await build();
      const changes: ((asked: express.Request) => void)[] = [
        () => {},
        ({ headers }) => delete headers['x-key'],
        () => {},
        ({ headers }) => Object.assign(headers, { 'x-key': 'secret-b' }),
        (asked) => Object.assign(asked, { url: `${asked.url}?size=1` }),
        (asked) => Object.assign(asked, { url: asked.url.replace('north', 'rivals') }),
        (asked) => Object.assign(asked, { method: 'DELETE' }),
        () => {},
      ];
      const outer = express().use((asked, response, next) => {
        changes.shift()?.(asked);
        response.on('finish', () => Object.assign(asked.headers, { 'x-key': 'wrong' }));
        next();
      });
      const server = outer.use(app).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const ask = async (): Promise<unknown> => {
        const response = await fetch(`http://127.0.0.1:${port}${LIST}`, { headers: HEADERS });
        const { orders, error } = (await response.json()) as { orders?: unknown[]; error?: string };
        return orders?.length ?? error;
      };
      const results: unknown[] = [];
      while (changes.length > 0) {
        results.push(await ask());
        if (results.length === 2)
          await request(app).post('/__admin/contracts/orders/rows').send({ id: 'n', state: 'open' });
      }
      await new Promise((resolve) => server.close(resolve));
      expect(results).toEqual([3, 'missingCredential', 4, 'foreignScope', 1, 'foreignScope', 'methodNotAllowed', 4]);
    });

    it('takes a body that was read before', async () => {
      const outer = express().use(express.json(), await build());
      const { status, body } = await request(outer)
        .post('/__admin/contracts/orders/rows')
        .send({ id: 'n1', state: 'open' });
      expect({ status, body }).toEqual({ status: 201, body: { id: 'n1', state: 'open' } });
    });
  });

  describe('createApp with CORS', () => {
    const page = { Origin: 'http://localhost:3000' };

    it.each(['/shops/north/orders', '/shops/x', '/nowhere'])('lets pages read %s', async (path) => {
      const { headers } = await request(await build({ cors: true }))
        .get(path)
        .set(page);
      expect(headers).toMatchObject({ 'access-control-allow-origin': '*', 'access-control-expose-headers': '*' });
    });

    it('answers the question of a browser before anything else', async () => {
      const asked = { ...page, 'Access-Control-Request-Method': 'GET', 'Access-Control-Request-Headers': 'x-key' };
      const { status, headers } = await request(await build({ cors: true }))
        .options(LIST)
        .set(asked);
      expect(status).toBe(204);
      expect(headers).toMatchObject({ 'access-control-allow-origin': '*', 'access-control-allow-headers': 'x-key' });
    });

    it('keeps pages from the admin API', async () => {
      const asked = { ...page, 'Access-Control-Request-Method': 'POST' };
      const { status, headers } = await request(await build({ cors: true }))
        .options('/__admin/reset')
        .set(asked);
      expect({ status, allowed: headers['access-control-allow-origin'] }).toEqual({ status: 403, allowed: undefined });
    });

    it('is off unless asked for', async () => {
      const { headers } = await request(await build())
        .get(LIST)
        .set(page);
      expect(headers).not.toHaveProperty('access-control-allow-origin');
    });
  });
});

describe('fetch handler', () => {
  describe('create request handler', () => {
    const respond: PrismResponder = async ({ body }, { template }) => jsonResponse(299, { body, template });

    describe('createRequestHandler', () => {
      let registry: SessionRegistry;
      let handle: ReturnType<typeof createRequestHandler>;
      beforeAll(async () => {
        ({ registry } = await openSampleBackend());
        handle = createRequestHandler(registry, undefined, createRespond(respond));
      });
      const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
        handle(new Request(`http://a.test${path}`, init));

      it('answers lists', async () => {
        const response = await ask('/shops/north/orders?size=1', { headers: HEADERS });
        expect({ status: response.status, type: response.headers.get('content-type') }).toEqual({
          status: 200,
          type: 'application/json;charset=UTF-8',
        });
        expect(await response.json()).toMatchObject({ total: 3, orders: [{ id: 'both' }] });
      });

      it('answers text beyond ASCII as what it is', async () => {
        registry.main.lists[0]?.state.add('rivals', { id: 'Zoë', state: 'open' });
        const response = await ask('/shops/rivals/orders', { headers: { ...HEADERS, 'x-key': 'secret-b' } });
        expect(await response.json()).toMatchObject({ orders: [{ id: 'Zoë' }] });
      });

      it('answers HEAD without a body', async () => {
        const response = await ask('/shops/north/orders', { method: 'HEAD', headers: HEADERS });
        expect({ status: response.status, text: await response.text() }).toEqual({ status: 200, text: '' });
      });

      it('answers paths that lead nowhere in the contract’s words', async () => {
        const response = await ask('/nowhere');
        expect([response.status, await response.json()]).toEqual([
          404,
          expect.objectContaining({ error: 'no such place' }),
        ]);
      });

      it('answers other operations and forced responses as Prism does', async () => {
        const added = await ask('/shops/a/orders', { method: 'POST', body: 'text' });
        expect([added.status, await added.json()]).toEqual([299, { body: 'text', template: '/shops/{shop}/orders' }]);
        expect((await ask('/shops/a/orders', { headers: { Prefer: 'code=429' } })).status).toBe(299);
      });
    });
  });

  describe('to web response', () => {
    const BODY = JSON.stringify({ name: 'Zoë', more: 'x'.repeat(100) });

    function convert(delivery?: Delivery, method = 'GET'): Promise<Response> {
      const body = Buffer.from(BODY).toString('latin1');
      const headers = [['X-A', '1']] as const;
      return toWebResponse(method, { status: 201, headers, body, ...(delivery && { delivery }) });
    }

    describe('toWebResponse', () => {
      it.each([undefined, { delayMs: 5 }, { dripMs: 20 }])(
        'gives the whole answer, delivered as %p',
        async (delivery) => {
          const response = await convert(delivery);
          expect([response.status, response.headers.get('x-a'), await response.text()]).toEqual([201, '1', BODY]);
        },
      );

      it('fails as fetch does when the connection breaks before the answer', async () => {
        await expect(convert({ breaks: 'before-head' })).rejects.toMatchObject({
          name: 'TypeError',
          message: 'fetch failed',
          cause: { code: 'ECONNRESET' },
        });
      });

      it('breaks off amid the body', async () => {
        const response = await convert({ breaks: 'amid-body' });
        expect(response.status).toBe(201);
        await expect(response.text()).rejects.toThrow('terminated');
      });

      it('gives no body to HEAD', async () => {
        expect(await (await convert({ breaks: 'amid-body' }, 'HEAD')).text()).toBe('');
      });
    });
  });
});

describe('respond', () => {
  describe('create responder', () => {
    /** Says what it was asked. */
    const respond: PrismResponder = async ({ method, path, query, body }, { template, isList }) => {
      return jsonResponse(299, { method, path, query, body, template, isList });
    };

    const LIST = '/shops/north/orders';

    describe('createRespond', () => {
      let registry: SessionRegistry;
      beforeEach(async () => {
        ({ registry } = await openSampleBackend());
      });

      const ask = (target: string, parts: RequestParts = {}, body: unknown = ''): Promise<AlteredResponse> => {
        const request = createRequest(target, { ...parts, headers: { ...HEADERS, ...parts.headers } });
        return Promise.resolve(createRespond(respond)(findSession(registry, request), async () => body));
      };

      it('answers a list at once', () => {
        const request = createRequest(LIST, { headers: HEADERS });
        const answer = createRespond(respond)(findSession(registry, request), () =>
          Promise.reject(new Error('unread')),
        );
        expect(answer).toMatchObject({ status: 200 });
      });

      it.each([
        ['a list', LIST, {}, 200],
        ['a list with another preference', LIST, { headers: { prefer: 'return=minimal' } }, 200],
        ['a method that a list does not have', LIST, { method: 'DELETE' }, 405],
        [
          'a response that is forced on such a method',
          LIST,
          { method: 'DELETE', headers: { prefer: 'code=404' } },
          405,
        ],
        ['a path that leads nowhere', '/nowhere', { headers: { prefer: 'code=200' } }, 404],
        ['a response of a list that is forced', LIST, { headers: { prefer: 'example=busy' } }, 299],
        ['another operation on the path of a list', LIST, { method: 'POST' }, 299],
        ['another operation', '/orders/1', {}, 299],
      ])('answers %s', async (_what, target, parts, status) => {
        expect((await ask(target, parts)).status).toBe(status);
      });

      it('hands over operations that are no lists, with their body', async () => {
        const answer = await ask('/shops/a/orders?b=1', { method: 'POST' }, 'Zoë {');
        expect(readBody(answer)).toEqual({
          method: 'POST',
          path: '/shops/a/orders',
          query: 'b=1',
          body: 'Zoë {',
          template: '/shops/{shop}/orders',
          isList: false,
        });
      });

      it('lets a fault strike the one request that asks for it', async () => {
        const struck = await ask(LIST, { headers: { prefer: 'fault="server-error:status=503"' } });
        expect([struck.status, struck.faults]).toEqual([503, ['server-error']]);
        expect((await ask(LIST)).status).toBe(200);
      });

      it.each([
        [LIST, 'fault=nonsense', /nonsense/],
        [LIST, 'fault=expired-link', /expired-link/],
        ['/orders/1', 'fault=latency', /^Invalid Prefer: a fault applies to lists and operations/],
        [LIST, 'fault=latency, code=404', /^Invalid Prefer: a fault applies/],
        [
          LIST,
          'fault=latency:ms=5,jitterMs=2',
          /^Invalid Prefer: jitterMs is outside the fault; quote several parameters/,
        ],
      ])('rejects for %s Prefer: %s, and says so in the journal', async (target, prefer, message) => {
        const answer = await ask(target, { headers: { prefer } });
        expect([answer.status, readBody(answer)]).toEqual([
          400,
          expect.objectContaining({ detail: expect.stringMatching(message) }),
        ]);
        expect(registry.main.journal.list()[0]?.response?.status).toBe(400);
      });

      it('keeps every answer in the journal of its session, in the order in which they were made', async () => {
        await ask(`/__session/s1${LIST}?size=1`);
        await ask(LIST);
        await ask('/__session/s1/nowhere');
        await ask('/__session/s1/orders/1');
        const seen = registry.enter('s1').journal.list();
        expect(
          seen.map(({ request, response, contract, isList }) => [request.path, response?.status, contract?.id, isList]),
        ).toEqual([
          [LIST, 200, 'orders', true],
          ['/nowhere', 404, undefined, false],
          ['/orders/1', 299, 'orders', false],
        ]);
        expect(seen[0]).toMatchObject({
          session: 's1',
          clock: Date.UTC(2026, 4, 5, 9, 30),
          request: { query: 'size=1' },
        });
        expect(registry.main.journal.list()).toHaveLength(1);
      });

      it('keeps no answer that never came, and half of one that broke off', async () => {
        const faults = ['connection-reset', 'truncated-body'];
        for (const fault of faults) await ask(LIST, { headers: { prefer: `fault=${fault}` } });
        const whole = await ask(LIST);
        const [reset, broken] = registry.main.journal.list();
        expect(reset).toMatchObject({ faults: ['connection-reset'] });
        expect(reset).not.toHaveProperty('response');
        expect(broken?.response?.body).toBe(whole.body.slice(0, Math.floor(whole.body.length / 2)));
      });

      it('passes on that no answer could be made', async () => {
        const fail = createRespond(() => Promise.reject(new Error('no')));
        const entered = findSession(registry, createRequest('/orders/1'));
        await expect(fail(entered, async () => '')).rejects.toThrow('no');
      });
    });
  });

  describe('answer not found', () => {
    const PATH = '/shops/{shop}/orders';

    describe('respondNotFound', () => {
      const router = createRouter([
        createSampleList(),
        createSampleList('bills', [PATH, '/bills/{shop}'], ['no such place', 'no such bill']),
      ]);

      it.each([
        ['/shops/x', 'no such place'],
        ['/bills', 'no such bill'],
      ])('answers %s in the words of the contract that it is nearest to', (path, error) => {
        const response = respondNotFound(router, createRequest(path));
        expect([response.status, readBody(response)]).toEqual([404, expect.objectContaining({ error })]);
      });

      it('names the paths that there are where no contract is near', () => {
        const response = respondNotFound(router, createRequest('/other'));
        expect([response.status, response.headers[0]]).toEqual([404, ['Content-Type', 'application/problem+json']]);
        expect(readBody(response)).toMatchObject({
          detail: `Unknown path /other. The server has GET ${PATH} (orders), GET /bills/{shop} (bills), and GET /__admin/contracts.`,
        });
      });
    });
  });
});
