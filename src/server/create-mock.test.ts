import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { createMock } from './create-mock.ts';
import type { Mock } from './mock.ts';
import { sampleScenario, writeSample } from './testing/sample-contract.ts';

describe('createMock', () => {
  const file = writeSample();
  const options = { contract: file, scenario: sampleScenario(file) };
  let mock: Mock;
  beforeAll(async () => {
    mock = await createMock(options);
  });
  afterAll(() => mock.close());

  const listIds = async (): Promise<unknown> => {
    const response = await fetch(mock.listUrl, { headers: mock.headers });
    const { orders } = (await response.json()) as { orders: { id: string }[] };
    return orders.map(({ id }) => id);
  };

  it('tells what a client needs to know', () => {
    expect(mock.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(mock.listUrl).toBe(`${mock.url}/shops/north/orders`);
    expect(mock.headers).toEqual({ 'x-key': 'secret-a', 'X-Version': '7' });
    expect(mock.contracts.map(({ id }) => id)).toEqual(['orders']);
    expect(mock.now()).toBe(Date.UTC(2026, 4, 5, 9, 30));
  });

  it('shows changes of rows at once, and takes them back', async () => {
    mock.rows.remove('o1');
    mock.rows.add({ id: 'o9', state: 'open' });
    mock.rows.move('close', 'o9');
    expect(await listIds()).toEqual(['both', 'o2', 'o9']);
    mock.reset('orders');
    expect(await listIds()).toEqual(['both', 'o1', 'o2']);
    mock.rows.change('o1', { state: 'closed' });
    mock.reset();
    expect(mock.rows.get('o1')).toEqual({ id: 'o1', state: 'open' });
  });

  it('can be mounted in an application', async () => {
    const { body } = await request(express().use('/api', mock.app)).get('/api/shops/north/orders').set(mock.headers);
    expect(body.total).toBe(3);
  });

  it('gives documented responses on request, with or without a socket', async () => {
    const headers = { Prefer: 'code=429' };
    const [sent, handled] = [
      await fetch(mock.listUrl, { headers }),
      await mock.handle(new Request(mock.listUrl, { headers })),
    ];
    expect([sent.status, sent.headers.get('retry-after')]).toEqual([429, '60']);
    expect([handled.status, handled.headers.get('retry-after')]).toEqual([429, '60']);
  }, 60_000);

  it('stops listening when it is closed, and can be closed twice', async () => {
    const other = await createMock(options);
    await Promise.all([other.close(), other.close()]);
    await other.close();
    await expect(fetch(other.url)).rejects.toThrow();
  });

  it('closes itself where it is disposed of', async () => {
    const other = await createMock(options);
    await other[Symbol.asyncDispose]();
    await expect(fetch(other.url)).rejects.toThrow();
  });

  it.each([
    [{ contract: 'nowhere.yaml' }, 'invalid-contract'],
    [{ ...options, scenario: 'nope' }, 'unknown-scenario'],
    [{ ...options, port: -1 }, 'invalid-option'],
    [{ contract: [file, file] }, 'path-taken'],
  ])('refuses %p', async (wrong, code) => {
    await expect(createMock(wrong)).rejects.toMatchObject({ code });
  });
});
