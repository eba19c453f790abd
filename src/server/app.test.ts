import { describe, expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { createApp, type MockApp } from './app.ts';
import { createCors } from './http/cors.ts';
import { createOriginReader } from './http/origin.ts';
import type { Respond } from './respond.ts';
import { HEADERS, openSampleBackend } from './testing/sample.ts';

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

    it('answers the administration', async () => {
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

    it('keeps pages from the administration', async () => {
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
