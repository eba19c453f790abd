import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Delivery } from '../alter/engine.ts';
import { createRequestHandler, toWebResponse } from './fetch-handler.ts';
import type { PrismResponder } from './prism/messages.ts';
import { jsonResponse } from './problem.ts';
import { createRespond } from './respond.ts';
import type { SessionRegistry } from './sessions/registry.ts';
import { HEADERS, openSampleBackend } from './testing/sample.ts';

describe('create request handler', () => {
  const respond: PrismResponder = async ({ body }, { template }) => jsonResponse(299, { body, template });

  describe('createRequestHandler', () => {
    let registry: SessionRegistry;
    let handle: ReturnType<typeof createRequestHandler>;
    beforeAll(async () => {
      ({ registry } = await openSampleBackend());
      handle = createRequestHandler(registry, undefined, createRespond(respond));
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
      registry.main.lists[0]?.state.add('rivals', { id: 'Zoë', state: 'open' });
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
});

describe('to web response', () => {
  const BODY = JSON.stringify({ name: 'Zoë', more: 'x'.repeat(100) });

  function convert(delivery?: Delivery, method = 'GET'): Promise<Response> {
    const body = Buffer.from(BODY).toString('latin1');
    const headers = [['X-A', '1']] as const;
    return toWebResponse(method, { status: 201, headers, body, ...(delivery && { delivery }) });
  }

  describe('toWebResponse', () => {
    it.each([undefined, { delayMs: 5 }, { dripMs: 20 }])(
      'gives the whole answer, delivered as %p',
      async (delivery) => {
        const response = await convert(delivery);
        expect([response.status, response.headers.get('x-a'), await response.text()]).toEqual([201, '1', BODY]);
      },
    );

    it('fails as fetch does when the connection breaks before the answer', async () => {
      await expect(convert({ breaks: 'before-head' })).rejects.toMatchObject({
        name: 'TypeError',
        message: 'fetch failed',
        cause: { code: 'ECONNRESET' },
      });
    });

    it('breaks off amid the body', async () => {
      const response = await convert({ breaks: 'amid-body' });
      expect(response.status).toBe(201);
      await expect(response.text()).rejects.toThrow('terminated');
    });

    it('gives no body to HEAD', async () => {
      expect(await (await convert({ breaks: 'amid-body' }, 'HEAD')).text()).toBe('');
    });
  });
});
