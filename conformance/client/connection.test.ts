import { createServer, Agent as HttpAgent, type RequestListener } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type Connection, connect, type OpenApp, openApp } from './connection.ts';
import type { TargetOptions } from './settings.ts';
import { readSettings } from './settings.ts';

describe('connect', () => {
  const open = (options: TargetOptions): Promise<Connection> => connect(options, readSettings(options));

  describe('connect', () => {
    it.each([
      ['http://host:81/api', HttpAgent],
      ['https://host/api', HttpsAgent],
    ])('keeps as many connections to %s as there may be requests at the same time', async (baseUrl, Agent) => {
      const connection = await open({ baseUrl, concurrency: 3 });
      expect(connection.base).toMatchObject({ origin: new URL(baseUrl).origin, prefix: '/api' });
      expect(connection.transport.agent).toBeInstanceOf(Agent);
      expect(connection.transport.agent.maxSockets).toBe(3);
      expect(connection.transport.trustLoopback).toBe(false);
      await connection.close();
    });

    it('starts an app and stops it', async () => {
      const connection = await open({ app: (_, response) => response.end('hello') });
      const { origin } = connection.base;
      expect(await (await fetch(origin)).text()).toBe('hello');
      await connection.close();
      await expect(fetch(origin)).rejects.toThrow();
    });
  });
});

describe('open app', () => {
  const opened: OpenApp[] = [];

  afterEach(async () => {
    await Promise.all(opened.splice(0).map((app) => app.close()));
  });

  async function open(app: Parameters<typeof openApp>[0]): Promise<OpenApp> {
    const result = await openApp(app);
    opened.push(result);
    return result;
  }

  const hello: RequestListener = (_, response) => response.end('hello');

  describe('openApp', () => {
    it('starts a listener and a server on a loopback port', async () => {
      for (const app of [hello, createServer(hello)]) {
        const { base } = await open(app);
        expect(base).toEqual({ origin: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/), prefix: '' });
        expect(await (await fetch(base.origin)).text()).toBe('hello');
      }
    });

    it('stops what it started, with connections still open', async () => {
      const { base, close } = await openApp((_, response) => response.write('forever'));
      const response = await fetch(base.origin);
      await close();
      await expect(response.text()).rejects.toThrow();
      await expect(fetch(base.origin)).rejects.toThrow();
    });

    it('leaves a server alone that listens already', async () => {
      const server = createServer(hello);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { close, base } = await openApp(server);
      await close();
      expect(server.listening).toBe(true);
      expect(await (await fetch(base.origin)).text()).toBe('hello');
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });

    it.each([
      ['throws', () => explode()],
      ['rejects', async () => explode()],
    ] as [string, RequestListener][])('answers 500 for a listener that %s', async (_, listener) => {
      const { base } = await open(listener);
      expect((await fetch(base.origin)).status).toBe(500);
    });

    it('breaks off the response of a listener that throws amidst it', async () => {
      const { base } = await open((_, response) => {
        response.write('begun');
        explode();
      });
      await expect(fetch(base.origin).then((response) => response.text())).rejects.toThrow();
    });

    it('says that it cannot listen', async () => {
      const server = createServer(hello);
      setImmediate(() => server.emit('error', new Error('no ports left')));
      server.listen = () => server;
      await expect(openApp(server)).rejects.toMatchObject({
        code: 'unreachable',
        message: 'the app cannot listen: no ports left',
      });
    });
  });

  function explode(): never {
    throw new Error('boom');
  }
});
