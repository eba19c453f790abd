import { afterEach, describe, expect, it } from '@jest/globals';
import { createTestServers } from '../../../../conformance/client/testing/create-test-servers.ts';
import { createAdminClient } from './create-admin-client.ts';

const servers = createTestServers();
afterEach(() => servers.close());

/** Serves what was asked, as JSON. */
const echo = (): Promise<string> =>
  servers.http(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    const { method, url, headers } = request;
    response.end(JSON.stringify({ method, url, headers, body }));
  });

describe('createAdminClient', () => {
  it('asks below the prefix of the mock, for a session, with a token', async () => {
    const admin = createAdminClient({ url: `${await echo()}/prefix/`, session: 'a b', token: 'secret' });
    expect(
      await admin.call('POST', '/clock', { query: { contract: 'x', limit: undefined }, body: { set: 1 } }),
    ).toMatchObject({
      method: 'POST',
      url: '/prefix/__admin/clock?session=a+b&contract=x',
      headers: { 'content-type': 'application/json', 'x-pagewright-token': 'secret' },
      body: '{"set":1}',
    });
    expect(admin.url).toMatch(/^http:.*\/prefix$/);
  });

  it('sends no body, session or token where none is given', async () => {
    const admin = createAdminClient({ url: await echo() });
    const asked = await admin.call<{ headers: object }>('DELETE', '/faults');
    expect(asked).toMatchObject({ method: 'DELETE', url: '/__admin/faults', body: '' });
    expect(Object.keys(asked.headers)).not.toContain('content-type');
    expect(Object.keys(asked.headers)).not.toContain('x-pagewright-token');
  });

  it('gives up when no answer comes in time, or the connection breaks', async () => {
    const silent = createAdminClient({ url: await servers.http(() => {}), timeoutMs: 20 });
    await expect(silent.call('GET', '/clock')).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(/^http:\S+ has not answered within 0.02 s$/),
    });
    const broken = await servers.raw((socket) => socket.destroy());
    await expect(createAdminClient({ url: broken.origin }).call('GET', '/clock')).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining('cannot be reached: '),
    });
    const cut = await servers.raw((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{'));
    await expect(createAdminClient({ url: cut.origin }).call('GET', '/clock')).rejects.toMatchObject({ exitCode: 3 });
  });

  it.each(['127.0.0.1:4010', 'ftp://h', 'http://', 'http://h?x=1', 'http://me:secret@h'])(
    'refuses the URL %s',
    (url) => {
      expect(() => createAdminClient({ url })).toThrow('expected such as http://127.0.0.1:4010');
    },
  );
});

describe('stream', () => {
  it('begins behind the last event that is known, and ends when it is told to', async () => {
    const seen: unknown[] = [];
    const url = await servers.http(({ url: path, headers }, response) => {
      seen.push([path, headers['last-event-id'], headers['accept']]);
      response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write('data: x\n\n');
    });
    const ending = new AbortController();
    const body = await createAdminClient({ url }).stream('/s', { query: { a: 1 }, lastId: '7', signal: ending.signal });
    const reader = body.getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('data: x\n\n');
    ending.abort();
    await expect(reader.read()).rejects.toThrow();
    expect(seen).toEqual([['/__admin/s?a=1', '7', 'text/event-stream']]);
  });

  it('takes nothing else for a stream, and passes on a refusal', async () => {
    const { signal } = new AbortController();
    const open = async (status: number, text: string): Promise<unknown> => {
      const url = await servers.http((_, response) => response.writeHead(status).end(text));
      return createAdminClient({ url }).stream('/s', { signal });
    };
    await expect(open(200, '{}')).rejects.toMatchObject({ exitCode: 3 });
    const refusal = JSON.stringify({ error: { code: 'invalid-filter', message: 'no such status' } });
    await expect(open(400, refusal)).rejects.toMatchObject({ exitCode: 2, message: 'no such status' });
  });
});
