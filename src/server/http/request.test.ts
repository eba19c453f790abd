import { once } from 'node:events';
import { Agent, type IncomingMessage, type RequestOptions, request as sendRequest } from 'node:http';
import { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import type { MockRequest } from '../../mock/message.ts';
import { createCors } from './cors.ts';
import { createOriginReader, isHost, readForwarding } from './origin.ts';
import { readPrefer } from './prefer.ts';
import { connectionOf, readRequestBody, readTarget, toMockRequest } from './request.ts';
import { closeServer, createHttpServer, listen } from './server.ts';
import { createRequestSharing } from './shared-requests.ts';

describe('toMockRequest', () => {
  it('takes over what the mock looks at', () => {
    const request = { method: 'HEAD', url: '/a?b=1', headers: { x: 'y' } } as unknown as IncomingMessage;
    expect(toMockRequest(request, () => 'http://o')).toEqual({
      method: 'HEAD',
      path: '/a',
      query: 'b=1',
      headers: { x: 'y' },
      origin: 'http://o',
    });
  });
});

describe('createRequestSharing', () => {
  const { IncomingMessage, read } = createRequestSharing(createOriginReader({}));
  const seen: { readonly message: IncomingMessage; readonly read: MockRequest }[] = [];
  const server = createHttpServer((message, response) => {
    seen.push({ message, read: read(message) });
    response.end();
  }, IncomingMessage);
  let port: number;

  beforeAll(async () => {
    port = Number(new URL(await listen(server, { port: 0, host: '127.0.0.1' })).port);
  });
  afterAll(() => {
    agent.destroy();
    return closeServer(server);
  });

  const agent = new Agent({ keepAlive: true, maxSockets: 1 });

  async function send(options: RequestOptions = {}): Promise<{ message: IncomingMessage; read: MockRequest }> {
    const headers = { Host: 'localhost:4010', ...options.headers };
    const sent = sendRequest({ agent, port, host: '127.0.0.1', path: '/a?b=1', ...options, headers }).end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    response.resume();
    await once(response, 'end');
    return seen.pop() as (typeof seen)[number];
  }

  it.each([
    ['the same connection', agent],
    ['another connection', false],
  ])('gives the same object for a request that was sent alike on %s', async (_, other) => {
    const first = await send();
    expect(first.read).toMatchObject({ method: 'GET', path: '/a', query: 'b=1', origin: 'http://localhost:4010' });
    const again = await send({ agent: other });
    // Whether a connection is to be kept is said in a header.
    if (other === agent) expect(again.read).toBe(first.read);
    expect((await send({ agent: other })).read).toBe(again.read);
    expect(again.message.headers).toEqual(again.read.headers);
  });

  it.each<[string, RequestOptions]>([
    ['URL', { path: '/a?b=2' }],
    ['host', { headers: { Host: 'localhost:4011' } }],
    ['header', { headers: { Authorization: 'Token x' } }],
    ['order of headers', { headers: { 'X-B': '1', 'X-A': '2' } }],
    ['method', { method: 'HEAD' }],
  ])('gives another one for another %s', async (_, other) => {
    const first = await send({ headers: { 'X-A': '2', 'X-B': '1' } });
    const { read: second, message } = await send(other);
    expect(second).not.toBe(first.read);
    expect(second.headers).toEqual(message.headers);
    expect(second).toMatchObject({ method: other.method ?? 'GET', path: '/a', query: other.path?.slice(3) ?? 'b=1' });
    expect(second.headers['authorization']).toBe(
      other.headers === undefined ? undefined : readOwn(other, 'Authorization'),
    );
  });

  const readOwn = ({ headers }: RequestOptions, name: string): unknown => (headers as Record<string, unknown>)[name];

  it.each<[string, RequestOptions]>([
    ['whose host is invalid', { headers: { Host: 'a/b' } }],
    ['with long headers', { headers: { 'X-Long': 'x'.repeat(3000) } }],
    ['with a long URL', { path: `/${'x'.repeat(3000)}` }],
    ['with a body', { method: 'POST' }],
  ])('shares no request %s', async (_, options) => {
    const first = await send(options);
    expect((await send(options)).read).not.toBe(first.read);
    expect(first.read.memo).toBeUndefined();
  });

  it('leaves alone the headers of others when those of one message are replaced', async () => {
    const { message } = await send();
    message.headers = { host: 'other' };
    expect(message.headers).toEqual({ host: 'other' });
    expect((await send()).message.headers).toMatchObject({ host: 'localhost:4010' });
  });

  it('goes on when more requests come than are kept', async () => {
    const first = await send();
    const paths = Array.from({ length: 1100 }, (_, count) => `/${count}`);
    const read: string[] = [];
    for (const path of paths) read.push((await send({ path })).read.path);
    expect(read).toEqual(paths);
    const again = await send();
    expect(again.read).toEqual(first.read);
    expect((await send()).read).toBe(again.read);
  });
});

describe('readTarget', () => {
  it.each([
    ['/a/b?c=1', '/a/b', 'c=1'],
    ['/a', '/a', ''],
    ['/a?', '/a', ''],
    ['/a?b?c', '/a', 'b?c'],
    ['//evil.example/x', '//evil.example/x', ''],
    ['http://other:80/a/b?c', '/a/b', 'c'],
    ['HTTPS://other', '/', ''],
    ['http://other?x', '/', 'x'],
    ['*', '*', ''],
    ['', '', ''],
    ['/%zz?%', '/%zz', '%'],
  ])('splits %p', (url, path, query) => {
    expect(readTarget(url)).toEqual({ path, query });
  });
});

describe('readRequestBody', () => {
  const echo = express().use((asked, response, next) => {
    readRequestBody(asked, response, 2 ** 20)
      .then((body) => response.json({ body }))
      .catch(next);
  });

  it('reads a body as text, whatever its type says', async () => {
    const { body } = await request(echo).post('/').set('Content-Type', 'text/x').send('Zoë {');
    expect(body).toEqual({ body: 'Zoë {' });
  });

  it('gives what was parsed before as it is', async () => {
    const outer = express().use(express.json(), echo);
    expect((await request(outer).post('/').send({ id: 'x' })).body).toEqual({ body: { id: 'x' } });
  });

  it('fails for a body beyond all measure', async () => {
    expect((await request(echo).post('/').send('x'.repeat(11_000_000))).status).toBe(413);
  });
});

describe('connectionOf', () => {
  it('tells connections apart, and knows each again', () => {
    const [one, other] = [new Socket(), new Socket()];
    expect(connectionOf(one)).toBe(connectionOf(one));
    expect(connectionOf(other)).not.toBe(connectionOf(one));
  });
});

describe('origin', () => {
  describe('create origin reader', () => {
    function request(headers: Record<string, string>, more: object = {}): IncomingMessage {
      return { headers, socket: { localAddress: '127.0.0.1', localPort: 4010 }, ...more } as unknown as IncomingMessage;
    }

    describe('createOriginReader', () => {
      it('takes the host of each request', () => {
        const read = createOriginReader({});
        const hosts = ['localhost:4010', 'api.test', 'localhost:4010'];
        expect(hosts.map((host) => read(request({ host })))).toEqual([
          'http://localhost:4010',
          'http://api.test',
          'http://localhost:4010',
        ]);
      });

      it.each([[{}], [{ host: 'a/b' }], [{ host: '"><script>' }]])(
        'takes the address of the socket without a usable host: %p',
        (headers) => {
          expect(createOriginReader({})(request(headers as Record<string, string>))).toBe('http://127.0.0.1:4010');
        },
      );

      it('writes IPv6 addresses in brackets, without zone', () => {
        const socket = { localAddress: 'fe80::1%eth0', localPort: 1 };
        expect(createOriginReader({})(request({}, { socket }))).toBe('http://[fe80::1]:1');
      });

      it('says https on an encrypted connection', () => {
        const socket = { encrypted: true, localAddress: '127.0.0.1', localPort: 1 };
        expect(createOriginReader({})(request({ host: 'a.test' }, { socket }))).toBe('https://a.test');
      });

      it('adds the path under which it is mounted', () => {
        expect(createOriginReader({})(request({ host: 'a.test' }, { baseUrl: '/mock' }))).toBe('http://a.test/mock');
      });

      it('believes a proxy only when told to', () => {
        const proxied = request({
          host: 'inner:1',
          'x-forwarded-proto': 'https',
          'x-forwarded-host': 'api.test',
          'x-forwarded-prefix': '/v',
        });
        expect(createOriginReader({})(proxied)).toBe('http://inner:1');
        expect(createOriginReader({ trustProxy: true })(proxied)).toBe('https://api.test/v');
      });

      it('keeps what a trusted proxy does not say', () => {
        expect(
          createOriginReader({ trustProxy: true })(request({ host: 'inner:1', 'x-forwarded-proto': 'https' })),
        ).toBe('https://inner:1');
      });

      it('says the public URL whatever the request says', () => {
        const read = createOriginReader({ publicUrl: 'https://api.test/x', trustProxy: true });
        expect(read(request({ host: 'a', 'x-forwarded-host': 'b' }, { baseUrl: '/mock' }))).toBe('https://api.test/x');
      });
    });
  });

  describe('readForwarding', () => {
    it('reads X-Forwarded-*, of several proxies the first', () => {
      const headers = {
        'x-forwarded-proto': 'https, http',
        'x-forwarded-host': 'api.example.com, inner',
        'x-forwarded-prefix': '/mock/',
      };
      expect(readForwarding(headers)).toEqual({ protocol: 'https', host: 'api.example.com', prefix: '/mock' });
    });

    it('reads Forwarded, which counts before the others', () => {
      const forwarded = 'for=192.0.2.43;Proto=HTTPS;host="api.example.com:8443", for=10.0.0.1;proto=http';
      expect(readForwarding({ forwarded, 'x-forwarded-host': 'other' })).toEqual({
        protocol: 'https',
        host: 'api.example.com:8443',
      });
    });

    it.each([
      [{ 'x-forwarded-proto': 'javascript' }],
      [{ 'x-forwarded-host': 'a"b' }],
      [{ 'x-forwarded-host': 'a/b' }],
      [{ 'x-forwarded-prefix': 'no-slash' }],
      [{ 'x-forwarded-prefix': '/a"b' }],
      [{ forwarded: ';;;=' }],
      [{}],
    ])('leaves out what is malformed: %p', (headers) => {
      expect(readForwarding(headers)).toEqual({});
    });
  });

  describe('isHost', () => {
    it.each([
      'localhost',
      '127.0.0.1:4010',
      'api.example.com',
      'my_host:80',
      '[::1]:4010',
      '[fe80::1]',
      'a',
      'example.com.',
    ])('takes %p', (text) => {
      expect(isHost(text)).toBe(true);
    });

    it.each([
      '',
      'a b',
      'a/b',
      'a?b',
      'a#b',
      'user@host',
      'a"b',
      "a'b",
      'a\\b',
      '::1',
      'a:',
      'a:123456',
      'a:b',
      '-a',
      'ü.de',
      `a${'b'.repeat(300)}`,
      'a\n',
    ])('refuses %p', (text) => {
      expect(isHost(text)).toBe(false);
    });
  });
});

describe('cors', () => {
  function preflight(headers: Record<string, string>, method = 'OPTIONS'): Record<string, string> | undefined {
    const answer = createCors().preflight({ method, headers } as unknown as IncomingMessage);
    return answer && { status: String(answer.status), ...Object.fromEntries(answer.headers) };
  }

  describe('createCors', () => {
    it('lets every page read every header of an answer', () => {
      expect(Object.fromEntries(createCors().headers)).toEqual({
        'Access-Control-Allow-Origin': '*',
        'Access-Control-Expose-Headers': '*',
      });
    });

    it('allows the method and the headers that a browser asks for', () => {
      const asked = {
        origin: 'http://a.test',
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'authorization,x-key',
      };
      expect(preflight(asked)).toMatchObject({
        status: '204',
        'Access-Control-Allow-Methods': 'GET',
        'Access-Control-Allow-Headers': 'authorization,x-key',
      });
    });

    it('allows a public page to reach a private network when it asks', () => {
      const asked = { origin: 'http://a.test', 'access-control-request-method': 'GET' };
      expect(preflight(asked)).not.toHaveProperty('Access-Control-Allow-Private-Network');
      expect(preflight({ ...asked, 'access-control-request-private-network': 'true' })).toHaveProperty(
        'Access-Control-Allow-Private-Network',
        'true',
      );
    });

    it.each([
      ['OPTIONS', { origin: 'http://a.test' }],
      ['OPTIONS', { 'access-control-request-method': 'GET' }],
      ['GET', { origin: 'http://a.test', 'access-control-request-method': 'GET' }],
    ])('takes %s with %p for no such question', (method, headers) => {
      expect(preflight(headers as Record<string, string>, method)).toBeUndefined();
    });
  });
});

describe('readPreferences', () => {
  it.each([
    ['code=404', { code: '404' }],
    ['code=404, example=gone', { code: '404', example: 'gone' }],
    ['Code=404; EXAMPLE="not \\"here\\""', { code: '404', example: 'not "here"' }],
    ['example = a-b_c , dynamic=true', { example: 'a-b_c', dynamic: true }],
    ['code=404, code=500', { code: '404' }],
    ['fault=cycle', { fault: 'cycle' }],
    ['fault="latency:ms=300,jitterMs=50"; code=429', { fault: 'latency:ms=300,jitterMs=50', code: '429' }],
    ['return=minimal, respond-async, wait=10', { others: ['return', 'respond-async', 'wait'] }],
    ['code', { code: '' }],
    ['', {}],
    ['example="code=500"', { example: 'code=500' }],
  ])('reads %p', (header, expected) => {
    expect(readPrefer(header)).toEqual({ others: [], ...expected });
  });

  it('reads a header that was sent twice', () => {
    expect(readPrefer(['code=404', 'example=gone'])).toEqual({ code: '404', example: 'gone', others: [] });
  });
});
