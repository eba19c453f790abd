import { Agent, createServer, Agent as HttpAgent, type RequestListener } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { createTestServers } from '../testing/servers.ts';
import { systemClock } from './clock.ts';
import { type Connection, connect, type OpenApp, openApp } from './connection.ts';
import { readSettings, type TargetOptions } from './settings.ts';
import { type AttemptOutcome, type AttemptRequest, decodeBody, explainFailure, sendOnce } from './transport.ts';

describe('transport', () => {
  describe('send once', () => {
    const servers = createTestServers();
    const agent = new Agent({ keepAlive: true });
    const warn = jest.spyOn(console, 'warn');

    afterEach(async () => {
      agent.destroy();
      await servers.close();
      // The HTTP client complains there when it is led to report twice.
      const complaints = warn.mock.calls.splice(0);
      expect(complaints).toEqual([]);
    });

    interface Choices extends Partial<AttemptRequest> {
      readonly timeoutMs?: number;
      readonly maxBodyBytes?: number;
      readonly signal?: AbortSignal;
    }

    function send(origin: string, choices: Choices = {}): Promise<AttemptOutcome> {
      const { timeoutMs = 60_000, maxBodyBytes = 100_000, signal = new AbortController().signal, ...rest } = choices;
      const request = {
        method: 'GET',
        origin,
        pathAndQuery: '/',
        headers: {},
        freshConnection: false,
        ...rest,
      } as const;
      return sendOnce(request, { agent, trustLoopback: false, timeoutMs, maxBodyBytes, clock: systemClock }, signal);
    }

    async function answer(bytes: string | Buffer, choices: Choices = {}): Promise<AttemptOutcome> {
      const { origin } = await servers.raw((socket) => socket.end(bytes));
      return send(origin, choices);
    }

    const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}';

    describe('what reaches the wire', () => {
      it.each([
        ['/x?a=+&b=%3d&c=%3D&d=%zz&e=[0]&f={}'],
        [`/x?q='"<>\\^\`|`],
        ['/x?b=2&a=1&b=1&&=&'],
        ['/x/../y/./%2e%2E//z?'],
        ['/é?ü=😀'],
        ['/x??a=?'],
      ])('is %s, byte for byte', async (pathAndQuery) => {
        const log = await servers.raw((socket) => socket.end(OK));
        await send(log.origin, { pathAndQuery });
        const [line] = Buffer.from(log.heads[0] ?? '', 'latin1')
          .toString('utf8')
          .split('\r\n');
        expect(line).toBe(`GET ${pathAndQuery} HTTP/1.1`);
      });

      it('is these headers and no others', async () => {
        const log = await servers.raw((socket) => socket.end(OK));
        await send(log.origin, { headers: { accept: 'a/b', 'x-name': 'Zoë', 'x-empty': '' } });
        const [, ...lines] = Buffer.from(log.heads[0] ?? '', 'latin1')
          .toString('utf8')
          .split('\r\n');
        expect(lines.map((line) => line.toLowerCase()).sort()).toEqual([
          'accept: a/b',
          'connection: keep-alive',
          `host: ${log.origin.slice('http://'.length)}`,
          'x-empty: ',
          'x-name: zoë',
        ]);
      });

      it('goes over a kept connection, or over a new one when asked', async () => {
        const log = await servers.raw((socket) => socket.write(OK));
        await send(log.origin);
        await send(log.origin);
        expect(log.connections).toBe(1);
        await send(log.origin, { freshConnection: true });
        expect(log.connections).toBe(2);
        expect(log.heads.map((head) => /^connection: (.*)$/im.exec(head)?.[1])).toEqual([
          'keep-alive',
          'keep-alive',
          'close',
        ]);
      });

      it('is a HEAD when asked, whose connection is kept', async () => {
        const log = await servers.raw((socket) =>
          socket.write('HTTP/1.1 200 OK\r\nContent-Length: 7\r\nContent-Type: text/html\r\n\r\n'),
        );
        const outcome = await send(log.origin, { method: 'HEAD' });
        expect(outcome).toMatchObject({ status: 200, text: '', headers: { 'content-length': '7' } });
        await send(log.origin, { method: 'HEAD' });
        expect(log.connections).toBe(1);
        expect(log.heads[0]).toMatch(/^HEAD /);
      });
    });

    describe('an answer', () => {
      it.each([
        200, 204, 206, 299, 300, 301, 302, 303, 304, 307, 308, 400, 401, 404, 418, 429, 499, 500, 503, 599, 799,
      ])('may have the status %d', async (status) => {
        const outcome = await answer(`HTTP/1.1 ${status} X\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n`);
        expect(outcome).toMatchObject({ kind: 'answered', status, text: '', headers: { location: '/elsewhere' } });
      });

      it.each([
        ['application/json', '{"a":'],
        ['application/x-www-form-urlencoded', 'a=1&b=2'],
        ['multipart/form-data; boundary=x', '--x\r\nnothing'],
        ['image/png', 'not an image'],
        ['application/octet-stream', 'bytes'],
        ['text/html', '<p>'],
        ['constructor', 'odd'],
        [';;;', 'odder'],
      ])('of type %s is text', async (type, text) => {
        const outcome = await answer(
          `HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\nContent-Length: ${text.length}\r\n\r\n${text}`,
        );
        expect(outcome).toMatchObject({ kind: 'answered', text });
      });

      it('may lack a media type, a length and a reason', async () => {
        expect(await answer('HTTP/1.1 200\r\n\r\n[1]')).toMatchObject({ kind: 'answered', headers: {}, text: '[1]' });
        expect(await answer('HTTP/1.0 200 OK\r\n\r\n[1]')).toMatchObject({ kind: 'answered', text: '[1]' });
      });

      it('may come after others that are not final', async () => {
        const early = 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n';
        expect(await answer(early + OK)).toMatchObject({ status: 200, text: '{}' });
      });

      it('joins headers of the same name', async () => {
        const head = 'HTTP/1.1 200 OK\r\nLink: <a>\r\nlink: <b>\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n';
        expect(await answer(`${head}Content-Length: 0\r\n\r\n`)).toMatchObject({
          headers: { link: '<a>, <b>', 'set-cookie': 'a=1,b=2' },
        });
      });

      it.each([
        ['gzip', gzipSync('{"a":"é"}')],
        ['br', brotliCompressSync('{"a":"é"}')],
      ])('may be compressed with %s', async (encoding, body) => {
        const head = `HTTP/1.1 200 OK\r\nContent-Encoding: ${encoding}\r\nContent-Length: ${body.length}\r\n\r\n`;
        expect(await answer(Buffer.concat([Buffer.from(head), body]))).toMatchObject({ text: '{"a":"é"}' });
      });

      it('may drip in', async () => {
        const pieces = [
          'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n',
          '\r\n3\r\n[1,',
          '\r\n2\r\n2]\r\n',
          '0\r\n\r\n',
        ];
        const { origin } = await servers.raw((socket) => drip(socket, pieces));
        expect(await send(origin)).toMatchObject({ kind: 'answered', text: '[1,2]' });
      });
    });

    function drip(socket: Socket, [piece, ...rest]: readonly string[]): void {
      if (piece !== undefined) socket.write(piece, () => setImmediate(() => drip(socket, rest)));
    }

    describe('a failure', () => {
      it('is a port where nothing listens', async () => {
        const origin = await servers.http(() => {});
        await servers.close();
        expect(await send(origin)).toMatchObject({
          kind: 'failed',
          error: 'unreachable',
          reason: 'connection refused',
          transient: true,
        });
      });

      it('is a connection that is closed or reset before an answer', async () => {
        const closed = await servers.raw((socket) => socket.end());
        const reset = await servers.raw((socket) => socket.resetAndDestroy());
        const failure = { kind: 'failed', error: 'unreachable', transient: true };
        expect(await send(closed.origin)).toMatchObject(failure);
        expect(await send(reset.origin)).toMatchObject(failure);
      });

      it.each([
        ['garbage', 'SSH-2.0-OpenSSH_9.2\r\n\r\n'],
        ['no version', 'HTTP/ 200 OK\r\n\r\n'],
        ['a chunk without a size', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}'],
        ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}'],
        ['a length that is none', 'HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\n{}'],
        ['a broken header', 'HTTP/1.1 200 OK\r\nNo colon here\r\n\r\n'],
      ])('is %s instead of HTTP', async (_, bytes) => {
        expect(await answer(bytes)).toMatchObject({ kind: 'failed', error: 'malformed-http', transient: false });
      });

      it.each([
        ['shorter than its length', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{}'],
        ['without its last chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n'],
      ])('is a body %s', async (_, bytes) => {
        expect(await answer(bytes)).toMatchObject({ kind: 'failed', error: 'malformed-http', transient: true });
      });

      it('is a body that is not compressed as it says', async () => {
        const bytes = 'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}';
        expect(await answer(bytes)).toMatchObject({ kind: 'failed', error: 'malformed-http', transient: false });
      });

      it('is a body that is too large, compressed or not', async () => {
        const large = Buffer.alloc(200_000, 'x');
        const bomb = gzipSync(Buffer.alloc(50_000_000));
        const plain = await servers.http((_, response) => response.end(large));
        const packed = await servers.http((_, response) => response.setHeader('content-encoding', 'gzip').end(bomb));
        const failure = { kind: 'failed', error: 'too-large', transient: false };
        expect(await send(plain)).toMatchObject(failure);
        expect(await send(packed)).toMatchObject(failure);
      });

      it('is a head without end', async () => {
        expect(await answer(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`)).toMatchObject({
          error: 'too-large',
        });
      });

      it('is an answer that takes too long, before or amidst it', async () => {
        const failure = {
          kind: 'failed',
          error: 'timeout',
          reason: 'no complete response within 40 ms',
          transient: true,
        };
        const silent = await servers.raw(() => {});
        const stuck = await servers.raw((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{'));
        expect(await send(silent.origin, { timeoutMs: 40 })).toMatchObject(failure);
        expect(await send(stuck.origin, { timeoutMs: 40 })).toMatchObject(failure);
      });

      it('is a cancelled run, before, amidst and after', async () => {
        const cancel = new AbortController();
        const log = await servers.raw((socket, index) => (index === 0 ? socket.write(OK) : cancel.abort()));
        expect(await send(log.origin, { signal: cancel.signal })).toMatchObject({ status: 200 });
        expect(await send(log.origin, { signal: cancel.signal })).toMatchObject({ error: 'aborted', transient: false });
        expect(await send(log.origin, { signal: cancel.signal })).toMatchObject({ error: 'aborted' });
        expect(log.heads).toHaveLength(2);
      });

      it('is a change of protocol that nobody asked for', async () => {
        const outcome = await answer('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n');
        expect(outcome).toMatchObject({ kind: 'failed', error: 'malformed-http', transient: false });
      });
    });

    describe('an answer that says too much', () => {
      it('does no harm to the next one', async () => {
        const log = await servers.raw((socket) => socket.write(`${OK}HTTP/1.1 200 OK\r\ngarbage`));
        expect(await send(log.origin)).toMatchObject({ status: 200, text: '{}' });
        expect(await send(log.origin)).toMatchObject({ kind: 'answered', status: 200, text: '{}' });
      });
    });
  });

  describe('decode body', () => {
    const UTF8 = Buffer.from('{"name":"Zoë"}', 'utf8');
    const LATIN1 = Buffer.from('{"name":"Zoë"}', 'latin1');
    const UTF16 = Buffer.from('{"name":"Zoë"}', 'utf16le');

    describe('decodeBody', () => {
      it.each([
        ['UTF-8 without a media type', UTF8, undefined],
        ['UTF-8 that is declared', UTF8, 'application/json;charset=UTF-8'],
        ['JSON that claims another charset and is UTF-8', UTF8, 'application/json; charset=iso-8859-1'],
        ['JSON of a vendor that claims another charset', UTF8, 'application/hal+json; charset=iso-8859-1'],
        ['a charset that does not exist', UTF8, 'text/plain; charset=utf-99'],
        ['JSON in the declared charset', LATIN1, 'application/json; charset=ISO-8859-1'],
        ['text in the declared charset, quoted', LATIN1, 'text/plain; Charset="latin1"'],
        ['text of two bytes a character', UTF16, 'text/plain; charset=utf-16le'],
        ['a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), UTF8]), 'application/json'],
      ])('reads %s', (_, bytes, contentType) => {
        expect(decodeBody(bytes, contentType)).toBe('{"name":"Zoë"}');
      });

      it('replaces what is not in any charset', () => {
        expect(decodeBody(LATIN1, 'application/json')).toBe('{"name":"Zo\uFFFD"}');
      });
    });
  });

  describe('explain failure', () => {
    const withCode = (code: string, message = ''): Error => Object.assign(new Error(message), { code });

    describe('explainFailure', () => {
      it.each([
        ['ECONNREFUSED', 'unreachable', true],
        ['ECONNRESET', 'unreachable', true],
        ['EPIPE', 'unreachable', true],
        ['EAI_AGAIN', 'unreachable', true],
        ['ENOTFOUND', 'unreachable', false],
        ['EPROTO', 'unreachable', false],
        ['DEPTH_ZERO_SELF_SIGNED_CERT', 'unreachable', false],
        ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unreachable', false],
        ['HPE_INVALID_CONSTANT', 'malformed-http', false],
        ['HPE_HEADER_OVERFLOW', 'too-large', false],
        ['ETOOLARGE', 'too-large', false],
        ['Z_DATA_ERROR', 'malformed-http', false],
        ['ERR__ERROR_FORMAT_PADDING_1', 'malformed-http', false],
        ['ERR_PADDING_1', 'malformed-http', false],
      ])('%s is %s', (code, error, transient) => {
        expect(explainFailure(withCode(code), false)).toMatchObject({ error, transient });
      });

      it('tells a response that broke off from none at all', () => {
        expect(explainFailure(withCode('ECONNRESET', 'aborted'), true)).toEqual({
          error: 'malformed-http',
          reason: 'incomplete response',
          transient: true,
        });
      });

      it('has an explanation for anything', () => {
        expect(explainFailure(new Error('odd'), false)).toEqual({
          error: 'unreachable',
          reason: 'odd',
          transient: false,
        });
        expect(explainFailure(undefined, false).reason).not.toBe('');
      });
    });
  });
});

describe('connection', () => {
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
});
