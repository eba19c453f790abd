import { afterEach, describe, expect, it } from '@jest/globals';
import { createTestServers } from '../../../../conformance/client/testing/create-test-servers.ts';
import { createAdminClient } from '../administration/create-admin-client.ts';
import { type Following, followJournal } from './follow-journal.ts';

const servers = createTestServers();
afterEach(() => servers.close());

const event = (id: number): string => `id: ${id}\ndata: {"id":${id}}\n\n`;

/** Follows a server until it has seen some entries, and tells what it saw. */
async function follow(url: string, count: number, parts: Partial<Following> = {}): Promise<readonly unknown[]> {
  const ending = new AbortController();
  const seen: unknown[] = [];
  const end = (): void => {
    if (seen.length === count) ending.abort();
  };
  await followJournal({
    admin: createAdminClient({ url }),
    filter: { status: '4xx' },
    onEntry({ id }) {
      seen.push(id);
      end();
    },
    onLoss() {
      seen.push('lost');
      end();
    },
    onReturn() {
      seen.push('back');
      end();
    },
    signal: ending.signal,
    retryMs: 1,
    ...parts,
  });
  return seen;
}

describe('followJournal', () => {
  it('takes up a stream that ended where it was, again and again', async () => {
    const asked: unknown[] = [];
    const url = await servers.http(({ url: path, headers }, response) => {
      const last = Number(headers['last-event-id'] ?? 0);
      asked.push([path, last]);
      response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write(event(last + 1));
      // One ends well, the next breaks off.
      if (last % 2 === 0) response.end();
      else setImmediate(() => response.destroy());
    });
    expect(await follow(url, 7, { since: '6' })).toEqual([7, 'lost', 'back', 8, 'lost', 'back', 9]);
    expect(asked).toEqual([6, 7, 8].map((last) => ['/__admin/journal/stream?status=4xx', last]));
  });

  it('waits longer and longer for a mock that is away, and says once that it is, and that it is back', async () => {
    let calls = 0;
    const url = await servers.http(({ socket }, response) => {
      calls += 1;
      if (calls > 1 && calls < 8) socket.destroy();
      else response.writeHead(200, { 'Content-Type': 'text/event-stream' }).end(event(calls));
    });
    const waits: number[] = [];
    const wait = async (ms: number): Promise<void> => void waits.push(ms);
    expect(await follow(url, 7, { retryMs: 1000, wait })).toEqual([1, 'lost', 'back', 8, 'lost', 'back', 9]);
    expect(waits.slice(0, 8)).toEqual([1000, 2000, 4000, 8000, 10_000, 10_000, 10_000, 1000]);
  });

  it('fails when the stream cannot be had at first, or is refused later', async () => {
    const { origin } = await servers.raw((socket) => socket.destroy());
    await expect(follow(origin, 1)).rejects.toMatchObject({ exitCode: 3 });
    let calls = 0;
    const url = await servers.http((_, response) => {
      calls += 1;
      if (calls === 1) response.writeHead(200, { 'Content-Type': 'text/event-stream' }).end(event(1));
      else response.writeHead(401).end('{"error":{"code":"token-needed","message":"who?"}}');
    });
    await expect(follow(url, 9)).rejects.toMatchObject({ exitCode: 2 });
  });

  it('ends while it waits', async () => {
    const url = await servers.http((_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' }).end();
    });
    expect(await follow(url, 1, { retryMs: 1_000_000 })).toEqual(['lost']);
  });
});
