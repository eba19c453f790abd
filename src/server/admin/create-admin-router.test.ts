import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { buildAdmin } from '../testing/build-admin.ts';
import { writeSample } from '../testing/sample-contract.ts';

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
