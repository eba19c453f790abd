import { describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { buildAdmin } from '../../testing/build-admin.ts';
import { writeSampleScenarios } from '../../testing/write-sample-scenarios.ts';

const SECOND = ['/shops/{shop}/orders', '/{shop}'] as const;

const build = (): ReturnType<typeof buildAdmin> =>
  buildAdmin({
    contract: [writeSampleScenarios('first'), writeSampleScenarios('second', SECOND)],
    scenario: undefined,
  });

describe('contractRoutes', () => {
  it('count contracts and sessions', async () => {
    const app = await build();
    await request(app).get('/__admin/clock?session=a');
    expect((await request(app).get('/__admin/health')).body).toMatchObject({
      contracts: ['first', 'second'],
      sessions: 2,
    });
  });

  it('describe a contract as it is in a session', async () => {
    const app = await build();
    const { body } = await request(app).get('/__admin/contracts/second?session=a');
    expect(body).toMatchObject({ id: 'second', url: 'http://here.test/__session/a/north', rows: 5, scenario: 'demo' });
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
