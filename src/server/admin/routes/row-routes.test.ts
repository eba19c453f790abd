import { describe, expect, it } from '@jest/globals';
import request, { type Response } from 'supertest';
import { buildAdmin } from '../../testing/build-admin.ts';

const ROWS = '/__admin/contracts/orders/rows';
const MOVES = '/__admin/contracts/orders/moves';

function summary({ status, body }: Response): unknown {
  return [status, body.error?.code ?? body];
}

describe('rowRoutes', () => {
  it('shows rows of a collection', async () => {
    const { body } = await request(await buildAdmin()).get(`${ROWS}?limit=2&offset=1&collection=north`);
    const rows = [
      { id: 'o1', state: 'open' },
      { id: 'o2', state: 'closed' },
    ];
    expect(body).toEqual({ collection: 'north', total: 3, limit: 2, offset: 1, rows });
  });

  it('shows, changes and removes a row wherever it is', async () => {
    const app = await buildAdmin();
    expect(summary(await request(app).get(`${ROWS}/s1`))).toEqual([200, { id: 's1', state: 'open' }]);
    expect(summary(await request(app).patch(`${ROWS}/s1`).send({ state: 'closed' }))).toEqual([
      200,
      { id: 's1', state: 'closed' },
    ]);
    expect((await request(app).delete(`${ROWS}/s1`)).status).toBe(204);
    expect(summary(await request(app).get(`${ROWS}/s1`))).toEqual([404, 'unknown-row']);
  });

  it('adds a row with what is given, and generates the rest', async () => {
    const app = await buildAdmin();
    const { status, body } = await request(app).post(`${ROWS}?collection=rivals`).send({ state: 'closed' });
    expect({ status, body }).toEqual({ status: 201, body: { id: expect.any(String), state: 'closed' } });
    expect((await request(app).post(`${ROWS}?collection=rivals`)).status).toBe(201);
    expect((await request(app).get(`${ROWS}?collection=rivals`)).body.total).toBe(2);
  });

  it('makes moves, of a row or of a new one', async () => {
    const app = await buildAdmin();
    expect(summary(await request(app).post(`${ROWS}/o1/moves/close`))).toEqual([200, { id: 'o1', state: 'closed' }]);
    expect(summary(await request(app).post(`${MOVES}/place?collection=rivals`).send({ id: 'n1' }))).toEqual([
      201,
      { id: 'n1', state: 'open' },
    ]);
  });

  it('takes identities that need escapes', async () => {
    const app = await buildAdmin();
    await request(app).post(ROWS).send({ id: 'a/b é?', state: 'open' });
    expect((await request(app).get(`${ROWS}/${encodeURIComponent('a/b é?')}`)).body).toEqual({
      id: 'a/b é?',
      state: 'open',
    });
  });

  it.each([
    ['get', `${ROWS}/both`, undefined, [409, 'ambiguous-row']],
    ['delete', `${ROWS}/both`, undefined, [409, 'ambiguous-row']],
    ['get', `${ROWS}?limit=0`, undefined, [400, 'invalid-option']],
    ['get', `${ROWS}?limit=x`, undefined, [400, 'invalid-request']],
    ['get', `${ROWS}?offset=-1`, undefined, [400, 'invalid-request']],
    ['get', `${ROWS}?page=1`, undefined, [400, 'invalid-request']],
    ['get', `${ROWS}?collection=x`, undefined, [404, 'unknown-collection']],
    ['get', '/__admin/contracts/x/rows', undefined, [404, 'unknown-contract']],
    ['post', ROWS, { id: 'o1', state: 'open' }, [409, 'identity-taken']],
    ['post', ROWS, { state: 'lost' }, [422, 'invalid-row']],
    ['post', ROWS, [1], [400, 'invalid-request']],
    ['patch', `${ROWS}/o1`, { state: null }, [422, 'invalid-row']],
    ['patch', `${ROWS}/nope`, { state: 'open' }, [404, 'unknown-row']],
    ['post', `${ROWS}/o2/moves/close`, {}, [409, 'move-not-allowed']],
    ['post', `${ROWS}/o1/moves/fly`, {}, [404, 'unknown-move']],
    ['post', `${MOVES}/close`, {}, [404, 'unknown-row']],
    ['put', `${ROWS}/o1`, {}, [405, 'method-not-allowed']],
  ] as const)('refuses %s %s with %p', async (method, path, body, expected) => {
    const app = await buildAdmin();
    const before = (await request(app).get(ROWS)).body;
    expect(
      summary(
        await request(app)
          [method](path)
          .send(body as object),
      ),
    ).toEqual(expected);
    expect((await request(app).get(ROWS)).body).toEqual(before);
  });

  it.each([
    ['JSON that is none', 'application/json', '{"id":', [400, 'invalid-request']],
    ['a value that is no object', 'application/json', '7', [400, 'invalid-request']],
    ['another type', 'text/plain', 'x', [415, 'unsupported-media-type']],
    ['the type of a form', 'application/x-www-form-urlencoded', 'id=1', [415, 'unsupported-media-type']],
    ['too much', 'application/json', `"${'x'.repeat(1_100_000)}"`, [413, 'body-too-large']],
  ])('refuses a body of %s', async (_what, type, body, expected) => {
    expect(
      summary(
        await request(await buildAdmin())
          .post(ROWS)
          .set('Content-Type', type)
          .send(body),
      ),
    ).toEqual(expected);
  });
});
