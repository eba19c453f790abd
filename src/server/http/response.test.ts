import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { Delivery } from '../../alter/engine.ts';
import { fc } from '../../testing/properties.ts';
import { exchangeRaw, writeGet } from '../testing/raw-http.ts';
import { deliverResponse, sendResponse, splitBody, whenGone } from './response.ts';
import { closeServer, createHttpServer, listen } from './server.ts';

describe('send response', () => {
  type Handler = (request: IncomingMessage, response: ServerResponse) => void;

  describe('sendResponse', () => {
    it('sends status, headers and the bytes of the body', async () => {
      const body = Buffer.from('{"name":"Zoë"}').toString('latin1');
      const handler: Handler = (asked, response) =>
        sendResponse(asked, response, {
          status: 201,
          headers: [
            ['Content-Type', 'application/json'],
            ['X-A', '1'],
          ],
          body,
        });
      const { status, headers, body: received } = await request(createServer(handler)).get('/');
      expect({ status, received }).toEqual({ status: 201, received: { name: 'Zoë' } });
      expect(headers).toMatchObject({ 'content-length': '15', 'x-a': '1' });
    });

    it('sends no body to HEAD, but its length', async () => {
      const handler: Handler = (asked, response) =>
        sendResponse(asked, response, { status: 200, headers: [], body: 'abc' });
      const { text, headers } = await request(createServer(handler)).head('/');
      expect(text ?? '').toBe('');
      expect(headers['content-length']).toBe('3');
    });

    it('says no length where there can be no body', async () => {
      const handler: Handler = (asked, response) =>
        sendResponse(asked, response, { status: 204, headers: [], body: '' });
      const { status, headers } = await request(createServer(handler)).get('/');
      expect({ status, length: headers['content-length'] }).toEqual({ status: 204, length: undefined });
    });

    it('keeps headers that were set before', async () => {
      const handler: Handler = (asked, response) => {
        response.setHeader('X-Before', 'yes');
        sendResponse(asked, response, { status: 200, headers: [['X-A', '1']], body: '' });
      };
      const { headers } = await request(createServer(handler)).get('/');
      expect(headers).toMatchObject({ 'x-before': 'yes', 'x-a': '1', 'content-length': '0' });
    });
  });
});

describe('deliver response', () => {
  const BODY = JSON.stringify({ name: 'Zoë', more: 'x'.repeat(200) });
  const BYTES = Buffer.from(BODY).toString('latin1');

  describe('deliverResponse', () => {
    const servers: Server[] = [];
    const marks: { markAborted?: () => void } = {};
    afterEach(() => {
      delete marks.markAborted;
      for (const server of servers.splice(0)) server.close().closeAllConnections();
    });

    async function serve(delivery: Delivery | undefined): Promise<string> {
      const server = createServer((request, response) => {
        const headers = [['X-a', '1']] as const;
        deliverResponse(request, response, {
          status: 200,
          headers,
          body: BYTES,
          ...(delivery && { delivery }),
          ...marks,
        });
      });
      servers.push(server);
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    }

    it.each([
      ['at once', undefined],
      ['late', { delayMs: 20 }],
      ['piece by piece', { dripMs: 30 }],
      ['late and piece by piece', { delayMs: 5, dripMs: 30 }],
    ])('sends an answer %s, and whole', async (_how, delivery) => {
      const response = await fetch(await serve(delivery));
      expect([response.status, response.headers.get('x-a'), await response.text()]).toEqual([200, '1', BODY]);
    });

    it.each([{ delayMs: 150 }, { dripMs: 300 }])('takes its time over an answer delivered as %p', async (delivery) => {
      const [slow, quick] = [await serve(delivery), await serve(undefined)];
      const order: string[] = [];
      const read = async (url: string, name: string): Promise<void> => {
        await (await fetch(url)).text();
        order.push(name);
      };
      await Promise.all([read(slow, 'slow'), read(quick, 'quick')]);
      expect(order).toEqual(['quick', 'slow']);
    });

    it('sends a body piece by piece in several pieces, of which none is lost', async () => {
      const { body } = await fetch(await serve({ dripMs: 40 }));
      let pieces = 0;
      let length = 0;
      for await (const piece of body ?? []) {
        pieces += 1;
        length += piece.length;
      }
      expect(pieces).toBeGreaterThan(3);
      expect(length).toBe(BYTES.length);
    });

    it('resets the connection before the answer', async () => {
      await expect(fetch(await serve({ breaks: 'before-head' }))).rejects.toThrow('fetch failed');
    });

    it('ends the connection amid the body, whose length was promised', async () => {
      const url = await serve({ breaks: 'amid-body' });
      const response = await fetch(url);
      expect(response.headers.get('content-length')).toBe(String(BYTES.length));
      await expect(response.text()).rejects.toThrow('terminated');
      const received = await exchangeRaw(url, writeGet('/'));
      expect(received.split('\r\n\r\n')[1]).toBe(BYTES.slice(0, Math.floor(BYTES.length / 2)));
    });

    it.each([{ dripMs: 10 }, { breaks: 'amid-body' as const }, { delayMs: 1 }])(
      'answers HEAD without a body: %p',
      async (delivery) => {
        const response = await fetch(await serve(delivery), { method: 'HEAD' });
        expect([response.status, response.headers.get('content-length')]).toEqual([200, String(BYTES.length)]);
      },
    );

    it.each([
      ['goes away amid the body', { dripMs: 60_000 }],
      ['goes away before the answer', { delayMs: 60_000 }],
    ])('tells that a client %s', async (_how, delivery) => {
      const aborted = new Promise<string>((resolve) => {
        marks.markAborted = () => resolve('aborted');
      });
      const url = await serve(delivery);
      const client = new AbortController();
      const answer = fetch(url, { signal: client.signal }).catch(() => undefined);
      if ('dripMs' in delivery) await answer;
      else await once(servers[0] as Server, 'request');
      client.abort();
      expect(await aborted).toBe('aborted');
      await answer;
    });

    it('tells so of answers that wait for those before them on the same connection, and lets no timer run on', async () => {
      let count = 0;
      const all = new Promise<void>((resolve) => {
        marks.markAborted = () => {
          count += 1;
          if (count === 3) resolve();
        };
      });
      const { hostname, port } = new URL(await serve({ delayMs: 60_000 }));
      const socket = connect(Number(port), hostname, () => socket.write(writeGet('/').repeat(3)));
      await once(servers[0] as Server, 'request');
      socket.destroy();
      await all;
      expect(count).toBe(3);
    });

    it('tells no such thing of an answer that came whole', async () => {
      let count = 0;
      marks.markAborted = () => {
        count += 1;
      };
      const url = await serve({ dripMs: 5 });
      for (let times = 0; times < 2; times += 1) await (await fetch(url)).text();
      expect(count).toBe(0);
    });

    it('sends nothing to a client that has gone', async () => {
      const url = await serve({ delayMs: 30 });
      await expect(fetch(url, { signal: AbortSignal.timeout(5) })).rejects.toThrow();
      expect((await fetch(url)).status).toBe(200);
    });
  });
});

describe('splitBody', () => {
  it('cuts into at most 20 pieces, of which none is empty and nothing is lost', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 500 }), (body) => {
        const pieces = splitBody(body);
        expect(pieces.join('')).toBe(body);
        expect(pieces.length).toBeLessThanOrEqual(20);
        expect(pieces).not.toContain('');
      }),
    );
  });

  it('cuts what is long enough into more than a few', () => {
    expect(splitBody('x'.repeat(1000))).toHaveLength(20);
    expect(splitBody('abc')).toEqual(['a', 'b', 'c']);
    expect(splitBody('')).toEqual([]);
  });
});

describe('whenGone', () => {
  const open = (
    socket = new EventEmitter(),
  ): {
    socket: EventEmitter;
    response: EventEmitter;
    wait: (act: () => void) => () => void;
  } => {
    const response = new EventEmitter();
    const request = { socket } as unknown as IncomingMessage;
    return { socket, response, wait: (act) => whenGone(request, response as unknown as ServerResponse, act) };
  };

  it.each([['response'], ['socket']] as const)('does it once, when the %s is closed first', (first) => {
    let count = 0;
    const { wait, ...emitters } = open();
    wait(() => {
      count += 1;
    });
    emitters[first].emit('close');
    for (const emitter of Object.values(emitters)) emitter.emit('close');
    expect(count).toBe(1);
  });

  it('does nothing after it was told to forget it', () => {
    let count = 0;
    const { wait, socket, response } = open();
    wait(() => {
      count += 1;
    })();
    socket.emit('close');
    response.emit('close');
    expect(count).toBe(0);
  });

  it('does all that waits on one connection, with one listener', () => {
    const socket = new EventEmitter();
    let count = 0;
    for (let times = 0; times < 50; times += 1) {
      open(socket).wait(() => {
        count += 1;
      });
    }
    expect(socket.listenerCount('close')).toBe(1);
    socket.emit('close');
    expect(count).toBe(50);
  });
});

describe('server', () => {
  describe('createHttpServer', () => {
    const server = createHttpServer((request, response) => response.end(request.url));
    let url = '';
    beforeAll(async () => {
      url = await listen(server, { port: 0, host: '127.0.0.1' });
    });
    afterAll(() => closeServer(server));

    it('tells a client that it may pause for ten minutes between pages', async () => {
      const response = await fetch(url);
      expect(response.headers.get('keep-alive')).toBe('timeout=600');
      expect(server.headersTimeout).toBeGreaterThan(server.keepAliveTimeout);
    });

    it.each([
      ['what is no HTTP', '\u0000\u0001\u0002 hello\r\n\r\n'],
      ['a TLS greeting', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003'],
      ['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx'],
      [
        'a length with chunks',
        'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      ],
      ['a control character in a header', 'GET / HTTP/1.1\r\nHost: a\r\nX: \u0000\r\n\r\n'],
      ['no host', 'GET / HTTP/1.1\r\n\r\n'],
    ])('answers %s with 400', async (_what, sent) => {
      expect(await exchangeRaw(url, sent)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    });

    it('answers headers that are too large with 431', async () => {
      expect(await exchangeRaw(url, writeGet('/', { 'X-Large': 'x'.repeat(40_000) }))).toMatch(/^HTTP\/1\.1 431 /);
    });

    it('answers requests that come at once in their order', async () => {
      const received = await exchangeRaw(url, writeGet('/one') + writeGet('/two') + writeGet('/three'), /\/three$/);
      expect([...received.matchAll(/\r\n\r\n(\/\w+?)(?=HTTP|$)/g)].map(([, body]) => body)).toEqual([
        '/one',
        '/two',
        '/three',
      ]);
    });

    it('goes on after clients that leave in the middle', async () => {
      await exchangeRaw(url, writeGet('/one'), /^H/);
      await exchangeRaw(url, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nx', /^H/);
      expect(await (await fetch(`${url}/still`)).text()).toBe('/still');
    });
  });

  describe('listen', () => {
    it('gives the address of a server on a free port', async () => {
      const server = createServer((_request, response) => response.end('here'));
      const url = await listen(server, { port: 0, host: '127.0.0.1' });
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      expect(await (await fetch(url)).text()).toBe('here');
      await closeServer(server);
    });

    it('gives an address that can be called where all addresses are meant', async () => {
      const server = createServer();
      expect(await listen(server, { port: 0, host: '0.0.0.0' })).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      await closeServer(server);
    });

    it('says that a port is taken', async () => {
      const first = createServer();
      const port = Number(new URL(await listen(first, { port: 0, host: '127.0.0.1' })).port);
      await expect(listen(createServer(), { port, host: '127.0.0.1' })).rejects.toMatchObject({
        code: 'cannot-listen',
        message: `Cannot listen on 127.0.0.1 port ${port}: the port is in use; choose another one, or 0 for any that is free`,
      });
      await closeServer(first);
    });

    it('says that an address is not this machine’s', async () => {
      const refused = listen(createServer(), { port: 0, host: '192.0.2.1' });
      await expect(refused).rejects.toMatchObject({
        code: 'cannot-listen',
        message: expect.stringContaining('no such address'),
      });
    });
  });

  describe('closeServer', () => {
    it('closes connections that clients hold open, used or not', async () => {
      const server = createServer((_request, response) => response.end('x'));
      const port = Number(new URL(await listen(server, { port: 0, host: '127.0.0.1' })).port);
      const used = connect(port, '127.0.0.1', () => used.write(writeGet('/')));
      await once(used, 'data');
      const unused = connect(port, '127.0.0.1');
      await once(unused, 'connect');
      const closed = [used, unused].map((socket) => once(socket.resume(), 'close'));
      await closeServer(server);
      await Promise.all(closed);
      expect(server.listening).toBe(false);
    });

    it('lets an answer be finished that was begun', async () => {
      let finish = (): void => {};
      const server = createServer((_request, response) => {
        finish = () => response.end('finished');
      });
      const url = await listen(server, { port: 0, host: '127.0.0.1' });
      const arrived = once(server, 'request');
      const answer = fetch(url);
      await arrived;
      const closed = closeServer(server);
      finish();
      expect(await (await answer).text()).toBe('finished');
      await closed;
    });

    it('takes no more than a moment over an answer that never ends', async () => {
      const server = createServer(() => {});
      const url = await listen(server, { port: 0, host: '127.0.0.1' });
      const arrived = once(server, 'request');
      const answer = fetch(url).catch(() => 'cut off');
      await arrived;
      await closeServer(server);
      expect(await answer).toBe('cut off');
    });

    it('has nothing to do where nothing listens', async () => {
      await expect(closeServer(createServer())).resolves.toBeUndefined();
    });
  });
});
