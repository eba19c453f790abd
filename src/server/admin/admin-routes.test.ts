import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { Mock } from '../mock.ts';
import { exchangeRaw } from '../testing/exchange-raw.ts';
import { openSampleMock } from '../testing/open-sample-mock.ts';
import { ADMIN_ROUTES } from './admin-routes.ts';

let open: Mock;
let guarded: Mock;
beforeAll(async () => {
  open = await openSampleMock();
  guarded = await openSampleMock({ adminToken: 'secret' });
});
afterAll(() => Promise.all([open.close(), guarded.close()]));

/** Parts of paths stand for nothing that there is, so that a call that is let in does no harm. */
const CALLS = ADMIN_ROUTES.map(({ method, path }) => [method, `/__admin${path.replace(/:\w+/g, 'nope')}`] as const);

describe('ADMIN_ROUTES', () => {
  it('are all different', () => {
    expect(new Set(ADMIN_ROUTES.map(({ method, path }) => `${method} ${path}`)).size).toBe(ADMIN_ROUTES.length);
  });

  it.each(CALLS)('keep other sites from %s %s', async (method, path) => {
    for (const headers of [
      { Host: 'evil.example' },
      { Origin: 'http://evil.example' },
      { Origin: 'null' },
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site' },
    ] as const) {
      for (const { url } of [open, guarded]) {
        const { status, body } = await request(url)[method](path).set(headers).set('Authorization', 'Bearer secret');
        expect([status, body.error?.code]).toEqual([403, 'foreign-request']);
      }
    }
  });

  it.each(CALLS)('ask for the token on %s %s', async (method, path) => {
    const call = (): request.Test => request(guarded.url)[method](path).query({ nope: '1' });
    expect((await call()).body.error.code).toBe('token-needed');
    expect((await call().set('Authorization', 'Bearer wrong')).body.error.code).toBe('token-needed');
    expect((await call().set('Authorization', 'Bearer secret')).body.error.code).toBe('invalid-request');
    expect((await call().set('X-Pagewright-Token', 'secret')).body.error.code).toBe('invalid-request');
  });

  it.each([
    '/__session/x/__admin/reset',
    '/__session/x//__admin/reset',
    '/__session/x/../__admin/reset',
    '/__session/x/../../__admin/reset',
    '/__session/x/%2e%2e/__admin/reset',
    '/__session/x/%5f%5fadmin/reset',
    '/__session/x/%5F%5Fadmin%2Freset',
    '/__session/x/./__admin/reset',
    '/__session/x/__admin%2freset',
    '/__session/__admin/reset',
    '/__session/default/__admin/reset',
    '/%5f%5fadmin/reset',
    '//__admin/reset',
    '/./__admin/reset',
    '/x/../__admin/reset',
    '/__ADMIN/reset',
    '\\__admin/reset',
  ])('are not reached at %s', async (path) => {
    open.rows.remove('o1');
    const session = open.session('x');
    session.rows.remove('o1', { collection: 'north' });
    const head = `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`;
    const answer = await exchangeRaw(open.url, head);
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect([open.rows.list().total, session.rows.list().total]).toEqual([2, 2]);
    open.reset();
    open.sessions.remove('x');
  });

  it('are reached in the form that is meant for a proxy too, and guarded there', async () => {
    const ask = (host: string): Promise<string> =>
      exchangeRaw(open.url, `GET http://${host}/__admin/health HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    expect(await ask('127.0.0.1')).toMatch(/^HTTP\/1\.1 200 /);
    expect(await ask('evil.example')).toMatch(/^HTTP\/1\.1 403 /);
  });
});
