import { beforeEach, describe, expect, it } from '@jest/globals';
import type { AlteredResponse } from '../alter/engine.ts';
import { createRequest, type RequestParts } from '../mock/testing/create-request.ts';
import { readBody } from '../mock/testing/read-body.ts';
import type { PrismResponder } from './prism/messages.ts';
import { jsonResponse } from './problem.ts';
import { createRespond, respondNotFound } from './respond.ts';
import { createRouter } from './routing/router.ts';
import { findSession, type SessionRegistry } from './sessions/registry.ts';
import { createSampleList, HEADERS, openSampleBackend } from './testing/sample.ts';

describe('create responder', () => {
  /** Says what it was asked. */
  const respond: PrismResponder = async ({ method, path, query, body }, { template, isList }) => {
    return jsonResponse(299, { method, path, query, body, template, isList });
  };

  const LIST = '/shops/north/orders';

  describe('createRespond', () => {
    let registry: SessionRegistry;
    beforeEach(async () => {
      ({ registry } = await openSampleBackend());
    });

    const ask = (target: string, parts: RequestParts = {}, body: unknown = ''): Promise<AlteredResponse> => {
      const request = createRequest(target, { ...parts, headers: { ...HEADERS, ...parts.headers } });
      return Promise.resolve(createRespond(respond)(findSession(registry, request), async () => body));
    };

    it('answers a list at once', () => {
      const request = createRequest(LIST, { headers: HEADERS });
      const answer = createRespond(respond)(findSession(registry, request), () => Promise.reject(new Error('unread')));
      expect(answer).toMatchObject({ status: 200 });
    });

    it.each([
      ['a list', LIST, {}, 200],
      ['a list with a wish that is none of ours', LIST, { headers: { prefer: 'return=minimal' } }, 200],
      ['a method that a list does not have', LIST, { method: 'DELETE' }, 405],
      ['a response that is forced on such a method', LIST, { method: 'DELETE', headers: { prefer: 'code=404' } }, 405],
      ['a path that leads nowhere', '/nowhere', { headers: { prefer: 'code=200' } }, 404],
      ['a response of a list that is forced', LIST, { headers: { prefer: 'example=busy' } }, 299],
      ['another operation on the path of a list', LIST, { method: 'POST' }, 299],
      ['another operation', '/orders/1', {}, 299],
    ])('answers %s', async (_what, target, parts, status) => {
      expect((await ask(target, parts)).status).toBe(status);
    });

    it('hands over operations that are no lists, with their body', async () => {
      const answer = await ask('/shops/a/orders?b=1', { method: 'POST' }, 'Zoë {');
      expect(readBody(answer)).toEqual({
        method: 'POST',
        path: '/shops/a/orders',
        query: 'b=1',
        body: 'Zoë {',
        template: '/shops/{shop}/orders',
        isList: false,
      });
    });

    it('lets a fault strike the one request that asks for it', async () => {
      const struck = await ask(LIST, { headers: { prefer: 'fault="server-error:status=503"' } });
      expect([struck.status, struck.faults]).toEqual([503, ['server-error']]);
      expect((await ask(LIST)).status).toBe(200);
    });

    it.each([
      [LIST, 'fault=nonsense', /nonsense/],
      [LIST, 'fault=expired-link', /expired-link/],
      ['/orders/1', 'fault=latency', /^Invalid Prefer: a fault applies to lists only/],
      [LIST, 'fault=latency, code=404', /^Invalid Prefer: a fault applies/],
      [
        LIST,
        'fault=latency:ms=5,jitterMs=2',
        /^Invalid Prefer: jitterMs is outside the fault; quote several parameters/,
      ],
    ])('refuses for %s the wish %s, and says so in the journal', async (target, prefer, message) => {
      const answer = await ask(target, { headers: { prefer } });
      expect([answer.status, readBody(answer)]).toEqual([
        400,
        expect.objectContaining({ detail: expect.stringMatching(message) }),
      ]);
      expect(registry.main.journal.list()[0]?.response?.status).toBe(400);
    });

    it('keeps every answer in the journal of its session, in the order in which they were made', async () => {
      await ask(`/__session/s1${LIST}?size=1`);
      await ask(LIST);
      await ask('/__session/s1/nowhere');
      await ask('/__session/s1/orders/1');
      const seen = registry.enter('s1').journal.list();
      expect(
        seen.map(({ request, response, contract, isList }) => [request.path, response?.status, contract?.id, isList]),
      ).toEqual([
        [LIST, 200, 'orders', true],
        ['/nowhere', 404, undefined, false],
        ['/orders/1', 299, 'orders', false],
      ]);
      expect(seen[0]).toMatchObject({
        session: 's1',
        clock: Date.UTC(2026, 4, 5, 9, 30),
        request: { query: 'size=1' },
      });
      expect(registry.main.journal.list()).toHaveLength(1);
    });

    it('keeps no answer that never came, and half of one that broke off', async () => {
      const faults = ['connection-reset', 'truncated-body'];
      for (const fault of faults) await ask(LIST, { headers: { prefer: `fault=${fault}` } });
      const whole = await ask(LIST);
      const [reset, broken] = registry.main.journal.list();
      expect(reset).toMatchObject({ faults: ['connection-reset'] });
      expect(reset).not.toHaveProperty('response');
      expect(broken?.response?.body).toBe(whole.body.slice(0, Math.floor(whole.body.length / 2)));
    });

    it('passes on that no answer could be made', async () => {
      const fail = createRespond(() => Promise.reject(new Error('no')));
      const entered = findSession(registry, createRequest('/orders/1'));
      await expect(fail(entered, async () => '')).rejects.toThrow('no');
    });
  });
});

describe('answer not found', () => {
  const PATH = '/shops/{shop}/orders';

  describe('respondNotFound', () => {
    const site = createRouter([
      createSampleList(),
      createSampleList('bills', [PATH, '/bills/{shop}'], ['no such place', 'no such bill']),
    ]);

    it.each([
      ['/shops/x', 'no such place'],
      ['/bills', 'no such bill'],
    ])('answers %s in the words of the contract that it is nearest to', (path, error) => {
      const response = respondNotFound(site, createRequest(path));
      expect([response.status, readBody(response)]).toEqual([404, expect.objectContaining({ error })]);
    });

    it('names the paths that there are where no contract is near', () => {
      const response = respondNotFound(site, createRequest('/other'));
      expect([response.status, response.headers[0]]).toEqual([404, ['Content-Type', 'application/problem+json']]);
      expect(readBody(response)).toMatchObject({
        detail: `Unknown path /other. The server has GET ${PATH} (orders), GET /bills/{shop} (bills), and GET /__admin/contracts.`,
      });
    });
  });
});
