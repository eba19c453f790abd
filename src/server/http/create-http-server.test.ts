import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exchangeRaw, writeGet } from '../testing/exchange-raw.ts';
import { closeServer } from './close-server.ts';
import { createHttpServer } from './create-http-server.ts';
import { listen } from './listen.ts';

describe('createHttpServer', () => {
  const server = createHttpServer((request, response) => response.end(request.url));
  let url = '';
  beforeAll(async () => {
    url = await listen(server, { port: 0, host: '127.0.0.1' });
  });
  afterAll(() => closeServer(server));

  it('tells a client that it may pause for ten minutes between pages', async () => {
    const response = await fetch(url);
    expect(response.headers.get('keep-alive')).toBe('timeout=600');
    expect(server.headersTimeout).toBeGreaterThan(server.keepAliveTimeout);
  });

  it.each([
    ['what is no HTTP', '\u0000\u0001\u0002 hello\r\n\r\n'],
    ['a TLS greeting', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003'],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx'],
    [
      'a length with chunks',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['a control character in a header', 'GET / HTTP/1.1\r\nHost: a\r\nX: \u0000\r\n\r\n'],
    ['no host', 'GET / HTTP/1.1\r\n\r\n'],
  ])('answers %s with 400', async (_what, sent) => {
    expect(await exchangeRaw(url, sent)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  });

  it('answers headers that are too large with 431', async () => {
    expect(await exchangeRaw(url, writeGet('/', { 'X-Large': 'x'.repeat(40_000) }))).toMatch(/^HTTP\/1\.1 431 /);
  });

  it('answers requests that come at once in their order', async () => {
    const received = await exchangeRaw(url, writeGet('/one') + writeGet('/two') + writeGet('/three'), /\/three$/);
    expect([...received.matchAll(/\r\n\r\n(\/\w+?)(?=HTTP|$)/g)].map(([, body]) => body)).toEqual([
      '/one',
      '/two',
      '/three',
    ]);
  });

  it('goes on after clients that leave in the middle', async () => {
    await exchangeRaw(url, writeGet('/one'), /^H/);
    await exchangeRaw(url, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nx', /^H/);
    expect(await (await fetch(`${url}/still`)).text()).toBe('/still');
  });
});
