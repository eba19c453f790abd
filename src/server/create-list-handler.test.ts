import { createServer } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { createListHandler } from './create-list-handler.ts';
import { createOriginReader } from './http/create-origin-reader.ts';
import { createSite } from './site/create-site.ts';
import { createSampleList } from './testing/create-sample-list.ts';
import { HEADERS } from './testing/sample-headers.ts';

describe('createListHandler', () => {
  const answerList = createListHandler({ site: createSite([createSampleList()]) }, createOriginReader({}));
  const server = createServer((asked, response) => {
    if (!answerList(asked, response)) response.writeHead(299).end();
  });

  it.each([
    ['get', '/shops/north/orders', {}, 200],
    ['head', '/shops/north/orders', {}, 200],
    ['get', '/shops/north/orders', { Prefer: 'return=minimal' }, 200],
    ['delete', '/shops/north/orders', {}, 405],
    ['get', '/shops/north/orders', { Prefer: 'code=404' }, 299],
    ['post', '/shops/north/orders', {}, 299],
    ['get', '/orders/1', {}, 299],
  ] as const)('answers %s %s with %p by %i', async (method, path, headers, status) => {
    expect(
      (
        await request(server)
          [method](path)
          .set({ ...HEADERS, ...headers })
      ).status,
    ).toBe(status);
  });
});
