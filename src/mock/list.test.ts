import { describe, expect, it } from '@jest/globals';
import type { Contract } from '../contract/contract.ts';
import { loadContracts } from '../contract/load-contracts.ts';
import { loadScenario } from '../dataset/scenarios/load-scenario.ts';
import { compileList, createListMock, type ListMock } from './list.ts';
import type { MockRequest, MockResponse } from './message.ts';
import { createMockState } from './state.ts';
import { createLiteralState, type LiteralState } from './testing/create-literal-state.ts';
import { createRequest } from './testing/create-request.ts';
import { createTenant } from './testing/create-tenant.ts';
import { loadContract, loadSample } from './testing/load-contract.ts';
import { headerOf, readBody } from './testing/read-body.ts';

describe('create list mock', () => {
  const HOUR = 3_600_000;
  const NOW = 1_777_852_800_000;
  const SITE = '/billing/sites/acme/customers';
  const PYNG = { Authorization: 'Bearer good', 'Pyng-Api-Version': 'urn:pyng:api:billing:version:v1' };
  const pyng = loadContract('pyng');
  const piriod = loadContract('piriod');

  interface PyngPage {
    readonly data: {
      readonly items: { customerReference: string }[];
      readonly totalItems: number;
      readonly nextHref?: string;
      readonly prevHref?: string;
    };
    readonly traceId: string;
  }

  function createPyng(
    options: { readonly key?: string; readonly seed?: string } = {},
  ): LiteralState & { readonly mock: ListMock } {
    const literal = createLiteralState({
      contract: pyng,
      tenants: [createTenant('acme', { values: { bearerAuth: 'good' }, scopes: ['billing:customers:read'] })],
      collections: {
        acme: ['a', 'é', '😀'].map((customerReference, index) => ({
          customerReference,
          state: 'linked',
          invitedAt: index,
          linkedAt: 9,
        })),
      },
      now: NOW,
    });
    return {
      ...literal,
      mock: createListMock({ state: literal.state, key: options.key ?? 'key', seed: options.seed ?? '1' }),
    };
  }

  function send(mock: ListMock, target: string, headers: Record<string, string> = PYNG, method = 'GET'): MockResponse {
    const response = mock.handle(createRequest(target, { method, headers }));
    if (response === undefined) throw new Error(`${target} was not answered`);
    return response;
  }

  function page(mock: ListMock, target: string): PyngPage {
    const response = send(mock, target);
    expect(response.status).toBe(200);
    return readBody(response) as PyngPage;
  }

  describe('createListMock', () => {
    it('answers with a page in the vendor’s own shape, as UTF-8', () => {
      const { mock } = createPyng();
      const response = send(mock, `${SITE}?limit=2`);
      expect([response.status, headerOf(response, 'content-type')]).toEqual([200, 'application/json;charset=UTF-8']);
      expect(readBody(response)).toEqual({
        data: {
          items: [
            { customerReference: '😀', state: 'linked', invitedAt: 2, linkedAt: 9 },
            { customerReference: 'é', state: 'linked', invitedAt: 1, linkedAt: 9 },
          ],
          totalItems: 3,
          nextHref: expect.stringMatching(
            /^http:\/\/mock\.test\/billing\/sites\/acme\/customers\?limit=2&cursor=[A-Za-z0-9%]+$/,
          ),
        },
        traceId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      });
    });

    it('follows its own links in both directions', () => {
      const { mock } = createPyng();
      const first = page(mock, `${SITE}?limit=2`);
      const second = page(mock, first.data.nextHref ?? '');
      expect(second.data.items.map((item) => item.customerReference)).toEqual(['a']);
      expect(second.data.nextHref).toBeUndefined();
      expect(page(mock, second.data.prevHref ?? '').data).toEqual(first.data);
    });

    it('builds links on the origin of the request', () => {
      const { mock } = createPyng();
      const response = mock.handle(
        createRequest(`${SITE}?limit=1`, { headers: PYNG, origin: 'https://proxy.example/prefix' }),
      );
      expect((readBody(response ?? { body: '' }) as PyngPage).data.nextHref).toMatch(
        /^https:\/\/proxy\.example\/prefix\/billing\//,
      );
    });

    it('is the same, to the byte, for the same seed and key', () => {
      const bodies = [createPyng(), createPyng(), createPyng({ seed: '2' })].map(({ mock }) => send(mock, SITE).body);
      expect(bodies[1]).toBe(bodies[0]);
      expect(bodies[2]).not.toBe(bodies[0]);
    });

    it('accepts the links of another instance with its key, and of no other', () => {
      const link = page(createPyng().mock, `${SITE}?limit=1`).data.nextHref ?? '';
      expect(send(createPyng().mock, link).status).toBe(200);
      expect(send(createPyng({ key: 'another' }).mock, link).status).toBe(400);
    });

    it('lets links expire on the clock of the state', () => {
      const { mock, setTime } = createPyng();
      const link = page(mock, `${SITE}?limit=1`).data.nextHref ?? '';
      setTime(NOW + 24 * HOUR - 1);
      expect(send(mock, link).status).toBe(200);
      setTime(NOW + 24 * HOUR);
      expect(send(mock, link).status).toBe(400);
    });

    it('shows rows that come and go', () => {
      const { mock, state } = createPyng();
      state.remove('acme', 'é');
      state.add('acme', { customerReference: 'z', state: 'linked', invitedAt: 1, linkedAt: 9 });
      expect(page(mock, SITE).data.items.map((item) => item.customerReference)).toEqual(['😀', 'z', 'a']);
      state.reset();
      expect(page(mock, SITE).data.items.map((item) => item.customerReference)).toEqual(['😀', 'é', 'a']);
    });

    it('never shows hidden fields', () => {
      const row = {
        id: 'cus_1',
        name: 'A',
        address: 'B',
        country: {},
        state: {},
        created: '2026-05-05T00:00:00Z',
        test_mode: false,
        subscriptions: ['s'],
      };
      const { state } = createLiteralState({
        contract: piriod,
        tenants: [createTenant('acme', { values: { TokenAuth: 'good' } })],
        collections: { acme: [row] },
        now: NOW,
      });
      const mock = createListMock({ state, key: 'key', seed: '1' });
      const headers = { Authorization: 'Token good', 'x-simple-workspace': 'acme' };
      const { subscriptions: _, ...shown } = row;
      expect(readBody(send(mock, '/customers/?subscriptions=s', headers))).toEqual({
        count: 1,
        next: null,
        previous: null,
        results: [shown],
      });
    });

    it('does not answer for other paths', () => {
      const { mock } = createPyng();
      for (const path of ['/', '/billing/sites/acme', `${SITE}/x`, `${SITE}/`])
        expect(mock.handle(createRequest(path))).toBeUndefined();
    });

    it('answers HEAD like GET', () => {
      const head = send(createPyng().mock, SITE, PYNG, 'HEAD');
      expect(head).toEqual(send(createPyng().mock, SITE));
      expect(send(createPyng().mock, SITE, {}, 'HEAD').status).toBe(401);
    });

    it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'])(
      'refuses %s, and says what it allows',
      (method) => {
        const response = send(createPyng().mock, SITE, {}, method);
        expect([response.status, headerOf(response, 'Allow')]).toEqual([405, 'GET, HEAD']);
      },
    );

    it('answers OPTIONS where the vendor does', () => {
      const { state } = createLiteralState({ contract: piriod, tenants: [], collections: {}, now: NOW });
      const mock = createListMock({ state, key: 'key', seed: '1' });
      expect(send(mock, '/customers/', {}, 'OPTIONS')).toEqual({
        status: 204,
        headers: [['Allow', 'GET, HEAD, OPTIONS']],
        body: '',
      });
      expect(headerOf(send(mock, '/customers/', {}, 'POST'), 'allow')).toBe('GET, HEAD, OPTIONS');
    });

    it('leaves a method to the operation that the document declares for it', () => {
      const contract = loadSample([
        '/things:\n',
        "/things:\n    post: { responses: { '201': { description: made } } }\n",
      ]);
      const { state } = createLiteralState({ contract, tenants: [], collections: {}, now: NOW });
      const mock = createListMock({ state, key: 'key', seed: '1' });
      expect(mock.handle(createRequest('/things', { method: 'POST' }))).toBeUndefined();
      expect(headerOf(send(mock, '/things', {}, 'PUT'), 'allow')).toBe('GET, HEAD, POST');
    });

    it('redirects to the path with its slash before anything else is looked at', () => {
      const { state } = createLiteralState({ contract: piriod, tenants: [], collections: {}, now: NOW });
      const mock = createListMock({ state, key: 'key', seed: '1' });
      for (const method of ['GET', 'DELETE']) {
        const response = send(mock, '/customers?page=2&x=%20', {}, method);
        expect([response.status, headerOf(response, 'Location')]).toEqual([301, '/customers/?page=2&x=%20']);
      }
      expect(headerOf(send(mock, '/customers', {}), 'Location')).toBe('/customers/');
      const below = { ...createRequest('/customers?page=2'), origin: 'http://mock.test/__session/a' };
      const redirection = mock.handle(below);
      expect(redirection && headerOf(redirection, 'Location')).toBe('/__session/a/customers/?page=2');
    });

    it('ignores a slash where the contract does', () => {
      const { state } = createLiteralState({
        contract: loadContract('devdraft'),
        tenants: [],
        collections: {},
        now: NOW,
      });
      const mock = createListMock({ state, key: 'key', seed: '1' });
      expect(send(mock, '/api/v0/customers/', {}).status).toBe(401);
    });

    it('has an answer to what others find wrong', () => {
      const { mock } = createPyng();
      const response = mock.fail('rateLimited', createRequest(SITE));
      expect([response.status, headerOf(response, 'Retry-After')]).toEqual([429, '60']);
      expect(mock.nextFreshValue()).not.toBe(mock.nextFreshValue());
    });
  });
});

describe('compileList', () => {
  const contract = loadContract('wingback');

  it('compiles a contract once for each key, however the key is given', () => {
    expect(compileList(contract, 'key')).toBe(compileList(contract, 'key'));
    expect(compileList(contract, Buffer.from('key'))).toBe(compileList(contract, 'key'));
    expect(compileList(contract, 'other')).not.toBe(compileList(contract, 'key'));
  });

  it('compiles what has the same parts and is another contract by itself', () => {
    expect(compileList({ ...contract }, 'key')).not.toBe(compileList(contract, 'key'));
  });
});

describe('prepare', () => {
  const [contract] = loadContracts('piriod') as [Contract];

  function open(size: number): ListMock {
    const scenario = loadScenario({ contract, name: 'large', size });
    const state = createMockState({ contract, scenario, now: () => scenario.now });
    return createListMock({ state, key: 'key', seed: 'seed' });
  }

  function ask({ state }: ListMock, query: string): MockRequest {
    const [tenant] = state.tenants;
    const authorization = `Token ${tenant?.credentials[0]?.values['TokenAuth']}`;
    const workspace = tenant?.collections[0] ?? '';
    return createRequest(`/customers/?${query}`, { headers: { authorization, 'x-simple-workspace': workspace } });
  }

  describe('prepare', () => {
    it('has nothing to prepare where there are few rows', () => {
      const list = open(2000);
      expect(list.prepare(ask(list, 'ordering=email'))).toBeUndefined();
    });

    it('sorts many rows while the event loop goes on, once, and gives the same page', async () => {
      const list = open(30_000);
      const request = ask(list, 'ordering=email&page_size=5');
      const preparing = list.prepare(request);
      let turns = 0;
      const count = setInterval(() => {
        turns += 1;
      }, 0);
      await preparing;
      clearInterval(count);
      expect(turns).toBeGreaterThan(0);
      expect(list.prepare(request)).toBeUndefined();
      const page = list.handle(request);
      expect(page).toEqual(open(30_000).handle(request));
    });

    it('leaves what is rejected to the list', () => {
      const list = open(30_000);
      const request = ask(list, 'ordering=email');
      expect(list.prepare({ ...request, headers: {} })).toBeUndefined();
      expect(list.prepare({ ...request, path: '/elsewhere' })).toBeUndefined();
    });
  });
});
