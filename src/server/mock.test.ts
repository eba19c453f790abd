import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { type AlteredList, alterList } from '../alter/engine.ts';
import type { Contract } from '../contract/contract.ts';
import { PagewrightError } from '../contract/error.ts';
import { loadContracts } from '../contract/load-contracts.ts';
import { readVersion } from '../contract/package-file.ts';
import { createRequest } from '../mock/testing/create-request.ts';
import { readBody } from '../mock/testing/read-body.ts';
import { loadDeviation, requireEffect } from './deviation.ts';
import { createMock, type Mock, type RunningMock, startMock, warmUpWhenIdle } from './mock.ts';
import { checkOptions, isScenarioFile, type MockOptions, readNow } from './options.ts';
import { jsonResponse, problemResponse, toAdminError, toProblem } from './problem.ts';
import { exchangeRaw, writeGet } from './testing/raw-http.ts';
import { createSampleList, HEADERS, sampleScenario, writeSample } from './testing/sample.ts';
import { readDuration } from './times.ts';

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

  it('gives back what many guessed lists take, and loses nothing that was changed', async () => {
    const item = {
      type: 'object',
      required: ['id', 'name'],
      properties: { id: { type: 'integer' }, name: { type: 'string' } },
    };
    const paths = Object.fromEntries(
      Array.from({ length: 45 }, (_, index) => {
        const content = { 'application/json': { schema: { type: 'array', items: item } } };
        const parameters = [{ name: 'page', in: 'query', schema: { type: 'integer' } }];
        return [`/list-${index}`, { get: { parameters, responses: { 200: { description: 'ok', content } } } }];
      }),
    );
    const file = join(mkdtempSync(join(tmpdir(), 'many-')), 'many.json');
    writeFileSync(file, JSON.stringify({ openapi: '3.1.0', info: { title: 'Many', version: '1' }, paths }));
    await using many = await createMock({ contract: file, listen: false });
    const ask = async (index: number): Promise<readonly { readonly id: number; readonly name: string }[]> => {
      const response = await many.handle(new Request(`http://127.0.0.1/list-${index}`));
      return (await response.json()) as { readonly id: number; readonly name: string }[];
    };
    const [first, second] = [await ask(0), await ask(1)];
    many.rows.change(String(first[0]?.id), { name: 'Changed' }, { contract: many.contracts[0]?.id ?? '' });
    for (let index = 2; index < 45; index += 1) await ask(index);
    expect((await ask(0))[0]).toMatchObject({ id: first[0]?.id, name: 'Changed' });
    expect(await ask(1)).toEqual(second);
  });

  it('makes the rows of many guessed lists when they are asked for, and says which of them can have none', async () => {
    const rowsOf = (name: string): object => {
      // No text has this form and this length.
      const impossible = name === 'two' ? { code: { type: 'string', pattern: '^[a-z]{9}$', maxLength: 3 } } : {};
      const properties = { id: { type: 'string' }, ...impossible };
      return { type: 'array', items: { type: 'object', required: Object.keys(properties), properties } };
    };
    const names = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
    const parameters = ['page', 'limit'].map((name) => ({ name, in: 'query', schema: { type: 'integer' } }));
    const toPath = (name: string): object => {
      const content = { 'application/json': { schema: rowsOf(name) } };
      return { get: { operationId: name, parameters, responses: { 200: { description: name, content } } } };
    };
    const paths = Object.fromEntries(names.map((name) => [`/${name}`, toPath(name)]));
    const plain = join(mkdtempSync(join(tmpdir(), 'plain-')), 'plain.json');
    writeFileSync(plain, JSON.stringify({ openapi: '3.0.3', info: { title: 'Plain', version: '1' }, paths }));
    await using many = await createMock({ contract: plain, listen: false });
    const tell = (name: string) => many.contracts.find(({ id }) => id === `plain.${name}`);
    const ask = async (name: string) => {
      const response = await many.handle(new Request(`http://here.test/${name}`));
      return { status: response.status, body: (await response.json()) as { detail?: string } };
    };
    expect(tell('three')).not.toHaveProperty('rows');
    expect(await ask('three')).toMatchObject({
      status: 200,
      body: expect.arrayContaining([{ id: expect.anything() }]),
    });
    expect(tell('three')?.rows).toBeGreaterThan(20);
    const { status, body } = await ask('two');
    expect([status, body.detail]).toEqual([501, expect.stringContaining('No rows can be made for GET /two: ')]);
    expect(tell('two')).toMatchObject({ problem: body.detail });
  });

  it('can be mounted in an application', async () => {
    const { body } = await request(express().use('/api', mock.app)).get('/api/shops/north/orders').set(mock.headers);
    expect(body.total).toBe(3);
  });

  it('can be mounted in several places of one, with links below each', async () => {
    await using paged = await createMock({ contract: 'pyng', listen: false });
    const outer = express().use('/a', paged.app).use('/b', paged.app);
    for (const place of ['/a', '/b', '/a']) {
      const { text } = await request(outer)
        .get(`${place}${new URL(paged.listUrl).pathname}`)
        .set({ ...paged.headers, Host: 'api.test' });
      expect([...new Set(text.match(/http:..api.test.\w+/g))]).toEqual([`http://api.test${place}`]);
    }
  });

  it('gives documented responses on request, with or without a socket', async () => {
    const headers = { Prefer: 'code=429' };
    const [sent, handled] = [
      await fetch(mock.listUrl, { headers }),
      await mock.handle(new Request(mock.listUrl, { headers })),
    ];
    expect([sent.status, sent.headers.get('retry-after')]).toEqual([429, '60']);
    expect([handled.status, handled.headers.get('retry-after')]).toEqual([429, '60']);
  });

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
    [{ ...options, deviation: 7 as unknown as string }, 'invalid-option'],
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

describe('options', () => {
  describe('check options', () => {
    describe('checkOptions', () => {
      it.each([
        {},
        { port: 0, host: '::1', size: 0, seed: 0, key: 'k', publicUrl: 'https://api.example.com/mock/' },
        { port: 65535, host: 'localhost', size: 1_000_000, seed: 'a', publicUrl: 'http://[::1]:80' },
      ])('takes %p', (options) => {
        expect(() => checkOptions(options)).not.toThrow();
      });

      it.each([
        [{ port: -1 }, 'Invalid port -1: must be a whole number from 0 to 65535'],
        [{ port: 65536 }, 'Invalid port 65536'],
        [{ port: 1.5 }, 'Invalid port 1.5'],
        [{ host: 'a:80' }, 'Invalid host "a:80": must be an address or a host name, without port'],
        [{ host: 'http://a' }, 'Invalid host "http://a"'],
        [{ host: '' }, 'Invalid host ""'],
        [{ size: -1 }, 'Invalid size -1'],
        [{ size: Number.NaN }, 'Invalid size NaN'],
        [{ sesionIdle: '1h' } as object, 'Unknown option sesionIdle; did you mean sessionIdle?'],
        [{ constructor: 1 } as object, 'Unknown option constructor'],
        [{ seed: '' }, 'Invalid seed ""'],
        [{ key: '' }, 'Invalid key "": must be a string that is not empty'],
        [{ publicUrl: 'api.example.com' }, 'Invalid public URL "api.example.com": must be an http or https URL'],
        [{ publicUrl: 'https://a?b' }, 'Invalid public URL '],
        [{ publicUrl: 'https://a/#' }, 'Invalid public URL '],
        [{ publicUrl: 'https://user:word@a' }, 'Invalid public URL '],
        [{ publicUrl: 'https://a/ü' }, 'Invalid public URL '],
        [{ publicUrl: 'https://a/"' }, 'Invalid public URL '],
        [{ publicUrl: 'javascript:alert(1)' }, 'Invalid public URL '],
      ])('refuses %p', (options, message) => {
        expect(() => checkOptions(options)).toThrow(message);
      });
    });

    describe('readNow', () => {
      const TIME = Date.UTC(2026, 4, 5, 9, 30);

      it.each(['2026-05-05T09:30:00Z', '2026-05-05T11:30:00+02:00', TIME, new Date(TIME)])(
        'stands still at %p',
        (now) => {
          expect(readNow(now)).toBe(TIME);
        },
      );

      it('begins at the time of day', () => {
        const before = Date.now();
        expect(readNow('system')).toBeGreaterThanOrEqual(before);
      });

      it('is the time of each scenario by default', () => {
        expect(readNow(undefined)).toBeUndefined();
      });

      it.each(['yesterday', '', '2026-13-01', Number.NaN, 1e20, new Date(Number.NaN)])('refuses %p', (now) => {
        expect(() => readNow(now)).toThrow(
          /^Invalid now .*: must be a date-time such as 2026-05-05T09:30:00Z, milliseconds since 1970, or system$/,
        );
      });
    });
  });

  describe('isScenarioFile', () => {
    it.each([
      ['demo', false],
      ['one-page', false],
      ['demo.yaml', true],
      ['demo.YML', true],
      ['demo.json', true],
      ['./demo', true],
      ['fixtures\\demo', true],
    ])('of %p is %p', (scenario, expected) => {
      expect(isScenarioFile(scenario)).toBe(expected);
    });
  });
});

describe('problem', () => {
  describe('problemResponse', () => {
    it('says what went wrong, with further headers', () => {
      const problem = { type: 'about:blank', title: 'Not Found', status: 404, detail: 'nothing is here' };
      expect(problemResponse(problem, [['Allow', 'GET']])).toEqual({
        status: 404,
        headers: [
          ['Content-Type', 'application/problem+json'],
          ['Allow', 'GET'],
        ],
        body: JSON.stringify(problem),
      });
    });
  });

  describe('jsonResponse', () => {
    it('writes a value as the bytes of its JSON', () => {
      const { status, headers, body } = jsonResponse(201, { name: 'Zoë' });
      expect({ status, headers }).toEqual({ status: 201, headers: [['Content-Type', 'application/json']] });
      expect(JSON.parse(Buffer.from(body, 'latin1').toString('utf8'))).toEqual({ name: 'Zoë' });
    });

    it('keeps another media type', () => {
      const { headers } = jsonResponse(400, {}, [
        ['Allow', 'GET'],
        ['Content-Type', 'application/problem+json'],
      ]);
      expect(headers).toEqual([
        ['Allow', 'GET'],
        ['Content-Type', 'application/problem+json'],
      ]);
    });
  });

  describe('toProblem', () => {
    it.each([
      [new PagewrightError('invalid-fault', 'not so'), 400, 'not so'],
      [new PagewrightError('invalid-session', 'nor so'), 400, 'nor so'],
      [new PagewrightError('not-applicable', 'not here'), 400, 'not here'],
      [new PagewrightError('too-many-sessions', 'too many'), 503, 'too many'],
      [Object.assign(new Error('too large'), { status: 413 }), 413, 'too large'],
    ])('tells what was wrong with the request: %s', (error, status, detail) => {
      const response = toProblem(error);
      expect(response?.status).toBe(status);
      expect(readBody({ body: response?.body ?? '' })).toMatchObject({ status, detail, title: expect.any(String) });
    });

    it.each([
      new Error('secret'),
      new PagewrightError('unknown-slot', 'a bug of the mock'),
      Object.assign(new Error('secret'), { status: 502 }),
      'secret',
      undefined,
    ])('tells nothing of %p', (error) => {
      expect(toProblem(error)).toBeUndefined();
    });
  });

  describe('toAdminError', () => {
    it.each([
      [new PagewrightError('unknown-row', 'm'), 404, 'unknown-row'],
      [new PagewrightError('identity-taken', 'm'), 409, 'identity-taken'],
      [new PagewrightError('move-not-allowed', 'm'), 409, 'move-not-allowed'],
      [new PagewrightError('invalid-row', 'm'), 422, 'invalid-row'],
      [new PagewrightError('unknown-fault', 'm'), 404, 'unknown-fault'],
      [new PagewrightError('unknown-fault', 'm', { field: 'kind' }), 400, 'unknown-fault'],
      [new PagewrightError('ambiguous-row', 'm'), 409, 'ambiguous-row'],
      [new PagewrightError('invalid-request', 'm'), 400, 'invalid-request'],
      [Object.assign(new Error('m'), { status: 400 }), 400, 'invalid-request'],
      [Object.assign(new Error('m'), { status: 413 }), 413, 'body-too-large'],
      [Object.assign(new Error('m'), { status: 415 }), 415, 'unsupported-media-type'],
    ])('gives %p its status', (error, status, code) => {
      expect(toAdminError(error)).toEqual({ status, code, message: 'm' });
    });

    it.each([new Error('secret'), Object.assign(new Error('secret'), { status: 502 }), 'secret', undefined])(
      'tells nothing of %p',
      (error) => {
        expect(toAdminError(error)).toEqual({ status: 500, code: 'internal', message: 'Internal error' });
      },
    );
  });
});

describe('readDuration', () => {
  it.each([
    ['8d', 691_200_000],
    ['1h30m', 5_400_000],
    ['1.5s', 1500],
    ['-90s', -90_000],
    ['+1w', 604_800_000],
    ['250ms', 250],
    [' 2m ', 120_000],
    ['P8D', 691_200_000],
    ['-PT1M', -60_000],
    [1500, 1500],
    [0, 0],
  ])('reads %p', (span, length) => {
    expect(readDuration(span, 'advance')).toBe(length);
  });

  it.each(['', ' ', '-', '8', '8 d', '8days', 'd', '1h-1m', 'P', '1e3s', Number.NaN, Infinity, 1e20])(
    'refuses %p and says what is right',
    (span) => {
      expect(() => readDuration(span, 'advance')).toThrow(/^Invalid advance .*: must be a duration such as 8d/);
    },
  );
});

describe('readVersion', () => {
  it('is the one of the package', () => {
    expect(readVersion()).toMatch(/^\d+\.\d+\.\d+/);
  });
});

describe('deviation', () => {
  const file = writeSample();

  /** Where there is no answer. */
  const NONE = { body: 'null' };

  describe('loadDeviation', () => {
    it('loads nothing where no deviation is wanted', async () => {
      expect(await loadDeviation(undefined)).toBeUndefined();
    });

    it('makes lists deviate where the deviation applies', async () => {
      const deviation = await loadDeviation('total-of-page');
      if (deviation === undefined) throw new Error('no deviation');
      const { state } = createSampleList();
      const list = (...alterations: Parameters<typeof alterList>[1]): AlteredList =>
        alterList({ state, key: 'key', seed: '1' }, alterations);
      const request = createRequest('/shops/north/orders?size=1', { headers: HEADERS });
      expect(readBody(list().handle(request) ?? NONE)).toMatchObject({ total: 3 });
      const deviant = list(...deviation.alterations(state.contract));
      expect(readBody(deviant.handle(request) ?? NONE)).toMatchObject({ total: 1 });
      expect(() => requireEffect(deviation, [state.contract])).not.toThrow();
    });

    it('rejects an unknown name', async () => {
      const message = 'Unknown deviation total-of-pages; did you mean total-of-page?';
      await expect(loadDeviation('total-of-pages')).rejects.toThrow(message);
    });

    it('is rejected where it applies to no list', async () => {
      const deviation = await loadDeviation('page-count-floor');
      if (deviation === undefined) throw new Error('no deviation');
      expect(deviation.alterations(loadContracts(file)[0] as Contract)).toEqual([]);
      expect(() => requireEffect(deviation, loadContracts(file))).toThrow(
        'Deviation page-count-floor does not apply to orders: the number of pages is rounded down',
      );
    });
  });
});
