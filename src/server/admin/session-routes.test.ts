import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Express } from 'express';
import type { Response } from 'supertest';
import request from 'supertest';
import { buildAdmin, writeSampleScenarios } from '../testing/sample.ts';

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

  describe('clockRoutes', () => {
    it('show the clock', async () => {
      const { status, body } = await request(await buildAdmin()).get(CLOCK);
      expect([status, body]).toEqual([200, { now: START, runs: false, contracts: { orders: START } }]);
    });

    it.each([
      [{ advance: '8d' }, '2026-05-13T09:30:00.000Z', false],
      [{ advance: -1000 }, '2026-05-05T09:29:59.000Z', false],
      [{ set: '2026-06-01T00:00:00Z' }, '2026-06-01T00:00:00.000Z', false],
      [{ set: 0, advance: 5, frozen: true }, '1970-01-01T00:00:00.005Z', false],
    ])('change it by %p', async (change, now, runs) => {
      const app = await buildAdmin();
      const { status, body } = await request(app).post(CLOCK).send(change);
      expect([status, body]).toEqual([200, { now, runs, contracts: { orders: now } }]);
      expect((await request(app).get(CLOCK)).body).toEqual(body);
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
