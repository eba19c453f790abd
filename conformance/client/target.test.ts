import type { RequestListener } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { echo } from '../testing/servers.ts';
import { useTestTargets } from '../testing/targets.ts';

describe('create target', () => {
  const { open, openScript, servers } = useTestTargets();

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
        code: 'aborted',
        message: 'the target was closed',
      });
      await expect(target.locate()).rejects.toMatchObject({ code: 'aborted' });
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

  describe('a hostile target', () => {
    const nest = (levels: number): string =>
      `{"text":"[[${'['.repeat(600)}\\"","rows":${'['.repeat(levels)}${']'.repeat(levels)}}`;
    it.each([
      [499, undefined],
      [500, 'too-large'],
      [100_000, 'too-large'],
    ])('is not read where its JSON is nested %i levels deep and more', async (levels, code) => {
      const target = open({ app: (_, response) => response.end(nest(levels)) });
      const sent = target.send({ path: '/a' });
      if (code === undefined) expect((await sent).status).toBe(200);
      else
        await expect(sent).rejects.toMatchObject({
          code,
          message: expect.stringContaining('more than 500 levels deep'),
        });
    });

    it('gives no link or token that is longer than anybody sends', async () => {
      const { target, count } = openScript([200]);
      const token = 'x'.repeat(300_000);
      const message = /^Invalid link: the URL has 300,\d{3} characters, so that no client could follow it$/;
      await expect(target.send({ path: '/a', query: [['cursor', token]] })).rejects.toMatchObject({
        code: 'invalid-link',
        message: expect.stringMatching(message),
      });
      await expect(target.follow(`/a?cursor=${token}`)).rejects.toMatchObject({ code: 'invalid-link' });
      expect(count()).toBe(0);
    });

    it('ends the run once it has stopped answering, and not while it answers what it has answered before', async () => {
      const fail = Array.from({ length: 8 }, () => 'reset' as const);
      const { target } = openScript([200, ...fail, 200, ...fail, 'reset']);
      await target.send({ path: '/good' });
      for (let index = 0; index < 8; index += 1) {
        await expect(target.send({ path: `/${index}` })).rejects.toMatchObject({ code: 'unreachable' });
      }
      await expect(target.send({ path: '/good' })).rejects.toMatchObject({
        code: 'aborted',
        message: expect.stringContaining('the target stopped responding: no response to 4 requests in a row'),
      });
    });
  });

  describe('a cancelled run', () => {
    it('ends what is under way and what waits', async () => {
      const cancel = new AbortController();
      const app: RequestListener = () => cancel.abort();
      const target = open({ app, signal: cancel.signal, concurrency: 1 });
      const results = await Promise.allSettled(['/a', '/b'].map((path) => target.send({ path })));
      expect(results).toMatchObject([
        { status: 'rejected', reason: { code: 'aborted', message: 'the run was cancelled' } },
        { status: 'rejected', reason: { code: 'aborted' } },
      ]);
      expect(target.usage.requests).toBe(1);
    });

    it('may be that of one fork', async () => {
      const { target } = openScript([200]);
      const fork = target.fork({ signal: AbortSignal.abort() });
      await expect(fork.send({ path: '/' })).rejects.toMatchObject({ code: 'aborted' });
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
      await expect(target.send({ path: '/' })).rejects.toMatchObject({ code: 'aborted' });
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
});

describe('build target', () => {
  const { open, openScript, servers } = useTestTargets();

  describe('a request', () => {
    it('has the target’s headers, those of a role above, and its own on top', async () => {
      const target = open({
        app: echo,
        headers: { 'X-Key': 'own', 'x-mode': 'live', Accept: 'a/b' },
        roles: { expired: { 'x-key': 'expired', 'x-mode': undefined } },
      });
      const headersOf = async (request: object): Promise<unknown> => {
        const { json } = await target.send({ path: '/', ...request });
        const { 'x-key': key, 'x-mode': mode, accept } = Object(json).headers;
        return { key, mode, accept };
      };
      expect(await headersOf({})).toEqual({ key: 'own', mode: 'live', accept: 'a/b' });
      expect(await headersOf({ role: 'expired' })).toEqual({ key: 'expired', accept: 'a/b' });
      expect(await headersOf({ role: 'expired', headers: { 'X-KEY': 'new' } })).toEqual({ key: 'new', accept: 'a/b' });
      expect(await headersOf({ headers: { 'x-key': undefined } })).toEqual({ mode: 'live', accept: 'a/b' });
      expect(target.roles).toEqual(new Set(['expired']));
    });

    it('says who it is and what it takes', async () => {
      const { json } = await open({ app: echo }).send({ path: '/' });
      expect(Object(json).headers).toMatchObject({
        accept: 'application/json',
        'accept-encoding': 'gzip',
        'user-agent': 'pagewright-conformance',
      });
    });

    it('fills in path parameters', async () => {
      const target = open({ app: echo, pathParameters: { site: 'mine' }, foreignPathParameters: { site: 'theirs' } });
      const { foreignPathParameters: pathParameters } = target;
      expect((await target.send({ path: '/{site}' })).json).toMatchObject({ url: '/mine' });
      expect((await target.send({ path: '/{site}', pathParameters })).json).toMatchObject({ url: '/theirs' });
    });

    it('makes no sense with a role or a path parameter that nobody gave', async () => {
      const target = open({ app: echo });
      await expect(target.send({ path: '/', role: 'nobody' })).rejects.toThrow(TypeError);
      await expect(target.send({ path: '/{site}' })).rejects.toThrow('path parameter site');
      expect(target.usage.requests).toBe(0);
    });

    it('follows no redirect', async () => {
      const target = open({ app: (_, response) => response.writeHead(302, { location: '/elsewhere' }).end() });
      expect(await target.send({ path: '/' })).toMatchObject({ status: 302, headers: { location: '/elsewhere' } });
      expect(target.usage.requests).toBe(1);
    });
  });

  describe('a link', () => {
    it('is followed with the same credentials, as it is spelled', async () => {
      const target = open({ app: echo, headers: { 'x-key': 'own' } });
      const first = await target.send({ path: '/list' });
      const link = `${await target.locate()}/list?cursor=a%3d%zz+[0]`;
      const response = await target.follow(link, { from: first.url });
      expect(response).toMatchObject({ url: link, rewritten: false });
      expect(response.json).toMatchObject({ url: '/list?cursor=a%3d%zz+[0]', headers: { 'x-key': 'own' } });
    });

    it('never leaves the origin', async () => {
      let visits = 0;
      const elsewhere = await servers.http((_, response) => {
        visits += 1;
        response.end();
      });
      const origin = await servers.http(echo);
      const target = open({ baseUrl: `${origin}/api`, headers: { 'x-key': 'own' } });
      const response = await target.follow(`${elsewhere}/list?page=2`);
      expect(response).toMatchObject({ rewritten: true, url: `${origin}/api/list?page=2` });
      expect(await target.send({ url: `${elsewhere}/api/list`, query: 'a=1' })).toMatchObject({
        rewritten: true,
        url: `${origin}/api/list?a=1`,
      });
      expect(visits).toBe(0);
    });

    it('may be relative to the response that holds it', async () => {
      const target = open({ app: echo });
      const { url } = await target.send({ path: '/a/list', query: 'page=1' });
      expect((await target.follow('?page=2', { from: url })).json).toMatchObject({ url: '/a/list?page=2' });
      expect((await target.follow('/b')).json).toMatchObject({ url: '/b' });
    });

    it('may lead nowhere', async () => {
      const target = open({ app: echo, headers: { 'x-key': 'hunter22' } });
      await expect(target.follow('javascript:hunter22')).rejects.toMatchObject({
        code: 'invalid-link',
        message: 'Invalid link "javascript:***": no client could follow it',
      });
      expect(target.usage.requests).toBe(0);
    });

    it('takes a method, a role and headers', async () => {
      const target = open({ app: echo, roles: { other: { 'x-key': 'other' } } });
      const response = await target.follow('/x', { role: 'other', headers: { 'x-more': '1' } });
      expect(response.json).toMatchObject({ headers: { 'x-key': 'other', 'x-more': '1' } });
      expect(await target.follow('/x', { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
    });
  });

  describe('the budget', () => {
    it('refuses requests beyond it without sending them', async () => {
      const { target, count } = openScript([200], { maxRequests: 2 });
      await target.send({ path: '/' });
      expect(target.remaining).toBe(1);
      await target.send({ path: '/' });
      await expect(target.send({ path: '/' })).rejects.toMatchObject({ code: 'budget-exhausted' });
      expect(count()).toBe(2);
    });

    it('holds when many ask at the same time', async () => {
      const { target, count } = openScript([200], { maxRequests: 7 });
      const results = await Promise.allSettled(Array.from({ length: 20 }, () => target.send({ path: '/' })));
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(7);
      expect(count()).toBe(7);
    });

    it('is shared by forks, which count for themselves', async () => {
      const { target } = openScript([200], { maxRequests: 10 });
      const [one, other] = [target.fork(), target.fork({ maxRequests: 1 })];
      await one.send({ path: '/' });
      await one.send({ path: '/' });
      await other.send({ path: '/' });
      await expect(other.send({ path: '/' })).rejects.toMatchObject({ code: 'budget-exhausted' });
      expect([target, one, other].map(({ usage }) => usage.requests)).toEqual([3, 2, 1]);
      expect([target, one, other].map(({ remaining }) => remaining)).toEqual([7, 7, 0]);
    });
  });

  describe('a memo', () => {
    it('saves identical requests, at the same time and afterwards', async () => {
      const { target, count } = openScript([200]);
      const [one, two] = await Promise.all([
        target.fork().send({ path: '/', memo: true }),
        target.fork().send({ path: '/', memo: true }),
      ]);
      const three = await target.follow('/', { memo: true });
      expect([one, two, three].map(({ text, memoized, attempts }) => [text, memoized, attempts])).toEqual([
        ['answer 1', false, 1],
        ['answer 1', true, 0],
        ['answer 1', true, 0],
      ]);
      expect(count()).toBe(1);
    });

    it('is not used unless asked for', async () => {
      const { target, count } = openScript([200]);
      await target.send({ path: '/', memo: true });
      expect(await target.send({ path: '/' })).toMatchObject({ memoized: false, text: 'answer 2' });
      expect(count()).toBe(2);
    });

    it('tells methods, queries, headers and roles apart', async () => {
      const { target, count } = openScript([200], { roles: { other: { 'x-key': 'other' } } });
      const requests = [
        {},
        { method: 'HEAD' },
        { query: 'a=1' },
        { headers: { 'x-a': '1' } },
        { role: 'other' },
      ] as const;
      for (const request of requests) await target.send({ path: '/', memo: true, ...request });
      expect(count()).toBe(requests.length);
    });

    it('forgets what may pass', async () => {
      const { target } = openScript([500, 200]);
      await target.send({ path: '/', memo: true });
      expect(await target.send({ path: '/', memo: true })).toMatchObject({ status: 200, memoized: false });
    });
  });
});
