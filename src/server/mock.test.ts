import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { createMock, type Mock, type RunningMock, startMock, warmUpWhenIdle } from './mock.ts';
import type { MockOptions } from './options.ts';
import { exchangeRaw, writeGet } from './testing/raw-http.ts';
import { HEADERS, sampleScenario, writeSample } from './testing/sample.ts';

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

describe('start mock', () => {
  const LIST = '/shops/north/orders';

  describe('startMock', () => {
    const started: RunningMock[] = [];
    const start = async (options: MockOptions = {}): Promise<RunningMock> => {
      const file = writeSample();
      const mock = await startMock({ contract: file, scenario: sampleScenario(file), ...options });
      started.push(mock);
      return mock;
    };
    afterEach(async () => {
      await Promise.all(started.splice(0).map((mock) => mock.close()));
    });

    it('serves over a socket what it says it serves', async () => {
      const mock = await start();
      expect(mock.contracts).toEqual(await (await fetch(`${mock.url}/__admin/contracts`)).json());
      expect(await (await fetch(mock.listUrl, { headers: mock.headers })).json()).toMatchObject({ total: 3 });
    });

    it('answers the same without a socket', async () => {
      const mock = await start({ listen: false });
      expect(mock.url).toBe('http://127.0.0.1');
      expect((await request(mock.app).get(LIST).set(HEADERS)).body.total).toBe(3);
      expect(await (await mock.handle(new Request(mock.listUrl, { headers: mock.headers }))).json()).toMatchObject({
        total: 3,
      });
    });

    it('says the public URL, and is reached where it listens', async () => {
      const mock = await start({ publicUrl: 'https://api.example.com/mock/', adminToken: 'secret' });
      expect(mock.listUrl).toBe(`https://api.example.com/mock${LIST}`);
      expect(mock.describe(mock.url)[0]?.url).toBe(mock.url + LIST);
      const direct = await request(mock.url)
        .get('/__admin/contracts/orders')
        .set({ Host: 'api.example.com', 'X-Pagewright-Token': 'secret' });
      expect(direct.body.url).toBe(mock.listUrl);
    });

    it.each([{ trustProxy: true }, { publicUrl: 'https://mock.example.com' }, { listen: true }])(
      'lets no proxy into the admin API without a token: %p',
      async (options) => {
        const mock = await start(options);
        const forwarded = { 'X-Forwarded-For': '192.0.2.43' };
        const { status, body } = await request(mock.url).delete('/__admin/contracts/orders/rows/o1').set(forwarded);
        expect([status, body.error.code]).toEqual([403, 'remote-request']);
        expect(mock.rows.list().total).toBe(3);
        expect(mock.isAdminClosed).toBe(!('listen' in options));
      },
    );

    it('reads its files again', async () => {
      const mock = await start();
      const [contract = '', scenario = ''] = mock.files;
      mock.rows.remove('o1');
      writeFileSync(
        scenario,
        readFileSync(scenario, 'utf8').replace('{ id: o2, state: closed }', '{ id: o3, state: closed }'),
      );
      mock.reload();
      expect(mock.rows.list().rows.map(({ id }) => id)).toEqual(['both', 'o1', 'o3']);
      expect(await (await fetch(mock.listUrl, { headers: mock.headers })).text()).toContain('"o3"');
      expect(contract).toMatch(/orders\.yaml$/);
    });

    it('goes on with what it has when its files have mistakes', async () => {
      const mock = await start();
      writeFileSync(mock.files[0] ?? '', 'openapi: 3.1.0');
      expect(() => mock.reload()).toThrow(/x-pagewright/);
      expect((await fetch(mock.listUrl, { headers: mock.headers })).status).toBe(200);
    });

    it.each([
      ['bytes that are no text', '\u0000\u00ff\u00fe\r\n\r\n'],
      ['a path of bytes', `GET ${LIST}/\u00ff\u00fe HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`],
      [
        'a target for a proxy',
        `GET http://other.test${LIST}?size=1 HTTP/1.1\r\nHost: a\r\nX-Key: secret-a\r\nX-Version: 7\r\nConnection: close\r\n\r\n`,
      ],
      ['a question about the server', 'OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'],
      ['a host that is none', `GET ${LIST} HTTP/1.1\r\nHost: "><x>\r\nConnection: close\r\n\r\n`],
      ['an unknown expectation', `GET ${LIST} HTTP/1.1\r\nHost: a\r\nExpect: wonders\r\nConnection: close\r\n\r\n`],
      [
        'a wish for another protocol',
        `GET ${LIST} HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nConnection: close, Upgrade\r\n\r\n`,
      ],
      ['a very long path', `GET /${'x'.repeat(12_000)} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`],
      ['many parameters', `GET ${LIST}?${'a&'.repeat(5000)} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`],
      ['an old protocol', `GET ${LIST} HTTP/1.0\r\n\r\n`],
    ])('answers %s without a fault of its own', async (_what, sent) => {
      const mock = await start();
      const received = await exchangeRaw(mock.url, sent);
      expect(received).toMatch(/^HTTP\/1\.1 [2-4]\d\d /);
      expect(received).not.toContain('    at ');
      expect((await fetch(mock.listUrl, { headers: mock.headers })).status).toBe(200);
    });

    it('answers a target for a proxy like any other', async () => {
      const mock = await start();
      const sent = writeGet(`http://other.test${LIST}?size=1`, { ...HEADERS, Connection: 'close' });
      expect(await exchangeRaw(mock.url, sent)).toContain('"total":3');
    });

    it('answers requests that come at once in their order, one that takes its time among them', async () => {
      const mock = await start();
      const list = writeGet(LIST, HEADERS);
      const sent = list + writeGet('/__admin/health') + list + writeGet('/nowhere', { Connection: 'close' });
      const received = await exchangeRaw(mock.url, sent);
      const order = [...received.matchAll(/"total":3|"status":"ok"|no such place/g)].map(String);
      expect(order).toEqual(['"total":3', '"status":"ok"', '"total":3', 'no such place']);
    });
  });
});

describe('warm up when idle', () => {
  function countSteps(): { steps: Generator<undefined, void>; taken: () => number } {
    let count = 0;
    function* takeSteps(): Generator<undefined, void> {
      while (count < 2) {
        count += 1;
        yield;
      }
    }
    return { steps: takeSteps(), taken: () => count };
  }

  describe('warmUpWhenIdle', () => {
    it('takes its steps one by one, until all are taken', () => {
      jest.useFakeTimers();
      const { steps, taken } = countSteps();
      warmUpWhenIdle(steps);
      expect(taken()).toBe(0);
      jest.advanceTimersByTime(10);
      expect(taken()).toBe(1);
      jest.runAllTimers();
      expect(taken()).toBe(2);
      jest.useRealTimers();
    });

    it('leaves the rest when it is stopped', () => {
      jest.useFakeTimers();
      const { steps, taken } = countSteps();
      warmUpWhenIdle(steps)();
      jest.runAllTimers();
      expect(taken()).toBe(0);
      jest.useRealTimers();
    });
  });
});
