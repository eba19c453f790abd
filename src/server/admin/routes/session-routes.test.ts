import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Express } from 'express';
import request, { type Response } from 'supertest';
import { buildAdmin } from '../../testing/build-admin.ts';
import { writeSampleScenarios } from '../../testing/write-sample-scenarios.ts';

const SESSIONS = '/__admin/sessions';
const SNAPSHOTS = '/__admin/snapshots';
const ROWS = '/__admin/contracts/orders/rows';

let app: Express;
beforeEach(async () => {
  app = await buildAdmin({ contract: writeSampleScenarios(), scenario: undefined });
});

function summary({ status, body }: Response): unknown {
  return [status, body.error?.code];
}

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
    expect((await request(app).get(SESSIONS)).body).toEqual([expect.objectContaining({ id: 'default' }), begun.body]);
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
    expect([await countRows(one), await countRows(other)]).toEqual([2, 3]);
    expect((await request(app).post(`/__admin/reset${other}`)).status).toBe(204);
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
