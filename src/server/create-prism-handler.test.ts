import { describe, expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { createPrismHandler } from './create-prism-handler.ts';
import { jsonResponse } from './http/json-response.ts';
import type { PrismResponder } from './prism-input.ts';
import { createSite } from './site/create-site.ts';
import { createSampleList } from './testing/create-sample-list.ts';

/** Says what it was asked. */
const respond: PrismResponder = async ({ method, path, query, body }, { template, isList }) => {
  return jsonResponse(299, { method, path, query, body, template, isList });
};

describe('createPrismHandler', () => {
  const holder = { site: createSite([createSampleList()]) };
  const server = express().use(createPrismHandler(holder, respond));

  it('hands over operations that are no lists, with the body as it was sent', async () => {
    const { status, body } = await request(server)
      .post('/shops/a/orders?b=1')
      .set('Content-Type', 'text/x')
      .send('Zoë {');
    const expected = {
      method: 'POST',
      path: '/shops/a/orders',
      query: 'b=1',
      body: 'Zoë {',
      template: '/shops/{shop}/orders',
      isList: false,
    };
    expect({ status, body }).toEqual({ status: 299, body: expected });
  });

  it('hands over what has been parsed before as it is', async () => {
    const outer = express().use(express.json(), createPrismHandler(holder, respond));
    expect((await request(outer).post('/shops/a/orders').send({ id: 'x' })).body.body).toEqual({ id: 'x' });
  });

  it('hands over a list only when a response is forced', async () => {
    const forced = await request(server).get('/shops/a/orders').set('Prefer', 'example=busy');
    expect(forced.body).toMatchObject({ isList: true });
    expect((await request(server).get('/shops/a/orders').set('Prefer', 'return=minimal')).status).toBe(404);
  });

  it('leaves other paths alone', async () => {
    expect((await request(server).get('/nowhere').set('Prefer', 'code=200')).status).toBe(404);
  });

  it('refuses a body beyond all measure', async () => {
    expect((await request(server).post('/shops/a/orders').send('x'.repeat(11_000_000))).status).toBe(413);
  });

  it('passes on that no answer could be made', async () => {
    const fail: PrismResponder = () => Promise.reject(Object.assign(new Error('no'), { status: 418 }));
    const failing = express().use(createPrismHandler(holder, fail));
    expect((await request(failing).get('/orders/1')).status).toBe(418);
  });
});
