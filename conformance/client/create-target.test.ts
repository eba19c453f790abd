import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createTestServers } from './testing/create-test-servers.ts';
import { createTestTargets } from './testing/create-test-targets.ts';
import { echo } from './testing/echo.ts';

const servers = createTestServers();
const targets = createTestTargets();
const { open, openScript } = targets;

afterEach(async () => {
  await targets.close();
  await servers.close();
});

describe('an app', () => {
  it('is started when it is needed, once, and closed with the target', async () => {
    const target = open({ app: echo });
    const [one, two, place] = await Promise.all([
      target.send({ path: '/a' }),
      target.send({ path: '/b' }),
      target.locate(),
    ]);
    expect([one.url, two.url]).toEqual([`${place}/a`, `${place}/b`]);
    await target.close();
    await expect(fetch(place)).rejects.toThrow();
    await expect(target.send({ path: '/a' })).rejects.toMatchObject({
      kind: 'aborted',
      message: 'the target was closed',
    });
    await expect(target.locate()).rejects.toMatchObject({ kind: 'aborted' });
  });

  it('need not be started to be closed', async () => {
    await expect(open({ app: echo }).close()).resolves.toBeUndefined();
  });
});

describe('a base URL', () => {
  it('may have a prefix and credentials, which stay out of sight', async () => {
    const origin = await servers.http(echo);
    const target = open({ baseUrl: `${origin.replace('//', '//me:pass-word@')}/api/` });
    expect(await target.locate()).toBe(`${origin}/api`);
    const response = await target.send({ path: '/x' });
    const authorization = `Basic ${btoa('me:pass-word')}`;
    expect(response.json).toMatchObject({ url: '/api/x', headers: { authorization } });
    expect(JSON.stringify(response.exchange)).not.toContain(btoa('me:pass-word'));
    expect(response.url).toBe(`${origin}/api/x`);
  });
});

describe('a cancelled run', () => {
  it('ends what is under way and what waits', async () => {
    const cancel = new AbortController();
    const app: RequestListener = () => cancel.abort();
    const target = open({ app, signal: cancel.signal, concurrency: 1 });
    const results = await Promise.allSettled(['/a', '/b'].map((path) => target.send({ path })));
    expect(results).toMatchObject([
      { status: 'rejected', reason: { kind: 'aborted', message: 'the run was cancelled' } },
      { status: 'rejected', reason: { kind: 'aborted' } },
    ]);
    expect(target.usage.requests).toBe(1);
  });

  it('may be that of one fork', async () => {
    const { target } = openScript([200]);
    const fork = target.fork({ signal: AbortSignal.abort() });
    await expect(fork.send({ path: '/' })).rejects.toMatchObject({ kind: 'aborted' });
    expect((await target.send({ path: '/' })).status).toBe(200);
  });

  it('ends a wait for patience', async () => {
    const cancel = new AbortController();
    const clock = { now: () => 0, sleep: (_: number, signal?: AbortSignal) => interrupt(signal) };
    const interrupt = async (signal: AbortSignal | undefined): Promise<void> => {
      cancel.abort();
      signal?.throwIfAborted();
    };
    const target = open({ app: (_, response) => response.writeHead(429).end(), clock, signal: cancel.signal });
    await expect(target.send({ path: '/' })).rejects.toMatchObject({ kind: 'aborted' });
  });
});

describe('redaction', () => {
  it('keeps secrets out of all that is shown', async () => {
    const target = open({
      app: echo,
      headers: { authorization: 'Bearer own-secret-0123' },
      roles: { other: { authorization: 'Bearer other-secret-4567' } },
    });
    const query = 'a=other-secret-4567';
    const { text, exchange } = await target.send({ path: '/', query, headers: { 'x-note': 'own-secret-0123' } });
    expect(text).toContain('own-secret-0123');
    expect(JSON.stringify(exchange)).not.toMatch(/own-secret|other-secret/);
    expect(target.redact('got own-secret-0123')).toBe('got ***');
  });

  it('shows what a check made up', async () => {
    const target = open({ app: echo, headers: { authorization: 'Bearer own-secret-0123' } });
    const { exchange } = await target.send({
      path: '/',
      headers: { authorization: 'Bearer nobody' },
      publicHeaders: ['Authorization'],
    });
    expect(exchange.requestHeaders['authorization']).toBe('Bearer nobody');
  });
});
