import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { describe, expect, it } from '@jest/globals';
import { readSettings } from '../read-settings.ts';
import type { TargetOptions } from '../target.ts';
import { type Connection, connect } from './connect.ts';

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
