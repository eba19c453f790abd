import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { createCors } from './cors.ts';
import { createOriginReader, isHost, readForwarding } from './origin.ts';
import { readPrefer } from './prefer.ts';
import { connectionOf, createSharingReader, readRequestBody, readTarget, toMockRequest } from './request.ts';

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

describe('createSharingReader', () => {
  function incoming({ method = 'GET', url = '/a?b=1', headers = {} as Record<string, string> } = {}): IncomingMessage {
    const all = { host: 'localhost:4010', ...headers };
    const rawHeaders = Object.entries(all).flat();
    return { method, url, headers: all, rawHeaders, socket: new Socket() } as unknown as IncomingMessage;
  }
  const read = createSharingReader(createOriginReader({}));
  const first = read(incoming());

  it('gives the same object for a request that was sent alike', () => {
    expect(first).toEqual({
      method: 'GET',
      path: '/a',
      query: 'b=1',
      headers: { host: 'localhost:4010' },
      origin: 'http://localhost:4010',
      isShared: true,
    });
    expect(read(incoming())).toBe(first);
  });

  it.each([
    ['URL', { url: '/a?b=2' }],
    ['host', { headers: { host: 'localhost:4011' } }],
    ['header', { headers: { authorization: 'Token x' } }],
    ['method', { method: 'HEAD' }],
  ])('gives another one for another %s', (_, other) => {
    expect(read(incoming(other))).not.toBe(first);
    expect(read(incoming(other)).headers).toEqual(incoming(other).headers);
  });

  it.each([
    ['whose host is invalid', { host: 'a/b' }],
    ['with long headers', { 'x-long': 'x'.repeat(3000) }],
  ])('shares no request %s', (_, headers: Record<string, string>) => {
    const request = incoming({ headers });
    expect(read(request)).not.toBe(read(request));
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
