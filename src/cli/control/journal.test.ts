import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestServers } from '../../../conformance/testing/servers.ts';
import type { JournalEntry } from '../../journal/journal-entry.ts';
import { fc } from '../../testing/properties.ts';
import { type ControlledMock, openControlledMock } from '../testing/controlled-mock.ts';
import { run, type TestTerminal } from '../testing/test-terminal.ts';
import { createPaint } from '../text.ts';
import { createAdminClient } from './admin-client.ts';
import { formatEntry } from './journal.ts';
import { type FollowOptions, followJournal, readEvents, type ServerEvent } from './journal-stream.ts';

describe('journal command', () => {
  let opened: ControlledMock;
  beforeEach(async () => {
    opened = await openControlledMock();
  });
  afterEach(() => opened.mock.close());

  const lines = async (...words: readonly string[]): Promise<readonly string[]> =>
    (await opened.print('journal', ...words)).trimEnd().split('\n');

  describe('createJournalCommand', () => {
    it('lists exchanges, a line for each', async () => {
      expect(await lines()).toEqual(['No exchanges']);
      await opened.ask('?size=2');
      await fetch(new URL('/nowhere', opened.mock.url));
      expect(await lines()).toEqual([
        expect.stringMatching(/^ {4}1 {2}[\d:.]+Z {2}GET {5}200 +[\d.]+ ms {2}\/shops\/north\/orders\?size=2$/),
        expect.stringMatching(/^ {4}2 {2}.* 404 .* {2}\/nowhere$/),
      ]);
      expect(JSON.parse(await opened.print('journal', '--json'))).toEqual(opened.mock.journal.list());
    });

    it('chooses among them', async () => {
      opened.mock.faults.add('503:times=1');
      await opened.ask('?size=1');
      await opened.ask('?size=2');
      await opened.ask('?size=3');
      await fetch(new URL('/nowhere', opened.mock.url), { method: 'POST' });
      const ids = async (...words: readonly string[]): Promise<unknown> =>
        JSON.parse(await opened.print('journal', '--json', ...words)).map(({ id }: { id: number }) => id);
      expect(await ids('--contract', 'orders')).toEqual([1, 2, 3]);
      expect(await ids('--method', 'post')).toEqual([4]);
      expect(await ids('--status', '2xx')).toEqual([2, 3]);
      expect(await ids('--path', 'size=2')).toEqual([2]);
      expect(await ids('--fault', 'server-error')).toEqual([1]);
      expect(await ids('--since', '2')).toEqual([3, 4]);
      expect(await ids('--limit', '1', '--status', '200')).toEqual([3]);
    });

    it('writes an archive', async () => {
      await opened.ask();
      const terminal = opened.createTerminal();
      const { output } = await run(['journal', '--har', 'client.har'], terminal);
      expect(output).toBe('Wrote 1 exchange to client.har\n');
      const har = JSON.parse(readFileSync(join(terminal.cwd, 'client.har'), 'utf8'));
      expect(har.log.entries).toEqual([expect.objectContaining({ _contract: 'orders' })]);
      expect(JSON.parse(await opened.print('journal', '--har', '-', '--status', '5xx')).log.entries).toEqual([]);
      expect(await opened.refuse('journal', '--har', 'no/such/x.har')).toEqual([
        2,
        expect.stringContaining('Cannot write the archive no/such/x.har'),
      ]);
    });

    it('forgets them', async () => {
      await opened.ask();
      expect(await lines('--clear')).toEqual(['Cleared the journal']);
      expect(opened.mock.journal.list()).toEqual([]);
    });

    it.each([
      [['--status', '9xx9'], 'Invalid status "9xx9": must be a status'],
      [['--limit', 'x'], 'Invalid --limit "x": must be a whole number'],
      [['--clear', '--status', '404'], '--clear cannot be used with --status'],
      [['--follow', '--har', 'x'], '--follow cannot be used with --har'],
      [['--follow', '--status', 'x'], 'Invalid status "x": must be a status'],
    ])('refuses %p', async (words, message) => {
      expect(await opened.refuse('journal', ...words)).toEqual([2, expect.stringContaining(message)]);
    });
  });

  describe('journal --follow', () => {
    /** Follows with what came before, so that it is known when it has begun. */
    const start = (terminal: TestTerminal, ...words: readonly string[]): ReturnType<typeof run> =>
      run(['journal', '--follow', '--since', '0', ...words], terminal);

    it('shows exchanges as they happen, until it is stopped', async () => {
      const terminal = opened.createTerminal();
      await opened.ask('?size=1');
      const ended = start(terminal);
      await terminal.waitFor(/size=1/);
      await opened.ask('?size=2');
      await terminal.waitFor(/size=2/);
      terminal.stop();
      expect(await ended).toMatchObject({ exitCode: 0, errors: '' });
      expect(terminal.output().trimEnd().split('\n')).toHaveLength(2);
    });

    it('prints a line of JSON for each exchange that is wanted', async () => {
      const terminal = opened.createTerminal();
      await opened.ask('?size=0');
      await opened.ask('?size=1');
      const ended = start(terminal, '--json', '--status', '200');
      await terminal.waitFor(/size=1/);
      terminal.stop();
      await ended;
      expect(terminal.output()).toMatch(/^.*\n$/);
      expect(JSON.parse(terminal.output())).toEqual(opened.mock.journal.get(2));
    });

    it('ends when nobody reads it any more, and says that the mock has gone', async () => {
      let breakPipe = (): void => {};
      const broken = new Promise<void>((resolve) => {
        breakPipe = resolve;
      });
      const terminal = opened.createTerminal({ waitForBrokenPipe: () => broken });
      await opened.ask('?size=1');
      const ended = start(terminal);
      await terminal.waitFor(/size=1/);
      await opened.mock.close();
      await terminal.waitFor(/Connection to the mock lost; retrying/);
      breakPipe();
      expect((await ended).exitCode).toBe(0);
    });
  });
});

describe('format entry', () => {
  const plain = createPaint({ stdout: { write: () => {} }, env: {} });
  const entry = (status: number | undefined, url: string, parts: Partial<JournalEntry> = {}): JournalEntry => ({
    id: 7,
    session: 'default',
    at: '2026-05-05T09:30:01.234Z',
    clock: '2026-05-05T09:30:00.000Z',
    durationMs: 3.456,
    request: { method: 'GET', url, headers: {} },
    ...(status !== undefined && { response: { status, headers: {}, body: '' } }),
    ...parts,
  });
  const format = (...parts: Parameters<typeof entry>): string => formatEntry(entry(...parts), 'http://h:1', plain);

  describe('formatEntry', () => {
    it('lines up what was asked and answered', () => {
      expect(format(200, 'http://h:1/x?a=b')).toBe('    7  09:30:01.234Z  GET     200     3.5 ms  /x?a=b');
      expect(
        format(undefined, 'http://h:1/x', { id: 12345, durationMs: 1500.4, faults: ['latency', 'connection-reset'] }),
      ).toBe('12345  09:30:01.234Z  GET     ---    1500 ms  /x  [latency, connection-reset]');
    });

    it('keeps the host where it is another one, and shows no control characters', () => {
      expect(format(404, 'http://h:12/x')).toContain('  http://h:12/x');
      expect(format(404, 'http://h:1/\u009b31m')).toContain('  /\\u009b31m');
    });

    it('paints statuses by how well they went', () => {
      const painted = createPaint({ stdout: { write: () => {}, isTTY: true }, env: {} });
      const colours = [200, 404, 503, undefined].map((status) => {
        return /\[(3\d)m/.exec(formatEntry(entry(status, 'http://h:1/'), 'http://h:1', painted))?.[1];
      });
      expect(colours).toEqual(['32', '33', '31', '31']);
    });
  });
});

describe('require known filters', () => {
  let opened: ControlledMock;
  beforeAll(async () => {
    opened = await openControlledMock();
  });
  afterAll(() => opened.mock.close());

  describe('requireKnownFilters', () => {
    it.each([
      ['--contract', 'zzzzzzzz', 'Unknown contract zzzzzzzz; known: orders\n'],
      ['--contract', 'order', 'Unknown contract order; did you mean orders?\n'],
      ['--fault', 'rate-limits', 'Unknown fault rate-limits; did you mean rate-limit?\n'],
      ['--fault', 'nope', 'Unknown fault nope; known: latency, '],
      ['--fault', '503', 'Unknown fault 503; known: latency, '],
      ['--method', 'nope', 'Invalid method "nope": must be an HTTP method such as GET\n'],
      ['--status', '999', 'Invalid status "999": must be 100 to 599, or a class from 1xx to 5xx\n'],
      ['--status', '6xx', 'Invalid status "6xx": must be 100 to 599'],
    ])('refuses %s %s', async (flag, value, message) => {
      for (const others of [[], ['--follow'], ['--har', '-']]) {
        expect(await opened.refuse('journal', flag, value, ...others)).toEqual([2, expect.stringContaining(message)]);
      }
    });

    it('lets pass what there is, though no exchange is so', async () => {
      const words = ['--contract', 'orders', '--fault', 'cycle', '--method', 'query', '--status', '5XX'];
      expect(await opened.print('journal', ...words)).toBe('No exchanges\n');
    });
  });
});

describe('follow journal', () => {
  const servers = createTestServers();
  afterEach(() => servers.close());

  const event = (id: number): string => `id: ${id}\ndata: {"id":${id}}\n\n`;

  /** Follows a server until it has seen some entries, and tells what it saw. */
  async function follow(url: string, count: number, parts: Partial<FollowOptions> = {}): Promise<readonly unknown[]> {
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
      await expect(follow(origin, 1)).rejects.toMatchObject({ code: 'unreachable' });
      let calls = 0;
      const url = await servers.http((_, response) => {
        calls += 1;
        if (calls === 1) response.writeHead(200, { 'Content-Type': 'text/event-stream' }).end(event(1));
        else response.writeHead(401).end('{"error":{"code":"token-needed","message":"who?"}}');
      });
      await expect(follow(url, 9)).rejects.toMatchObject({ code: 'usage' });
    });

    it('ends while it waits', async () => {
      const url = await servers.http((_, response) => {
        response.writeHead(200, { 'Content-Type': 'text/event-stream' }).end();
      });
      expect(await follow(url, 1, { retryMs: 1_000_000 })).toEqual(['lost']);
    });
  });
});

describe('read events', () => {
  async function* cut(text: string, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
    const bytes = new TextEncoder().encode(text);
    const places = [0, ...cuts.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
    for (const [index, place] of places.slice(1).entries()) yield bytes.slice(places[index], place);
  }

  async function read(text: string, cuts: readonly number[] = []): Promise<readonly ServerEvent[]> {
    const events: ServerEvent[] = [];
    for await (const event of readEvents(cut(text, cuts))) events.push(event);
    return events;
  }

  const STREAM =
    ': hello\n\nid: 1\nevent: exchange\ndata: {"a":"é€"}\n\n: still here\r\n\r\nid:2\r\ndata:one\r\ndata: two\r\n\r\ndata\r\rdata: lost';

  describe('readEvents', () => {
    it('reads ids and data, and leaves out comments and what is not complete', async () => {
      expect(await read(STREAM)).toEqual([
        { id: '1', data: '{"a":"é€"}' },
        { id: '2', data: 'one\ntwo' },
        { id: '2', data: '' },
      ]);
    });

    it('reads the same wherever the bytes are cut', async () => {
      const whole = await read(STREAM);
      await fc.assert(
        fc.asyncProperty(fc.array(fc.nat(200), { maxLength: 12 }), async (cuts) => {
          expect(await read(STREAM, cuts)).toEqual(whole);
        }),
      );
    });
  });
});
