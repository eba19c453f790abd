import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import request, { type Response } from 'supertest';
import type { Har } from '../../journal/har.ts';
import type { JournalEntry } from '../../journal/journal-entry.ts';
import type { Mock } from '../mock.ts';
import { openSampleMock } from '../testing/sample.ts';

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
  it('show exchanges, the administration’s own left out', async () => {
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
