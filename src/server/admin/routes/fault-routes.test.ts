import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Express } from 'express';
import request, { type Response } from 'supertest';
import { buildAdmin } from '../../testing/build-admin.ts';

const FAULTS = '/__admin/faults';
const GREASE = '/__admin/grease';

let app: Express;
beforeEach(async () => {
  app = await buildAdmin();
});

function summary({ status, body }: Response): unknown {
  return [status, body.error?.code];
}

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
    expect((await request(app).get(`${GREASE}?session=a`)).body).toEqual({ isOn: false });
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
