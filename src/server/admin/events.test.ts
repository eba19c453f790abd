import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { JournalEntry } from '../../journal/journal-entry.ts';
import type { SessionControl } from '../control/session-control.ts';
import type { Mock } from '../mock.ts';
import { type EventStream, openEventStream } from '../testing/event-stream.ts';
import { openSampleMock } from '../testing/sample.ts';
import { followJournal } from './events.ts';

describe('send events', () => {
  const STREAM = '/__admin/journal/stream';

  let mock: Mock;
  const streams: EventStream[] = [];
  beforeEach(async () => {
    mock = await openSampleMock();
  });
  afterEach(async () => {
    await Promise.all(streams.splice(0).map((stream) => stream.close().catch(() => undefined)));
    await mock.close();
  });

  async function listen(query = '', headers: Readonly<Record<string, string>> = {}): Promise<EventStream> {
    const stream = await openEventStream(`${mock.url}${STREAM}${query}`, headers);
    streams.push(stream);
    return stream;
  }

  async function ask(
    { listUrl, headers }: Pick<SessionControl, 'listUrl' | 'headers'> = mock,
    query = '',
  ): Promise<void> {
    await (await fetch(listUrl + query, { headers })).text();
  }

  /** The ids of the next events. */
  async function nextIds(stream: EventStream, count: number): Promise<string[]> {
    const ids: string[] = [];
    while (ids.length < count) ids.push((await stream.next()).id);
    return ids;
  }

  describe('sendEvents', () => {
    it('sends exchanges as they happen', async () => {
      const stream = await listen();
      expect(stream.response.status).toBe(200);
      expect(stream.response.headers.get('content-type')).toBe('text/event-stream');
      expect(stream.response.headers.get('cache-control')).toBe('no-store');
      await ask();
      const { id, event, data } = await stream.next();
      expect([id, event, JSON.parse(data)]).toEqual(['1', 'exchange', mock.journal.get(1)]);
      await ask();
      expect(await nextIds(stream, 1)).toEqual(['2']);
    });

    it('begins with what happens next', async () => {
      await ask();
      const stream = await listen();
      await ask();
      expect(await nextIds(stream, 1)).toEqual(['2']);
    });

    it.each([
      ['', { 'Last-Event-ID': '1' }],
      ['?since=1', {}],
      ['?since=0', { 'Last-Event-ID': '1' }],
    ])('sends what was missed first (%p, %p)', async (query, headers) => {
      for (let count = 0; count < 3; count += 1) await ask();
      const stream = await listen(query, headers as Record<string, string>);
      await ask();
      expect(await nextIds(stream, 3)).toEqual(['2', '3', '4']);
    });

    it('sends nothing twice to a reader that has everything', async () => {
      await ask();
      const stream = await listen('', { 'Last-Event-ID': '1' });
      await ask();
      expect(await nextIds(stream, 1)).toEqual(['2']);
    });

    it('sends those that are wanted', async () => {
      await ask(mock, '?size=0');
      await ask();
      const stream = await listen('?status=4xx&since=0');
      await ask();
      await ask(mock, '?size=0');
      expect(await nextIds(stream, 2)).toEqual(['1', '4']);
    });

    it('sends those of the session', async () => {
      const session = mock.session('a');
      const stream = await listen('?session=a');
      await ask();
      await ask(session);
      const entry = JSON.parse((await stream.next()).data) as JournalEntry;
      expect([entry.session, entry.id]).toEqual(['a', 1]);
    });

    it('sends a line for each, whatever is in it', async () => {
      const stream = await listen();
      await fetch(`${mock.url}/nowhere?a=%0A%0Adata: x`);
      mock.faults.add('malformed-json');
      await ask();
      const entries = [JSON.parse((await stream.next()).data), JSON.parse((await stream.next()).data)];
      expect(entries).toEqual(mock.journal.list());
    });

    it('goes on when the journal is emptied', async () => {
      const stream = await listen();
      await ask();
      mock.journal.clear();
      await ask();
      expect(await nextIds(stream, 2)).toEqual(['1', '2']);
    });

    it('lets a reader go, and others stay', async () => {
      const [leaves, stays] = [await listen(), await listen()];
      await ask();
      await nextIds(leaves, 1);
      await leaves.close();
      await ask();
      expect(await nextIds(stays, 2)).toEqual(['1', '2']);
    });

    it('ends with the session, and leads into the one that takes its place', async () => {
      await ask(mock.session('a'));
      await ask(mock.session('a'));
      const stream = await listen('?session=a');
      mock.sessions.remove('a');
      await expect(stream.next()).rejects.toThrow('the stream has ended');
      expect(mock.sessions.list().map(({ id }) => id)).toEqual(['default']);
      await ask(mock.session('a'));
      const again = await listen('?session=a', { 'Last-Event-ID': '2' });
      expect(await nextIds(again, 1)).toEqual(['1']);
    });

    it('does not keep a mock from being closed', async () => {
      const stream = await listen();
      await mock.close();
      await expect(stream.next()).rejects.toThrow();
    });

    it('answers HEAD with the head alone', async () => {
      const { status, headers, text } = await request(mock.url).head(STREAM);
      expect([status, headers['content-type'], text ?? '']).toEqual([200, 'text/event-stream', '']);
    });

    it.each([
      ['', 'x', 'invalid-request'],
      ['', '-1', 'invalid-request'],
      ['?since=x', undefined, 'invalid-filter'],
      ['?status=x', undefined, 'invalid-filter'],
      ['?session=!', undefined, 'invalid-session'],
      ['?nope=1', undefined, 'invalid-request'],
    ])('refuses %p with the last id %p', async (query, last, code) => {
      const call = request(mock.url).get(STREAM + query);
      const { status, body } = await (last === undefined ? call : call.set('Last-Event-ID', last));
      expect([status, body.error.code]).toEqual([400, code]);
    });
  });
});

describe('followJournal', () => {
  let mock: Mock;
  beforeEach(async () => {
    mock = await openSampleMock({ listen: false, journal: { exchanges: 5 } });
  });

  const ask = async (times: number): Promise<void> => {
    for (let count = 0; count < times; count += 1) {
      await mock.handle(new Request(mock.listUrl, { headers: mock.headers }));
    }
  };

  it('writes what comes, one after the other', async () => {
    await ask(2);
    const ids: number[] = [];
    const follower = followJournal(mock.journal, {}, ({ id }) => ids.push(id) > 0);
    await ask(2);
    expect(ids).toEqual([3, 4]);
    follower.stop();
    await ask(1);
    expect(ids).toEqual([3, 4]);
  });

  it('writes what was missed first', async () => {
    await ask(3);
    const ids: number[] = [];
    followJournal(mock.journal, { since: 1 }, ({ id }) => ids.push(id) > 0);
    await ask(1);
    expect(ids).toEqual([2, 3, 4]);
  });

  it('lets a slow reader catch up with what the journal still has, without losing the order', async () => {
    const ids: number[] = [];
    const follower = followJournal(mock.journal, {}, ({ id }) => ids.push(id) % 2 === 1);
    await ask(4);
    expect(ids).toEqual([1, 2]);
    follower.resume();
    expect(ids).toEqual([1, 2, 3, 4]);
    await ask(8);
    follower.resume();
    follower.resume();
    follower.resume();
    expect(ids).toEqual([1, 2, 3, 4, 8, 9, 10, 11, 12]);
  });

  it('writes only what is wanted', async () => {
    const ids: number[] = [];
    followJournal(mock.journal, { status: '4xx' }, ({ id }) => ids.push(id) > 0);
    await ask(1);
    await mock.handle(new Request(`${mock.url}/nowhere`));
    expect(ids).toEqual([2]);
  });
});
