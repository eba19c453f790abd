import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { findForeignSign, nameOf } from './guard-admin.ts';

function findSign(headers: Record<string, string | undefined>): string | undefined {
  return findForeignSign({ headers } as unknown as IncomingMessage, new Set(['api.example.com']));
}

describe('findForeignSign', () => {
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
    expect(findSign(headers)).toBeUndefined();
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
  ])('keeps %p out', (headers, sign) => {
    expect(findSign(headers)).toContain(sign);
  });
});

describe('nameOf', () => {
  it.each([
    ['A.test:80', 'a.test'],
    ['a.test', 'a.test'],
    ['[::1]:80', '::1'],
  ])('of %p is %p', (host, name) => {
    expect(nameOf(host)).toBe(name);
  });
});
