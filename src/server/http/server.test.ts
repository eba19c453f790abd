import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exchangeRaw, writeGet } from '../testing/raw-http.ts';
import { closeServer, createHttpServer, listen } from './server.ts';

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

describe('listen', () => {
  it('gives the address of a server on a free port', async () => {
    const server = createServer((_request, response) => response.end('here'));
    const url = await listen(server, { port: 0, host: '127.0.0.1' });
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await (await fetch(url)).text()).toBe('here');
    await closeServer(server);
  });

  it('gives an address that can be called where all addresses are meant', async () => {
    const server = createServer();
    expect(await listen(server, { port: 0, host: '0.0.0.0' })).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await closeServer(server);
  });

  it('says that a port is taken', async () => {
    const first = createServer();
    const port = Number(new URL(await listen(first, { port: 0, host: '127.0.0.1' })).port);
    await expect(listen(createServer(), { port, host: '127.0.0.1' })).rejects.toMatchObject({
      code: 'cannot-listen',
      message: `cannot listen on 127.0.0.1 port ${port}: something else listens there already; choose another port, or 0 for any that is free`,
    });
    await closeServer(first);
  });

  it('says that an address is not this machine’s', async () => {
    const refused = listen(createServer(), { port: 0, host: '192.0.2.1' });
    await expect(refused).rejects.toMatchObject({
      code: 'cannot-listen',
      message: expect.stringContaining('no such address'),
    });
  });
});

describe('closeServer', () => {
  it('closes connections that clients hold open, used or not', async () => {
    const server = createServer((_request, response) => response.end('x'));
    const port = Number(new URL(await listen(server, { port: 0, host: '127.0.0.1' })).port);
    const used = connect(port, '127.0.0.1', () => used.write(writeGet('/')));
    await once(used, 'data');
    const unused = connect(port, '127.0.0.1');
    await once(unused, 'connect');
    const closed = [used, unused].map((socket) => once(socket.resume(), 'close'));
    await closeServer(server);
    await Promise.all(closed);
    expect(server.listening).toBe(false);
  });

  it('lets an answer be finished that was begun', async () => {
    let finish = (): void => {};
    const server = createServer((_request, response) => {
      finish = () => response.end('finished');
    });
    const url = await listen(server, { port: 0, host: '127.0.0.1' });
    const arrived = once(server, 'request');
    const answer = fetch(url);
    await arrived;
    const closed = closeServer(server);
    finish();
    expect(await (await answer).text()).toBe('finished');
    await closed;
  });

  it('takes no more than a moment over an answer that never ends', async () => {
    const server = createServer(() => {});
    const url = await listen(server, { port: 0, host: '127.0.0.1' });
    const arrived = once(server, 'request');
    const answer = fetch(url).catch(() => 'cut off');
    await arrived;
    await closeServer(server);
    expect(await answer).toBe('cut off');
  });

  it('has nothing to do where nothing listens', async () => {
    await expect(closeServer(createServer())).resolves.toBeUndefined();
  });
});
