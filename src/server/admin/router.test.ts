import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NextFunction, Request, Response } from 'express';
import express from 'express';
import request from 'supertest';
import type { Mock } from '../mock.ts';
import type { AdminError } from '../problem.ts';
import { exchangeRaw } from '../testing/raw-http.ts';
import { buildAdmin, openSampleMock, writeSample } from '../testing/sample.ts';
import { readFields, readInteger, readJsonBody, readParameters, readText } from './call.ts';
import { findRejection, hostName } from './guard.ts';
import { ADMIN_ROUTES } from './router.ts';

describe('createAdminRouter', () => {
  it('says that it is well', async () => {
    const { status, body } = await request(await buildAdmin()).get('/__admin/health');
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        status: 'ok',
        version: expect.stringMatching(/^\d+\.\d+\.\d+/),
        uptime: expect.any(Number),
        contracts: ['orders'],
        sessions: 1,
      },
    });
  });

  it('describes what is served, all of it or one', async () => {
    const app = await buildAdmin();
    const all = await request(app).get('/__admin/contracts');
    expect(all.body).toEqual([
      expect.objectContaining({ id: 'orders', rows: 5, url: 'http://here.test/shops/north/orders' }),
    ]);
    expect((await request(app).get('/__admin/contracts/orders')).body).toEqual(all.body[0]);
  });

  it('puts rows back, of all contracts or of one', async () => {
    const files = [writeSample('first'), writeSample('second', ['/shops/{shop}/orders', '/{shop}'])];
    const app = await buildAdmin({ contract: files, scenario: undefined });
    const count = async (id: string): Promise<number> => (await request(app).get(`/__admin/contracts/${id}`)).body.rows;
    const before = await count('first');
    for (const id of ['first', 'second']) await request(app).post(`/__admin/contracts/${id}/rows`);
    expect((await request(app).post('/__admin/reset?contract=second')).status).toBe(204);
    expect([await count('first'), await count('second')]).toEqual([before + 1, before]);
    expect((await request(app).post('/__admin/reset')).status).toBe(204);
    expect(await count('first')).toBe(before);
  });

  it.each([
    ['get', '/__admin/nope', 404, 'not-found'],
    ['get', '/__admin', 404, 'not-found'],
    ['get', '/__admin/contracts/nope', 404, 'unknown-contract'],
    ['get', '/__admin/contracts/%zz', 400, 'invalid-request'],
    ['post', '/__admin/reset?contract=nope', 404, 'unknown-contract'],
    ['post', '/__admin/reset?contracts=x', 400, 'invalid-request'],
    ['delete', '/__admin/health', 405, 'method-not-allowed'],
  ] as const)('refuses %s %s', async (method, path, status, code) => {
    const response = await request(await buildAdmin())[method](path);
    expect({ status: response.status, code: response.body.error.code }).toEqual({ status, code });
    expect(response.body.error.message).toEqual(expect.any(String));
  });

  it('names the methods that are possible', async () => {
    const app = await buildAdmin();
    expect((await request(app).post('/__admin/contracts')).headers['allow']).toBe('GET, HEAD');
    expect((await request(app).get('/__admin/reset')).headers['allow']).toBe('POST');
  });

  it.each([{ Host: 'evil.example' }, { Origin: 'http://evil.example' }, { 'Sec-Fetch-Site': 'cross-site' }])(
    'keeps out another site: %p',
    async (headers) => {
      const app = await buildAdmin();
      const [read, write] = [
        await request(app).get('/__admin/contracts').set(headers),
        await request(app).post('/__admin/reset').set(headers),
      ];
      expect([read.status, write.status, read.body.error.code]).toEqual([403, 403, 'foreign-request']);
    },
  );

  it('leaves other paths alone', async () => {
    const app = await buildAdmin();
    app.use((_request, response) => {
      response.status(299).end();
    });
    expect((await request(app).get('/__administration').set('Host', 'evil.example')).status).toBe(299);
  });
});

describe('admin routes', () => {
  let open: Mock;
  let guarded: Mock;
  beforeAll(async () => {
    open = await openSampleMock();
    guarded = await openSampleMock({ adminToken: 'secret' });
  });
  afterAll(() => Promise.all([open.close(), guarded.close()]));

  /** Parts of paths stand for nothing that there is, so that a call that is let in does no harm. */
  const CALLS = ADMIN_ROUTES.map(({ method, path }) => [method, `/__admin${path.replace(/:\w+/g, 'nope')}`] as const);

  describe('ADMIN_ROUTES', () => {
    it('are all different', () => {
      expect(new Set(ADMIN_ROUTES.map(({ method, path }) => `${method} ${path}`)).size).toBe(ADMIN_ROUTES.length);
    });

    it.each(CALLS)('keep other sites from %s %s', async (method, path) => {
      for (const headers of [
        { Host: 'evil.example' },
        { Origin: 'http://evil.example' },
        { Origin: 'null' },
        { 'Sec-Fetch-Site': 'cross-site' },
        { 'Sec-Fetch-Site': 'same-site' },
      ] as const) {
        for (const { url } of [open, guarded]) {
          const { status, body } = await request(url)[method](path).set(headers).set('Authorization', 'Bearer secret');
          expect([status, body.error?.code]).toEqual([403, 'foreign-request']);
        }
      }
    });

    it.each(CALLS)('ask for the token on %s %s', async (method, path) => {
      const call = (): request.Test => request(guarded.url)[method](path).query({ nope: '1' });
      expect((await call()).body.error.code).toBe('token-needed');
      expect((await call().set('Authorization', 'Bearer wrong')).body.error.code).toBe('token-needed');
      expect((await call().set('Authorization', 'Bearer secret')).body.error.code).toBe('invalid-request');
      expect((await call().set('X-Pagewright-Token', 'secret')).body.error.code).toBe('invalid-request');
    });

    /** What goes on until the caller has had enough is asked for elsewhere. */
    const ENDING = ADMIN_ROUTES.filter(({ path }) => path !== '/journal/stream');

    it.each(ENDING.map((route) => [route.method, route.path, route] as const))(
      'answer nonsense to %s %s in words of their own',
      async (method, path, { query = [], body }) => {
        for (const odd of ['-1', '9007199254740993', '__proto__', '%00']) {
          const target = `/__admin${path.replace(/:\w+/g, odd)}?${query.map((name) => `${name}=${odd}`).join('&')}`;
          const fields = Object.fromEntries((body ?? []).map((name) => [name, { [odd]: [odd, null, 1e308] }]));
          const call = request(open.url)[method](target);
          const answer = await (body === undefined ? call : call.send(fields));
          expect({ odd, status: answer.status < 500 || answer.status === 503 }).toEqual({ odd, status: true });
          if (answer.status >= 400)
            expect(answer.body.error).toEqual({ code: expect.any(String), message: expect.any(String) });
        }
      },
    );

    it.each([
      '/__session/x/__admin/reset',
      '/__session/x//__admin/reset',
      '/__session/x/../__admin/reset',
      '/__session/x/../../__admin/reset',
      '/__session/x/%2e%2e/__admin/reset',
      '/__session/x/%5f%5fadmin/reset',
      '/__session/x/%5F%5Fadmin%2Freset',
      '/__session/x/./__admin/reset',
      '/__session/x/__admin%2freset',
      '/__session/__admin/reset',
      '/__session/default/__admin/reset',
      '/%5f%5fadmin/reset',
      '//__admin/reset',
      '/./__admin/reset',
      '/x/../__admin/reset',
      '/__ADMIN/reset',
      '\\__admin/reset',
    ])('are not reached at %s', async (path) => {
      open.rows.remove('o1');
      const session = open.session('x');
      session.rows.remove('o1', { collection: 'north' });
      const head = `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`;
      const answer = await exchangeRaw(open.url, head);
      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
      expect([open.rows.list().total, session.rows.list().total]).toEqual([2, 2]);
      open.reset();
      open.sessions.remove('x');
    });

    it('are reached in the form that is meant for a proxy too, and guarded there', async () => {
      const ask = (host: string): Promise<string> =>
        exchangeRaw(
          open.url,
          `GET http://${host}/__admin/health HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
        );
      expect(await ask('127.0.0.1')).toMatch(/^HTTP\/1\.1 200 /);
      expect(await ask('evil.example')).toMatch(/^HTTP\/1\.1 403 /);
    });
  });
});

describe('call', () => {
  describe('read parameters', () => {
    function read(url: string): object {
      return readParameters({ url } as IncomingMessage, ['limit', 'collection']);
    }

    describe('readParameters', () => {
      it('reads parameters that are known', () => {
        expect(read('/x?collection=a%20b&limit=2')).toEqual({ collection: 'a b', limit: '2' });
        expect(read('/x')).toEqual({});
      });

      it.each([
        ['/x?limits=2', 'Unknown parameter limits; did you mean limit?'],
        ['/x?limit=1&limit=2', 'Invalid limit: must be given only once'],
        ['/x?__proto__=1', 'Unknown parameter __proto__; known: limit, collection'],
      ])('refuses %s', (url, message) => {
        expect(() => read(url)).toThrow(message);
      });

      it('says where there are none', () => {
        expect(() => readParameters({ url: '/x?a=1' } as IncomingMessage, [])).toThrow('Unknown parameter a');
      });
    });
  });

  describe('read values', () => {
    describe('readInteger', () => {
      it('reads a number, if there is one', () => {
        expect([readInteger('limit', '0'), readInteger('limit', '042'), readInteger('limit', undefined)]).toEqual([
          0,
          42,
          undefined,
        ]);
      });

      it.each(['', ' 1', '-1', '+1', '1.5', '1e3', '0x1', 'x', '٣', '1'.repeat(16)])('refuses %p', (text) => {
        expect(() => readInteger('limit', text)).toThrow(
          `Invalid limit ${JSON.stringify(text)}: must be a whole number`,
        );
      });
    });

    describe('readText', () => {
      it('reads a text', () => {
        expect(readText('name', 'a', '"b"')).toBe('a');
      });

      it.each([
        [undefined, 'Missing name'],
        ['', 'Invalid name ""'],
        [7, 'Invalid name 7'],
        [null, 'Invalid name null'],
        [['a'], 'Invalid name ["a"]'],
      ])('refuses %p', (value, found) => {
        expect(() => readText('name', value, '"b"')).toThrow(`${found}: must be a string, for example "b"`);
      });
    });
  });

  describe('read json body', () => {
    /** Answers with what was read, or with the status of the error. */
    function build(): express.Express {
      const app = express();
      app.post('/', ...readJsonBody, (asked, response) => {
        response.json({ read: asked.body });
      });
      app.use((error: { status?: number }, _asked: Request, response: Response, _next: NextFunction) => {
        response.status(error.status ?? 500).end();
      });
      return app;
    }

    describe('readJsonBody', () => {
      it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON', 'application/problem+json'])(
        'reads %s',
        async (type) => {
          const { body } = await request(build()).post('/').set('Content-Type', type).send('{"a":1}');
          expect(body).toEqual({ read: { a: 1 } });
        },
      );

      it('takes a request without a body, whatever type it states', async () => {
        expect((await request(build()).post('/')).status).toBe(200);
        expect((await request(build()).post('/').set('Content-Type', 'text/plain')).status).toBe(200);
      });

      it.each([
        ['text/plain', '{}', 415],
        ['application/x-www-form-urlencoded', 'a=1', 415],
        ['multipart/form-data; boundary=x', 'a', 415],
        ['application/jsonp', '{}', 415],
        ['application/json', '{', 400],
        ['application/json', `"${'x'.repeat(2 ** 20)}"`, 413],
        ['application/json; charset=klingon', '{}', 415],
      ])('refuses %s', async (type, body, status) => {
        expect((await request(build()).post('/').set('Content-Type', type).send(body)).status).toBe(status);
      });

      it('refuses a body of no stated type', async () => {
        const sent = request(build()).post('/').set('Content-Type', '');
        expect((await sent.send('{}')).status).toBe(415);
      });
    });

    describe('readFields', () => {
      it('takes those that are known', () => {
        expect(readFields({ a: 1 }, ['a', 'b'])).toEqual({ a: 1 });
        expect(readFields({ c: 1 }, ['*'])).toEqual({ c: 1 });
        expect(readFields(undefined, ['a'])).toEqual({});
      });

      it('refuses any other', () => {
        expect(() => readFields({ a: 1, c: 2 }, ['a', 'b'])).toThrow('Unknown field c');
      });

      it.each([null, 7, 'a', true, [1]])('refuses %p', (body) => {
        expect(() => readFields(body, ['a', 'b'])).toThrow('Invalid body: must be a JSON object with a, b');
        expect(() => readFields(body, ['*'])).toThrow('Invalid body: must be a JSON object such as {"name": "value"}');
      });
    });
  });
});

describe('guard', () => {
  type Headers = Readonly<Record<string, string | undefined>>;

  const HERE = { host: 'localhost:4010' };

  function refuse(
    headers: Headers,
    remoteAddress = '127.0.0.1',
    token?: string,
    isBehindProxy = false,
  ): AdminError | undefined {
    const request = { headers, socket: { remoteAddress } } as unknown as IncomingMessage;
    return findRejection(request, { trustedHosts: new Set(['api.example.com']), token, isBehindProxy });
  }

  describe('findRejection', () => {
    it.each([
      { host: '127.0.0.1:4010' },
      { host: 'localhost:4010' },
      { host: 'mock.localhost' },
      { host: '[::1]:4010' },
      { host: '192.168.1.7:80' },
      { host: 'pagewright:4010' },
      { host: 'host.docker.internal:4010' },
      { host: 'API.example.com' },
      { host: 'localhost:4010', origin: 'http://localhost:4010' },
      { host: 'localhost:4010', 'sec-fetch-site': 'same-origin' },
      { host: 'localhost:4010', 'sec-fetch-site': 'none' },
    ])('lets %p in', (headers) => {
      expect(refuse(headers)).toBeUndefined();
    });

    it.each([
      [{ host: 'evil.example:4010' }, 'evil.example:4010'],
      [{ host: 'localhost.evil.example' }, 'localhost.evil.example'],
      [{ host: '127.0.0.1.evil.example' }, 'host'],
      [{ host: undefined }, 'host'],
      [{ host: 'localhost@evil.example' }, 'host'],
      [{ host: 'localhost:4010', origin: 'http://evil.example' }, 'Origin: http://evil.example'],
      [{ host: 'localhost:4010', origin: 'null' }, 'Origin: null'],
      [{ host: 'localhost:4010', origin: 'http://localhost:3000' }, 'Origin: http://localhost:3000'],
      [{ host: 'localhost:4010', 'sec-fetch-site': 'cross-site' }, 'Sec-Fetch-Site: cross-site'],
      [{ host: 'localhost:4010', 'sec-fetch-site': 'same-site' }, 'Sec-Fetch-Site: same-site'],
    ])('keeps %p out, with a token too', (headers, sign) => {
      const refusal = { status: 403, code: 'foreign-request', message: expect.stringContaining(sign) };
      expect(refuse(headers)).toEqual(refusal);
      expect(refuse({ ...headers, authorization: 'Bearer t' }, '127.0.0.1', 't')).toEqual(refusal);
    });

    it.each(['127.0.0.1', '127.8.0.3', '::1', '::ffff:127.0.0.1'])(
      'lets callers on this machine in, at %s',
      (address) => {
        expect(refuse(HERE, address)).toBeUndefined();
      },
    );

    it.each(['10.0.0.5', '::ffff:10.0.0.5', '2001:db8::1', '128.0.0.1'])(
      'keeps another machine out, at %s',
      (address) => {
        expect(refuse(HERE, address)).toEqual({
          status: 403,
          code: 'remote-request',
          message: `The request comes from another machine (${address}): start the server with --admin-token to allow it`,
        });
      },
    );

    const BEHIND_PROXY = {
      status: 403,
      code: 'remote-request',
      message: 'Behind a proxy, the admin API requires a token: start the server with --admin-token to allow it',
    };

    it.each([
      { forwarded: 'for=192.0.2.43' },
      { via: '1.1 gateway' },
      { 'x-forwarded-for': '192.0.2.43' },
      { 'x-forwarded-host': 'localhost' },
      { 'x-forwarded-proto': 'https' },
      { 'x-original-forwarded-for': '192.0.2.43' },
      { 'x-real-ip': '127.0.0.1' },
      { 'x-client-ip': '192.0.2.43' },
      { 'true-client-ip': '192.0.2.43' },
      { 'cf-connecting-ip': '192.0.2.43' },
    ])('keeps out whom a proxy lets in, without a token: %p', (headers) => {
      expect(refuse({ ...HERE, ...headers })).toEqual(BEHIND_PROXY);
      expect(refuse({ ...HERE, ...headers, authorization: 'Bearer secret' }, '127.0.0.1', 'secret')).toBeUndefined();
    });

    it('keeps everybody out of a server behind a proxy, without a token', () => {
      expect(refuse(HERE, '127.0.0.1', undefined, true)).toEqual(BEHIND_PROXY);
      expect(refuse({ ...HERE, authorization: 'Bearer secret' }, '127.0.0.1', 'secret', true)).toBeUndefined();
    });

    it.each([
      { authorization: 'Bearer secret' },
      { authorization: 'bearer  secret' },
      { 'x-pagewright-token': 'secret' },
    ])('lets in from anywhere who shows the token: %p', (headers) => {
      expect(refuse({ ...HERE, ...headers }, '10.0.0.5', 'secret')).toBeUndefined();
    });

    it.each([
      {},
      { authorization: 'secret' },
      { authorization: 'Bearer secret2' },
      { authorization: 'Bearer ' },
      { authorization: 'Bearer secret', 'x-pagewright-token': 'other' },
    ])('asks for the token, on this machine too: %p', (headers) => {
      expect(refuse({ ...HERE, ...headers }, '127.0.0.1', 'secret')).toMatchObject({
        status: 401,
        code: 'token-needed',
      });
    });
  });

  describe('hostName', () => {
    it.each([
      ['A.test:80', 'a.test'],
      ['a.test', 'a.test'],
      ['[::1]:80', '::1'],
    ])('of %p is %p', (host, name) => {
      expect(hostName(host)).toBe(name);
    });
  });
});
