import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import type { AdminError } from '../problem.ts';
import { findRejection, hostName } from './guard.ts';

type Headers = Readonly<Record<string, string | undefined>>;

const HERE = { host: 'localhost:4010' };

function refuse(
  headers: Headers,
  remoteAddress = '127.0.0.1',
  token?: string,
  isBehindProxy = false,
): AdminError | undefined {
  const request = { headers, socket: { remoteAddress } } as unknown as IncomingMessage;
  return findRejection(request, { trustedHosts: new Set(['api.example.com']), token, isBehindProxy });
}

describe('findRejection', () => {
  it.each([
    { host: '127.0.0.1:4010' },
    { host: 'localhost:4010' },
    { host: 'mock.localhost' },
    { host: '[::1]:4010' },
    { host: '192.168.1.7:80' },
    { host: 'pagewright:4010' },
    { host: 'host.docker.internal:4010' },
    { host: 'API.example.com' },
    { host: 'localhost:4010', origin: 'http://localhost:4010' },
    { host: 'localhost:4010', 'sec-fetch-site': 'same-origin' },
    { host: 'localhost:4010', 'sec-fetch-site': 'none' },
  ])('lets %p in', (headers) => {
    expect(refuse(headers)).toBeUndefined();
  });

  it.each([
    [{ host: 'evil.example:4010' }, 'evil.example:4010'],
    [{ host: 'localhost.evil.example' }, 'localhost.evil.example'],
    [{ host: '127.0.0.1.evil.example' }, 'host'],
    [{ host: undefined }, 'host'],
    [{ host: 'localhost@evil.example' }, 'host'],
    [{ host: 'localhost:4010', origin: 'http://evil.example' }, 'Origin: http://evil.example'],
    [{ host: 'localhost:4010', origin: 'null' }, 'Origin: null'],
    [{ host: 'localhost:4010', origin: 'http://localhost:3000' }, 'Origin: http://localhost:3000'],
    [{ host: 'localhost:4010', 'sec-fetch-site': 'cross-site' }, 'Sec-Fetch-Site: cross-site'],
    [{ host: 'localhost:4010', 'sec-fetch-site': 'same-site' }, 'Sec-Fetch-Site: same-site'],
  ])('keeps %p out, with a token too', (headers, sign) => {
    const refusal = { status: 403, code: 'foreign-request', message: expect.stringContaining(sign) };
    expect(refuse(headers)).toEqual(refusal);
    expect(refuse({ ...headers, authorization: 'Bearer t' }, '127.0.0.1', 't')).toEqual(refusal);
  });

  it.each(['127.0.0.1', '127.8.0.3', '::1', '::ffff:127.0.0.1'])(
    'lets callers on this machine in, at %s',
    (address) => {
      expect(refuse(HERE, address)).toBeUndefined();
    },
  );

  it.each(['10.0.0.5', '::ffff:10.0.0.5', '2001:db8::1', '128.0.0.1'])(
    'keeps another machine out, at %s',
    (address) => {
      expect(refuse(HERE, address)).toEqual({
        status: 403,
        code: 'remote-request',
        message: `The request comes from another machine (${address}): start the server with --admin-token to allow it`,
      });
    },
  );

  const BEHIND_PROXY = {
    status: 403,
    code: 'remote-request',
    message: 'Behind a proxy, the admin API requires a token: start the server with --admin-token to allow it',
  };

  it.each([
    { forwarded: 'for=192.0.2.43' },
    { via: '1.1 gateway' },
    { 'x-forwarded-for': '192.0.2.43' },
    { 'x-forwarded-host': 'localhost' },
    { 'x-forwarded-proto': 'https' },
    { 'x-original-forwarded-for': '192.0.2.43' },
    { 'x-real-ip': '127.0.0.1' },
    { 'x-client-ip': '192.0.2.43' },
    { 'true-client-ip': '192.0.2.43' },
    { 'cf-connecting-ip': '192.0.2.43' },
  ])('keeps out whom a proxy lets in, without a token: %p', (headers) => {
    expect(refuse({ ...HERE, ...headers })).toEqual(BEHIND_PROXY);
    expect(refuse({ ...HERE, ...headers, authorization: 'Bearer secret' }, '127.0.0.1', 'secret')).toBeUndefined();
  });

  it('keeps everybody out of a server behind a proxy, without a token', () => {
    expect(refuse(HERE, '127.0.0.1', undefined, true)).toEqual(BEHIND_PROXY);
    expect(refuse({ ...HERE, authorization: 'Bearer secret' }, '127.0.0.1', 'secret', true)).toBeUndefined();
  });

  it.each([
    { authorization: 'Bearer secret' },
    { authorization: 'bearer  secret' },
    { 'x-pagewright-token': 'secret' },
  ])('lets in from anywhere who shows the token: %p', (headers) => {
    expect(refuse({ ...HERE, ...headers }, '10.0.0.5', 'secret')).toBeUndefined();
  });

  it.each([
    {},
    { authorization: 'secret' },
    { authorization: 'Bearer secret2' },
    { authorization: 'Bearer ' },
    { authorization: 'Bearer secret', 'x-pagewright-token': 'other' },
  ])('asks for the token, on this machine too: %p', (headers) => {
    expect(refuse({ ...HERE, ...headers }, '127.0.0.1', 'secret')).toMatchObject({ status: 401, code: 'token-needed' });
  });
});

describe('hostName', () => {
  it.each([
    ['A.test:80', 'a.test'],
    ['a.test', 'a.test'],
    ['[::1]:80', '::1'],
  ])('of %p is %p', (host, name) => {
    expect(hostName(host)).toBe(name);
  });
});
