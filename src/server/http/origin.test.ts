import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { createOriginReader, isHost, readForwarding } from './origin.ts';

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
      expect(createOriginReader({ trustProxy: true })(request({ host: 'inner:1', 'x-forwarded-proto': 'https' }))).toBe(
        'https://inner:1',
      );
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
