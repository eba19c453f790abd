import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { buildAdmin } from '../../testing/build-admin.ts';

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
    [{}, 'invalid-request', 'nothing is said of the clock'],
    [{ advanced: '8d' }, 'invalid-request', 'there is no field advanced; expected set, advance, frozen'],
    [{ advance: null }, 'invalid-request', 'advance is null; expected a span of time'],
    [{ advance: '' }, 'invalid-request', 'advance is ""'],
    [{ set: true }, 'invalid-request', 'set is true; expected a date-time'],
    [{ set: '' }, 'invalid-request', 'set is ""'],
    [{ frozen: 1, set: 0 }, 'invalid-request', 'frozen is 1; expected true or false'],
    [{ set: 0, advance: 'soon', frozen: false }, 'invalid-option', 'advance is "soon"'],
    [{ set: 0, advance: -1 }, 'invalid-option', 'the years 1970 to 9999'],
    [[], 'invalid-request', 'the body is no JSON object'],
  ])('refuse %p, and it stays as it is', async (change, code, message) => {
    const app = await buildAdmin();
    const { status, body } = await request(app).post(CLOCK).send(change);
    expect([status, body.error]).toEqual([400, { code, message: expect.stringContaining(message) }]);
    expect((await request(app).get(CLOCK)).body).toMatchObject({ now: START, runs: false });
  });
});
