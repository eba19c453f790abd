import { describe, expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { createSite } from '../site/create-site.ts';
import type { Site, SiteHolder } from '../site/site.ts';
import { createSampleList } from '../testing/create-sample-list.ts';
import { createAdminRouter } from './create-admin-router.ts';

function build(holder: SiteHolder = { site: createSite([createSampleList()]) }): express.Express {
  const readOrigin = (): string => 'http://here.test';
  return express().use(createAdminRouter({ holder, readOrigin, trustedHosts: new Set(), version: '1.2.3' }));
}

describe('createAdminRouter', () => {
  it('says that it is well', async () => {
    const { status, body } = await request(build()).get('/__admin/health');
    expect({ status, body }).toEqual({
      status: 200,
      body: { status: 'ok', version: '1.2.3', uptime: expect.any(Number), contracts: ['orders'] },
    });
  });

  it('describes what is served, all of it or one', async () => {
    const app = build();
    const all = await request(app).get('/__admin/contracts');
    expect(all.body).toEqual([
      expect.objectContaining({ id: 'orders', rows: 5, url: 'http://here.test/shops/north/orders' }),
    ]);
    expect((await request(app).get('/__admin/contracts/orders')).body).toEqual(all.body[0]);
  });

  it('answers for the site that is served at the time', async () => {
    const holder = { site: createSite([createSampleList()]) };
    const app = build(holder);
    holder.site = createSite([createSampleList('others')]);
    expect((await request(app).get('/__admin/health')).body.contracts).toEqual(['others']);
  });

  it('puts rows back, of all contracts or of one', async () => {
    const [first, second] = [
      createSampleList('first'),
      createSampleList('second', ['/shops/{shop}/orders', '/{shop}']),
    ];
    const app = build({ site: createSite([first, second]) });
    for (const { world } of [first, second]) world.remove('north', 'o1');
    expect((await request(app).post('/__admin/reset?contract=second')).status).toBe(204);
    expect([first, second].map(({ world }) => world.countRows())).toEqual([4, 5]);
    expect((await request(app).post('/__admin/reset')).status).toBe(204);
    expect(first.world.countRows()).toBe(5);
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
    const response = await request(build())[method](path);
    expect({ status: response.status, code: response.body.error.code }).toEqual({ status, code });
    expect(response.body.error.message).toEqual(expect.any(String));
  });

  it('names the methods that are possible', async () => {
    const app = build();
    expect((await request(app).post('/__admin/contracts')).headers['allow']).toBe('GET, HEAD');
    expect((await request(app).get('/__admin/reset')).headers['allow']).toBe('POST');
  });

  it.each([{ Host: 'evil.example' }, { Origin: 'http://evil.example' }, { 'Sec-Fetch-Site': 'cross-site' }])(
    'keeps out another site: %p',
    async (headers) => {
      const app = build();
      const [read, write] = [
        await request(app).get('/__admin/contracts').set(headers),
        await request(app).post('/__admin/reset').set(headers),
      ];
      expect([read.status, write.status, read.body.error.code]).toEqual([403, 403, 'foreign-request']);
    },
  );

  it('tells nothing of a fault of its own', async () => {
    const site = {
      get lists(): never {
        throw new Error('secret');
      },
    } as unknown as Site;
    const { status, body } = await request(build({ site })).get('/__admin/health');
    expect({ status, body }).toEqual({
      status: 500,
      body: { error: { code: 'internal', message: 'the request could not be answered' } },
    });
  });

  it('leaves other paths alone', async () => {
    const app = build();
    app.use((_request, response) => {
      response.status(299).end();
    });
    expect((await request(app).get('/__administration').set('Host', 'evil.example')).status).toBe(299);
  });
});
