import { describe, expect, it } from '@jest/globals';
import { packageFile } from '../contract/package-file.ts';
import { loadScenario } from '../dataset/scenarios/load-scenario.ts';
import { createDefaultRequest } from '../testing/list-probe.ts';
import { fc } from '../testing/properties.ts';
import { runs } from '../testing/runs.ts';
import { foldRequest } from './folded-request.ts';
import { createListMock, type ListMock } from './list.ts';
import type { MockRequest } from './message.ts';
import { createMockState } from './state.ts';
import { createRequest } from './testing/create-request.ts';
import { loadContract } from './testing/load-contract.ts';
import { readBody } from './testing/read-body.ts';

describe('folded request', () => {
  const search = loadContract(packageFile('examples', 'post-search.yaml'));

  const fold = (body: unknown, query = ''): ReturnType<typeof foldRequest<MockRequest>> => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return foldRequest(search, { ...createRequest(`/invoices/search?${query}`, { method: 'POST' }), body: text });
  };

  it('is the same object where all parameters are in the query', () => {
    const request = createRequest('/customers?take=3');
    expect(foldRequest(loadContract('devdraft'), request)).toBe(request);
  });

  it('has what the body says, and nothing that the query says in its place', () => {
    const body = { filter: { status: ['paid', 'open'], min_amount: 5 }, options: { cursor: null, limit: 2 } };
    const { query, faults } = fold(body, 'filter%2Fstatus=draft&extra=1');
    expect([query, faults]).toEqual([
      'extra=1&filter%2Fstatus=paid&filter%2Fstatus=open&filter%2Fmin_amount=5&options%2Flimit=2',
      undefined,
    ]);
  });

  it('is folded once, and folded again by nobody who has changed it', () => {
    const folded = fold({ options: { limit: 2 } });
    const changed = { ...folded, query: 'options%2Flimit=3' };
    expect(foldRequest(search, changed)).toBe(changed);
  });

  it.each([
    ['[]', 'body'],
    ['{', 'body'],
    ['7', 'body'],
    [{ options: { limit: '2' } }, 'options/limit'],
    [{ options: { limit: 1.5 } }, 'options/limit'],
    [{ filter: { status: 'paid' } }, 'filter/status'],
    [{ filter: { status: [1] } }, 'filter/status'],
    [{ filter: { min_amount: {} } }, 'filter/min_amount'],
  ])('says what is wrong with %j', (body, parameter) => {
    expect(fold(body).faults).toEqual([{ parameter, rule: 'type' }]);
  });

  it('is answered whatever the body is', () => {
    const scenario = loadScenario({ contract: search, directories: [] });
    const state = createMockState({ contract: search, scenario, now: () => scenario.now });
    const list: ListMock = createListMock({ state, key: 'k', seed: '1' });
    const { headers, path } = createDefaultRequest(list);
    const member = fc.oneof(fc.jsonValue(), fc.constantFrom('paid', 'open', 5, ['draft'], null));
    const body = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .record(
          {
            filter: fc.oneof(member, fc.dictionary(fc.constantFrom('status', 'min_amount', '__proto__'), member)),
            options: fc.dictionary(fc.constantFrom('limit', 'cursor'), member),
          },
          { requiredKeys: [] },
        )
        .map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(body, (text) => {
        const request = { ...createRequest(path, { method: 'POST' }), headers, body: text };
        const response = list.handle(request);
        expect([200, 400]).toContain(response?.status);
        expect(response && readBody(response)).toBeDefined();
      }),
      { numRuns: runs(500) },
    );
  });
});
