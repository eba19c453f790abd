import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { Mock } from '../mock.ts';
import { exchangeRaw } from '../testing/raw-http.ts';
import { buildAdmin, openSampleMock, writeSample } from '../testing/sample.ts';
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
