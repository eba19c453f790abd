import { beforeAll, describe, expect, it } from '@jest/globals';
import { createResponder } from './answering/create-responder.ts';
import { createRequestHandler } from './create-request-handler.ts';
import { jsonResponse } from './http/json-response.ts';
import type { PrismResponder } from './prism-input.ts';
import type { SessionRegistry } from './sessions/create-session-registry.ts';
import { openSampleStage } from './testing/open-sample-stage.ts';
import { HEADERS } from './testing/sample-headers.ts';

const respond: PrismResponder = async ({ body }, { template }) => jsonResponse(299, { body, template });

describe('createRequestHandler', () => {
  let registry: SessionRegistry;
  let handle: ReturnType<typeof createRequestHandler>;
  beforeAll(async () => {
    ({ registry } = await openSampleStage());
    handle = createRequestHandler(registry, undefined, createResponder(respond));
  });
  const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
    handle(new Request(`http://a.test${path}`, init));

  it('answers lists', async () => {
    const response = await ask('/shops/north/orders?size=1', { headers: HEADERS });
    expect({ status: response.status, type: response.headers.get('content-type') }).toEqual({
      status: 200,
      type: 'application/json;charset=UTF-8',
    });
    expect(await response.json()).toMatchObject({ total: 3, orders: [{ id: 'both' }] });
  });

  it('answers text beyond ASCII as what it is', async () => {
    registry.main.lists[0]?.world.add('rivals', { id: 'Zoë', state: 'open' });
    const response = await ask('/shops/rivals/orders', { headers: { ...HEADERS, 'x-key': 'secret-b' } });
    expect(await response.json()).toMatchObject({ orders: [{ id: 'Zoë' }] });
  });

  it('answers HEAD without a body', async () => {
    const response = await ask('/shops/north/orders', { method: 'HEAD', headers: HEADERS });
    expect({ status: response.status, text: await response.text() }).toEqual({ status: 200, text: '' });
  });

  it('answers paths that lead nowhere in the contract’s words', async () => {
    const response = await ask('/nowhere');
    expect([response.status, await response.json()]).toEqual([
      404,
      expect.objectContaining({ error: 'no such place' }),
    ]);
  });

  it('answers other operations and forced responses as Prism does', async () => {
    const added = await ask('/shops/a/orders', { method: 'POST', body: 'text' });
    expect([added.status, await added.json()]).toEqual([299, { body: 'text', template: '/shops/{shop}/orders' }]);
    expect((await ask('/shops/a/orders', { headers: { Prefer: 'code=429' } })).status).toBe(299);
  });
});
