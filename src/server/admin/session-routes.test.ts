import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Express } from 'express';
import type { Response } from 'supertest';
import request from 'supertest';
import type { Har } from '../../journal/har.ts';
import type { JournalEntry } from '../../journal/journal-entry.ts';
import type { SessionControl } from '../control/session-control.ts';
import type { Mock } from '../mock.ts';
import { type EventStream, openEventStream } from '../testing/event-stream.ts';
import { buildAdmin, openSampleMock, writeSampleScenarios } from '../testing/sample.ts';
import { followJournal } from './events.ts';

describe('session routes', () => {
  let app: Express;

  function summary({ status, body }: Response): unknown {
    return [status, body.error?.code];
  }

  describe('session routes', () => {
    const SESSIONS = '/__admin/sessions';
    const SNAPSHOTS = '/__admin/snapshots';
    const ROWS = '/__admin/contracts/orders/rows';

    beforeEach(async () => {
      app = await buildAdmin({ contract: writeSampleScenarios(), scenario: undefined });
    });

    async function countRows(session = ''): Promise<number> {
      return (await request(app).get(ROWS + session)).body.total;
    }

    describe('sessionRoutes', () => {
      it('begin a session, describe it and end it', async () => {
        const begun = await request(app).post(SESSIONS).send({ id: 'a', scenario: 'empty' });
        expect([begun.status, begun.body]).toEqual([
          201,
          expect.objectContaining({ id: 'a', url: 'http://here.test/__session/a', scenarios: { orders: 'empty' } }),
        ]);
        expect((await request(app).get(`${SESSIONS}/a`)).body).toEqual(begun.body);
        expect((await request(app).get(SESSIONS)).body).toEqual([
          expect.objectContaining({ id: 'default' }),
          begun.body,
        ]);
        expect((await request(app).delete(`${SESSIONS}/a`)).status).toBe(204);
        expect(summary(await request(app).get(`${SESSIONS}/a`))).toEqual([404, 'unknown-session']);
      });

      it('begin a session of some id without a body', async () => {
        const { status, body } = await request(app).post(SESSIONS);
        expect([status, body.id]).toEqual([201, expect.stringMatching(/^[\w-]{36}$/)]);
      });

      it.each([
        [{ id: 'default' }, 409, 'session-taken'],
        [{ id: 'a b' }, 400, 'invalid-session'],
        [{ id: 7 }, 400, 'invalid-request'],
        [{ id: '' }, 400, 'invalid-request'],
        [{ name: 'a' }, 400, 'invalid-request'],
        [{ scenario: 7 }, 400, 'invalid-request'],
        [{ scenario: '' }, 400, 'invalid-request'],
        [{ scenario: null }, 400, 'invalid-request'],
        [{ scenario: ['empty'] }, 400, 'invalid-request'],
        [{ scenario: { orders: 7 } }, 400, 'invalid-request'],
        [{ scenario: 'nope' }, 404, 'unknown-scenario'],
        [{ scenario: { nope: 'demo' } }, 404, 'unknown-contract'],
        [{ scenario: 'broken' }, 422, 'invalid-contract'],
      ])('begin none by %p', async (start, status, code) => {
        expect(summary(await request(app).post(SESSIONS).send(start))).toEqual([status, code]);
        expect((await request(app).get(SESSIONS)).body).toHaveLength(1);
      });

      it.each([
        ['nope', 404, 'unknown-session'],
        ['default', 400, 'invalid-session'],
      ])('do not end %s', async (id, status, code) => {
        expect(summary(await request(app).delete(`${SESSIONS}/${id}`))).toEqual([status, code]);
      });

      it.each([
        ['', '?session=a'],
        ['?session=a', ''],
        ['?session=a', '?session=default'],
        ['?session=a', '?session=b'],
      ])('change %p and not %p', async (one, other) => {
        expect((await request(app).delete(`${ROWS}/o1${one}`)).status).toBe(204);
        expect((await request(app).post(`/__admin/reset${other}`)).status).toBe(204);
        expect([await countRows(one), await countRows(other)]).toEqual([2, 3]);
        expect(await countRows(one)).toBe(2);
        expect((await request(app).post(`/__admin/reset${one}`)).status).toBe(204);
        expect(await countRows(one)).toBe(3);
      });

      it.each(['%20', '', '.a', 'a%2Fb', 'a&session=b'])('refuse the session %p', async (id) => {
        expect((await request(app).get(`${ROWS}?session=${id}`)).status).toBe(400);
        expect((await request(app).get(SESSIONS)).body).toHaveLength(1);
      });

      it('reset the rows of one contract', async () => {
        await request(app).delete(`${ROWS}/o1`);
        await request(app).post('/__admin/clock').send({ set: 0 });
        expect((await request(app).post('/__admin/reset?contract=orders')).status).toBe(204);
        expect([await countRows(), (await request(app).get('/__admin/clock')).body.now]).toEqual([
          3,
          '1970-01-01T00:00:00.000Z',
        ]);
      });

      it('keep a snapshot, restore it as often as wanted, and forget it', async () => {
        const saved = await request(app).post(SNAPSHOTS).send({ name: 'a' });
        expect([saved.status, saved.body]).toEqual([201, { name: 'a' }]);
        for (const id of ['o1', 'o2']) {
          await request(app).delete(`${ROWS}/${id}`);
          const restored = await request(app).post(`${SNAPSHOTS}/a/restore`);
          expect([restored.status, await countRows()]).toEqual([204, 3]);
        }
        expect((await request(app).get(SNAPSHOTS)).body).toEqual(['a']);
        expect((await request(app).delete(`${SNAPSHOTS}/a`)).status).toBe(204);
        expect((await request(app).get(SNAPSHOTS)).body).toEqual([]);
      });

      it('keep snapshots apart by session', async () => {
        await request(app).post(`${SNAPSHOTS}?session=a`).send({ name: 'a' });
        expect((await request(app).get(SNAPSHOTS)).body).toEqual([]);
        expect(summary(await request(app).post(`${SNAPSHOTS}/a/restore`))).toEqual([404, 'unknown-snapshot']);
        expect(summary(await request(app).delete(`${SNAPSHOTS}/a`))).toEqual([404, 'unknown-snapshot']);
      });

      it.each([
        [{}, 'invalid-request'],
        [{ name: 7 }, 'invalid-request'],
        [{ name: '' }, 'invalid-request'],
        [{ name: 'a/b' }, 'invalid-option'],
        [{ name: 'a', force: true }, 'invalid-request'],
      ])('keep no snapshot by %p', async (body, code) => {
        expect(summary(await request(app).post(SNAPSHOTS).send(body))).toEqual([400, code]);
        expect((await request(app).get(SNAPSHOTS)).body).toEqual([]);
      });
    });
  });

  describe('clock routes', () => {
    const CLOCK = '/__admin/clock';
    const START = '2026-05-05T09:30:00.000Z';
    const EXPIRY = { at: '2020-01-01T00:00:00.000Z', what: 'credential expired of acme expires', contract: 'orders' };

    describe('clockRoutes', () => {
      it('show the clock', async () => {
        const { status, body } = await request(await buildAdmin()).get(CLOCK);
        expect([status, body]).toEqual([200, { now: START, runs: false, contracts: { orders: START }, ahead: [] }]);
      });

      it.each([
        [{ advance: '8d' }, '2026-05-13T09:30:00.000Z', []],
        [{ advance: -1000 }, '2026-05-05T09:29:59.000Z', []],
        [{ set: '2026-06-01T00:00:00Z' }, '2026-06-01T00:00:00.000Z', []],
        [{ set: 0, advance: 5, frozen: true }, '1970-01-01T00:00:00.005Z', [EXPIRY]],
      ])('change it by %p', async (change, now, ahead) => {
        const app = await buildAdmin();
        const { status, body } = await request(app).post(CLOCK).send(change);
        expect([status, body]).toEqual([200, { now, runs: false, contracts: { orders: now }, ahead }]);
        expect((await request(app).get(CLOCK)).body).toEqual(body);
      });

      it('tell what rows wait for: the first and the last of a time that a move sets', async () => {
        const contract = writeSampleScenarios(
          'orders',
          ['set: { state: open }', 'set: { state: open, until: { now: P7D } }'],
          [
            'state: { type: string, enum: [open, closed] }',
            'state: { type: string }\n        until: { type: string, format: date-time }',
          ],
        );
        await using timed = await openSampleMock({ contract });
        const ahead = async (): Promise<readonly { readonly at: string; readonly what: string }[]> =>
          (await request(timed.url).get('/__admin/clock')).body.ahead;
        expect(await ahead()).toEqual([]);
        for (const id of ['a', 'b', 'c']) {
          timed.rows.move('place', undefined, { id });
          timed.clock.advance('1d');
        }
        expect((await ahead()).map(({ at, what }) => [at, what])).toEqual([
          ['2026-05-12T09:30:00.000Z', 'a reaches its until, the first of 3 rows'],
          ['2026-05-14T09:30:00.000Z', 'c reaches its until, the last of 3 rows'],
        ]);
        timed.clock.set('2026-05-13T09:30:00Z');
        expect((await ahead()).map(({ what }) => what)).toEqual(['c reaches its until']);
      });

      it('let it run', async () => {
        expect(
          (
            await request(await buildAdmin())
              .post(CLOCK)
              .send({ frozen: false })
          ).body.runs,
        ).toBe(true);
      });

      it('change that of one session alone', async () => {
        const app = await buildAdmin();
        await request(app).post(`${CLOCK}?session=a`).send({ set: 0 });
        expect((await request(app).get(`${CLOCK}?session=a`)).body.now).toBe('1970-01-01T00:00:00.000Z');
        expect((await request(app).get(CLOCK)).body.now).toBe(START);
      });

      it.each([
        [{}, 'invalid-request', 'Empty clock change: '],
        [{ advanced: '8d' }, 'invalid-request', 'Unknown field advanced; did you mean advance?'],
        [{ advance: null }, 'invalid-request', 'Invalid advance null: must be a duration'],
        [{ advance: '' }, 'invalid-request', 'Invalid advance ""'],
        [{ set: true }, 'invalid-request', 'Invalid set true: must be a date-time'],
        [{ set: '' }, 'invalid-request', 'Invalid set ""'],
        [{ frozen: 1, set: 0 }, 'invalid-request', 'Invalid frozen 1: must be true or false'],
        [{ set: 0, advance: 'soon', frozen: false }, 'invalid-option', 'Invalid advance "soon"'],
        [{ set: 0, advance: -1 }, 'invalid-option', 'the years 1970 to 9999'],
        [[], 'invalid-request', 'Invalid body: must be a JSON object'],
      ])('refuse %p, and it stays as it is', async (change, code, message) => {
        const app = await buildAdmin();
        const { status, body } = await request(app).post(CLOCK).send(change);
        expect([status, body.error]).toEqual([400, { code, message: expect.stringContaining(message) }]);
        expect((await request(app).get(CLOCK)).body).toMatchObject({ now: START, runs: false });
      });
    });
  });

  describe('fault routes', () => {
    const FAULTS = '/__admin/faults';
    const GREASE = '/__admin/grease';
    beforeEach(async () => {
      app = await buildAdmin();
    });

    describe('faultRoutes', () => {
      it('switch a fault on and off', async () => {
        const { status, body } = await request(app).post(FAULTS).send({ kind: 'latency', ms: 5, times: 2 });
        expect([status, body]).toEqual([
          201,
          { kind: 'latency', ms: 5, times: 2, id: expect.any(String), struck: 0, remaining: 2 },
        ]);
        expect((await request(app).get(FAULTS)).body).toEqual([body]);
        expect((await request(app).delete(`${FAULTS}/${body.id}`)).status).toBe(204);
        expect((await request(app).get(FAULTS)).body).toEqual([]);
      });

      it('switch all of a session off', async () => {
        for (const session of ['', '?session=a'])
          await request(app)
            .post(FAULTS + session)
            .send({ kind: 'latency' });
        expect((await request(app).delete(FAULTS)).status).toBe(204);
        expect((await request(app).get(FAULTS)).body).toEqual([]);
        expect((await request(app).get(`${FAULTS}?session=a`)).body).toHaveLength(1);
      });

      it.each([
        [{}, 400, 'invalid-fault'],
        [{ kind: 'storm' }, 400, 'unknown-fault'],
        [{ kind: 'latency', overMs: 1 }, 400, 'invalid-fault'],
        [{ kind: 'latency', ms: '5' }, 400, 'invalid-fault'],
        [{ kind: 'latency', contract: 'nope' }, 404, 'unknown-contract'],
        [{ kind: 'cycle' }, 409, 'not-applicable'],
        [[], 400, 'invalid-request'],
      ])('refuse %p', async (fault, status, code) => {
        expect(summary(await request(app).post(FAULTS).send(fault))).toEqual([status, code]);
        expect((await request(app).get(FAULTS)).body).toEqual([]);
      });

      it('switch nothing off that is not on', async () => {
        expect(summary(await request(app).delete(`${FAULTS}/fault-1`))).toEqual([404, 'unknown-fault']);
      });

      it('grease answers, and stop', async () => {
        expect((await request(app).get(GREASE)).body).toEqual({ isOn: false });
        const { status, body } = await request(app)
          .put(GREASE)
          .send({ seed: 7, features: ['media-type'] });
        expect([status, body]).toEqual([200, { isOn: true, seed: '7', features: ['media-type'] }]);
        expect((await request(app).get(GREASE)).body).toEqual(body);
        expect((await request(app).put(GREASE)).body).toEqual({ isOn: true, seed: '1' });
        expect((await request(app).delete(GREASE)).status).toBe(204);
        expect((await request(app).get(GREASE)).body).toEqual({ isOn: false });
      });

      it.each([
        [{ seed: null }, 'invalid-request'],
        [{ seed: true }, 'invalid-request'],
        [{ seed: '' }, 'invalid-option'],
        [{ features: 'media-type' }, 'invalid-request'],
        [{ features: [7] }, 'invalid-request'],
        [{ features: ['nope'] }, 'invalid-option'],
        [{ feature: [] }, 'invalid-request'],
      ])('do not grease by %p', async (settings, code) => {
        expect(summary(await request(app).put(GREASE).send(settings))).toEqual([400, code]);
        expect((await request(app).get(GREASE)).body).toEqual({ isOn: false });
      });

      it('describe what there is', async () => {
        const [faults, greases] = [
          (await request(app).get('/__admin/fault-kinds')).body as { kind: string }[],
          (await request(app).get('/__admin/grease-kinds')).body as { name: string }[],
        ];
        expect(faults.map(({ kind }) => kind)).toContain('cycle');
        expect(greases.map(({ name }) => name)).toContain('tie-order');
      });
    });
  });
});

describe('journal routes', () => {
  const JOURNAL = '/__admin/journal';

  let mock: Mock;
  beforeEach(async () => {
    mock = await openSampleMock();
  });
  afterEach(() => mock.close());

  const get = (path: string): request.Test => request(mock.url).get(path);

  /** A list, one that is refused, one that is struck by a fault, and a path that leads nowhere. */
  async function play(): Promise<void> {
    const { headers, listUrl, url } = mock;
    await fetch(`${listUrl}?size=1`, { headers });
    await fetch(`${listUrl}?size=0`, { headers });
    mock.faults.add('503:times=1');
    await fetch(listUrl, { headers });
    await fetch(`${url}/nowhere`, { method: 'POST' });
  }

  const idsOf = ({ body }: Response): number[] => (body as JournalEntry[]).map(({ id }) => id);

  describe('journalRoutes', () => {
    it('show exchanges, those of the admin API left out', async () => {
      await play();
      await get('/__admin/contracts');
      const response = await get(JOURNAL);
      expect(idsOf(response)).toEqual([1, 2, 3, 4]);
      expect(response.body[0]).toMatchObject({
        session: 'default',
        contract: 'orders',
        request: { method: 'GET', url: `${mock.listUrl}?size=1`, headers: { 'x-key': '***' } },
        response: { status: 200 },
      });
      expect((await get(`${JOURNAL}/2`)).body).toEqual(response.body[1]);
    });

    it.each([
      ['contract=orders', [1, 2, 3]],
      ['contract=nope', []],
      ['method=post', [4]],
      ['status=400', [2]],
      ['status=4XX', [2, 4]],
      ['path=size%3D0', [2]],
      ['fault=server-error', [3]],
      ['since=2', [3, 4]],
      ['limit=1', [4]],
      ['limit=0', []],
      ['contract=orders&status=5xx&since=2&limit=5', [3]],
    ])('choose by %s', async (query, ids) => {
      await play();
      expect(idsOf(await get(`${JOURNAL}?${query}`))).toEqual(ids);
      const archive = (await get(`${JOURNAL}.har?${query}`)).body as Har;
      expect(archive.log.entries.map(({ _id }) => _id)).toEqual(ids);
    });

    it.each(['', '.har'])('refuse filters that are none (%p)', async (form) => {
      for (const query of ['status=x', 'status=40', 'since=-1', 'limit=x', 'method=%20']) {
        const { status, body } = await get(`${JOURNAL}${form}?${query}`);
        expect([status, body.error.code]).toEqual([400, 'invalid-filter']);
      }
      const { status, body } = await get(`${JOURNAL}${form}?limits=1`);
      expect([status, body.error.code]).toEqual([400, 'invalid-request']);
    });

    it('offer the archive as a file that is named after the session', async () => {
      const session = mock.session('a');
      await fetch(session.listUrl, { headers: session.headers });
      const { headers, body } = await get(`${JOURNAL}.har?session=a`);
      expect(headers['content-disposition']).toBe('attachment; filename="a.har"');
      expect(headers['content-type']).toBe('application/json');
      expect(body).toEqual(session.journal.har());
      expect((body as Har).log.entries).toHaveLength(1);
    });

    it('answer HEAD as they answer GET', async () => {
      await play();
      for (const path of [JOURNAL, `${JOURNAL}.har`, `${JOURNAL}/1`]) {
        const [got, head] = [await get(path), await request(mock.url).head(path)];
        expect(head.headers['content-length']).toBe(got.headers['content-length']);
        expect(head.text ?? '').toBe('');
      }
    });

    it('forget those of a session', async () => {
      await play();
      const session = mock.session('a');
      await fetch(session.listUrl, { headers: session.headers });
      expect((await request(mock.url).delete(JOURNAL)).status).toBe(204);
      expect(idsOf(await get(JOURNAL))).toEqual([]);
      expect(idsOf(await get(`${JOURNAL}?session=a`))).toEqual([1]);
    });

    it.each(['5', '0', '-1', '1.0', 'x', '99999999999999999'])('have no exchange %s', async (id) => {
      await play();
      const { status, body } = await get(`${JOURNAL}/${id}`);
      expect([status, body.error.code]).toEqual([404, 'unknown-exchange']);
    });

    it('judge the client', async () => {
      await play();
      const { status, body } = await get('/__admin/audit');
      expect([status, body.subject, body.requests]).toEqual([200, 'client', 4]);
      expect(body).toEqual(JSON.parse(JSON.stringify(mock.audit())));
      mock.sessions.create({ id: 'nightly' });
      expect((await get('/__admin/audit?session=nightly')).body.requests).toBe(0);
      const unknown = await get('/__admin/audit?session=nigthly');
      expect([unknown.status, unknown.body.error]).toEqual([
        404,
        { code: 'unknown-session', message: 'Unknown session nigthly; did you mean nightly?' },
      ]);
      expect(mock.sessions.list().map(({ id }) => id)).toEqual(['default', 'nightly']);
      expect((await get('/__admin/audit?contract=orders')).body.contract).toBe('orders');
      expect((await get('/__admin/audit?contract=nope')).body.error.code).toBe('unknown-contract');
    });
  });
});

describe('events', () => {
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
});
