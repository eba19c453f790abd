import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { MockOptions } from './mock-options.ts';
import { type RunningMock, startMock } from './start-mock.ts';
import { exchangeRaw, writeGet } from './testing/exchange-raw.ts';
import { sampleScenario, writeSample } from './testing/sample-contract.ts';
import { HEADERS } from './testing/sample-headers.ts';

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
    const mock = await start({ publicUrl: 'https://api.example.com/mock/' });
    expect(mock.listUrl).toBe(`https://api.example.com/mock${LIST}`);
    expect(mock.describe(mock.url)[0]?.url).toBe(mock.url + LIST);
    const direct = await request(mock.url).get('/__admin/contracts/orders').set('Host', 'api.example.com');
    expect(direct.body.url).toBe(mock.listUrl);
  });

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
