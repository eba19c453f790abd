import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import request from 'supertest';
import { buildAdmin, writeSample, writeSampleScenarios } from '../testing/sample.ts';

describe('contract routes', () => {
  describe('contract routes', () => {
    const SECOND = ['/shops/{shop}/orders', '/{shop}'] as const;

    const build = (): ReturnType<typeof buildAdmin> =>
      buildAdmin({
        contract: [writeSampleScenarios('first'), writeSampleScenarios('second', SECOND)],
        scenario: undefined,
      });

    describe('contractRoutes', () => {
      it('count contracts and sessions', async () => {
        const app = await build();
        await request(app).post('/__admin/reset?session=a');
        expect((await request(app).get('/__admin/health')).body).toMatchObject({
          contracts: ['first', 'second'],
          sessions: 2,
        });
      });

      it('describe a contract as it is in a session', async () => {
        const app = await build();
        await request(app).post('/__admin/sessions').send({ id: 'a' });
        const { body } = await request(app).get('/__admin/contracts/second?session=a');
        expect(body).toMatchObject({
          id: 'second',
          url: 'http://here.test/__session/a/north',
          rows: 5,
          scenario: 'demo',
        });
      });

      it('say in the model how a list is sorted', async () => {
        const app = await buildAdmin({ contract: 'devdraft', scenario: undefined });
        const { body } = await request(app).get('/__admin/contracts/devdraft/model');
        expect(body.order.by).toEqual([
          { field: 'createdAt', direction: 'descending' },
          { field: 'id', direction: 'ascending' },
        ]);
      });

      it('list scenarios, of all contracts or of one', async () => {
        const app = await build();
        expect((await request(app).get('/__admin/scenarios')).body).toHaveLength(8);
        expect((await request(app).get('/__admin/scenarios?contract=second')).body).toContainEqual({
          contract: 'second',
          name: 'demo',
          title: 'Two tenants',
          isLoaded: true,
        });
      });

      it('put a scenario in place, for all or for one', async () => {
        const app = await build();
        const names = async (): Promise<unknown> => {
          const { body } = await request(app).get('/__admin/contracts');
          return (body as { scenario: string }[]).map(({ scenario }) => scenario);
        };
        const loaded = await request(app).post('/__admin/scenarios/empty/load?contract=second');
        expect([loaded.status, loaded.body]).toEqual([
          200,
          [{ contract: 'second', name: 'empty', title: 'Nothing', isLoaded: true }],
        ]);
        expect(await names()).toEqual(['demo', 'empty']);
        await request(app).post('/__admin/scenarios/stormy/load');
        expect(await names()).toEqual(['stormy', 'stormy']);
        expect((await request(app).get('/__admin/faults')).body).toHaveLength(2);
      });

      it('put a scenario in place in one session alone', async () => {
        const app = await build();
        await request(app).post('/__admin/scenarios/empty/load?session=a');
        const { body } = await request(app).get('/__admin/sessions');
        expect((body as { scenarios: unknown }[]).map(({ scenarios }) => scenarios)).toEqual([
          { first: 'demo', second: 'demo' },
          { first: 'empty', second: 'empty' },
        ]);
      });

      it('say where a file has a mistake', async () => {
        const { status, body } = await request(await build()).post('/__admin/scenarios/broken/load');
        expect([status, body.error.code]).toEqual([422, 'invalid-contract']);
        expect(body.error.message).toMatch(/fixtures\/first\/broken\.yaml:4:\d+ .*storm/);
      });

      it.each([
        ['get', '/__admin/scenarios?contract=third', 404, 'unknown-contract'],
        ['post', '/__admin/scenarios/empty/load?contract=third', 404, 'unknown-contract'],
        ['post', '/__admin/scenarios/nope/load', 404, 'unknown-scenario'],
        ['post', `/__admin/scenarios/${encodeURIComponent('../first/empty')}/load`, 404, 'unknown-scenario'],
        ['get', '/__admin/contracts/third', 404, 'unknown-contract'],
        ['get', '/__admin/health?session=!', 400, 'invalid-session'],
      ] as const)('refuse %s %s', async (method, path, status, code) => {
        const response = await request(await build())[method](path);
        expect([response.status, response.body.error.code]).toEqual([status, code]);
      });
    });
  });

  describe('row routes', () => {
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

      it('takes a field away by a null that its schema does not have', async () => {
        const states = 'state: { type: string, enum: [open, closed] }';
        const more = `${states}\n        note: { type: string }\n        alias: { type: [string, 'null'] }`;
        const app = await buildAdmin({ contract: writeSample('orders', [states, more]) });
        const change = async (fields: object): Promise<unknown> =>
          (await request(app).patch(`${ROWS}/o1`).send(fields)).body;
        expect(await change({ note: 'x', alias: 'y' })).toEqual({ id: 'o1', state: 'open', note: 'x', alias: 'y' });
        expect(await change({ note: null, alias: null })).toEqual({ id: 'o1', state: 'open', alias: null });
        expect(await change({ note: null })).toEqual({ id: 'o1', state: 'open', alias: null });
        expect(await change({ note: null, nota: null })).toMatchObject({
          error: { code: 'invalid-row', message: expect.stringMatching(/^nota: unknown field/) },
        });
        expect(await change({ note: null, state: null })).toMatchObject({
          error: { message: expect.stringMatching(/^state: /) },
        });
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
        expect(summary(await request(app).post(`${ROWS}/o1/moves/close`))).toEqual([
          200,
          { id: 'o1', state: 'closed' },
        ]);
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
      ])('rejects a body of %s', async (_what, type, body, expected) => {
        expect(
          summary(
            await request(await buildAdmin())
              .post(ROWS)
              .set('Content-Type', type)
              .send(body),
          ),
        ).toEqual(expected);
      });

      it.each([
        ['{"id":', 400, /^Invalid JSON: /],
        [`"${'x'.repeat(1_100_000)}"`, 413, /^Invalid body: must be at most 1 MB$/],
      ])('says what is wrong with the body %.9s', async (body, status, message) => {
        const response = await request(await buildAdmin())
          .post(ROWS)
          .set('Content-Type', 'application/json')
          .send(body);
        expect(response.status).toBe(status);
        expect(response.body).toMatchObject({ error: { message: expect.stringMatching(message) } });
      });
    });
  });

  describe('document routes', () => {
    const FILE = readFileSync(new URL('./openapi.yaml', import.meta.url));
    const PATH = '/__admin/openapi.yaml';

    describe('documentRoutes', () => {
      it('serve the document as it is', async () => {
        const response = await request(await buildAdmin())
          .get(PATH)
          .buffer(true)
          .parse((incoming, done) => {
            const chunks: Buffer[] = [];
            incoming.on('data', (chunk) => chunks.push(Buffer.from(chunk)));
            incoming.on('end', () => done(null, Buffer.concat(chunks)));
          });
        expect([response.status, response.headers['content-type']]).toEqual([200, 'application/yaml']);
        expect(FILE.equals(response.body as Buffer)).toBe(true);
      });

      it('answer HEAD with the length', async () => {
        const { status, headers } = await request(await buildAdmin()).head(PATH);
        expect([status, headers['content-length']]).toEqual([200, String(FILE.length)]);
      });

      it('are named where there is nothing', async () => {
        const { body } = await request(await buildAdmin()).get('/__admin/nope');
        expect(body.error.message).toContain('openapi.yaml, ');
      });
    });
  });
});
