import { describe, expect, it } from '@jest/globals';
import type { Row } from '../dataset/row-source.ts';
import { createListMock, type ListMock } from '../mock/list.ts';

import type { MockResponse } from '../mock/message.ts';
import { createLiteralState } from '../mock/testing/create-literal-state.ts';
import { createRequest } from '../mock/testing/create-request.ts';
import { createTenant } from '../mock/testing/create-tenant.ts';
import { loadContract } from '../mock/testing/load-contract.ts';
import { headerOf } from '../mock/testing/read-body.ts';
import { createResponseChecker } from './create-response-checker.ts';
import { type Recording, readDjangoRecordings, readNestRecordings } from './recordings.ts';

/** Recordings that are no rule here, and why. */
const LEFT_OUT_OF_DJANGO: Readonly<Record<string, string>> = {
  'empty qs': 'an endpoint of the recorded application alone',
  'metadata__k unsupported natively': 'the document filters by metadata, which the framework does not by itself',
  nf: 'an unknown path is answered in the shape of the contract’s other errors, not as HTML',
  'format=xml': 'the framework’s choice of formats, of which the document says nothing',
  'accept xml': 'the framework’s choice of formats, of which the document says nothing',
  'accept html': 'the framework’s choice of formats, of which the document says nothing',
  OPTIONS: 'the framework’s description of the view, of which the document says nothing',
  inactive: 'credentials here are known, unknown or expired; there are no switched-off users',
  'no auth, session first': 'an endpoint of the recorded application alone',
  'bad token, session first': 'an endpoint of the recorded application alone',
  throttle1: 'an endpoint of the recorded application alone',
};

const LEFT_OUT_OF_NEST: Readonly<Record<string, string>> = {
  '?name=xxxxxxxxxxxxxxxx': 'a bound of the recorded application; the document has none',
  'strict ?bogus=1': 'a setting of the recorded application; by default unknown parameters are ignored',
  POST: 'every contract answers 405 to other methods on the path of its list',
  'bad uuid': 'another endpoint',
  throttle1: 'an endpoint of the recorded application alone',
  throttle2: 'the vendor words this answer differently from the framework',
};

/** The rows of the recorded application: one every twelve hours, two of three in Chile, five names in turn. */
const CUSTOMERS: readonly Row[] = Array.from({ length: 142 }, (_, index) => ({
  id: `cus_${String(index).padStart(3, '0')}`,
  name: `N${index % 5}`,
  address: 'A',
  country: { id: index % 3 === 0 ? 'MX' : 'CL' },
  state: { id: 1 },
  created: new Date(Date.UTC(2026, 0, 1, 12 * index)).toISOString(),
  test_mode: false,
}));

const TOKENS: Readonly<Record<string, string | undefined>> = {
  'no auth': undefined,
  'no auth+bad page': undefined,
  'no auth no slash': undefined,
  'bad token': 'Token wrong',
  Bearer: 'Bearer good',
  'Token only': 'Token',
  'Token a b': 'Token a b',
  'lower token': 'token good',
  'no scheme': 'good',
};

describe('what Django REST framework answers', () => {
  const contract = loadContract('piriod');
  const { state } = createLiteralState({
    contract,
    tenants: [createTenant('acme', { values: { TokenAuth: 'good' } })],
    collections: { acme: CUSTOMERS },
    now: 0,
  });
  const mock = createListMock({ state, key: 'key', seed: '1' });
  const check = createResponseChecker(contract);
  const recordings = readDjangoRecordings();
  const rules = recordings.filter(({ name }) => !(name in LEFT_OUT_OF_DJANGO));

  function send({ name, method, target }: Recording): MockResponse {
    const headers = {
      Authorization: name in TOKENS ? TOKENS[name] : 'Token good',
      'x-simple-workspace': name === 'denied' ? 'another' : 'acme',
    };
    const origin = name === 'host' ? 'http://api.piriod.com' : 'http://127.0.0.1:8765';
    const request = createRequest(target.replace('/denied/', '/customers/'), { method, headers, origin });
    return name === 'throttle2' ? mock.fail('rateLimited', request) : answer(mock, request);
  }

  it('was recorded in full', () => {
    expect(recordings).toHaveLength(87);
    for (const name of Object.keys(LEFT_OUT_OF_DJANGO))
      expect(recordings.map((recording) => recording.name)).toContain(name);
  });

  it.each(rules.map((recording) => [recording.name, recording] as const))('%s', (_, recording) => {
    const response = send(recording);
    expect(response.status).toBe(recording.status);
    for (const [name, value] of Object.entries(recording.headers))
      expect([name, headerOf(response, name)]).toEqual([name, value]);
    if (response.status === 301) return;
    const body = check(response);
    if (recording.body.startsWith('count=')) expect(summarize(body, recording)).toBe(recording.body);
    else if (recording.body !== '') expect(body).toEqual(JSON.parse(recording.body));
  });
});

describe('what NestJS answers', () => {
  const contract = loadContract('devdraft');
  const { state } = createLiteralState({
    contract,
    tenants: [createTenant('acme', { values: { clientKey: 'k', clientSecret: 's' } })],
    collections: { acme: [] },
    now: 0,
  });
  const mock = createListMock({ state, key: 'key', seed: '1' });
  const check = createResponseChecker(contract);
  const recordings = readNestRecordings();
  const rules = recordings.filter(({ name }) => !(name in LEFT_OUT_OF_NEST));

  function send({ name, target }: Recording): MockResponse {
    const headers = name.startsWith('no auth') ? {} : { 'x-client-key': 'k', 'x-client-secret': 's' };
    if (name === '404') return mock.fail('notFound', createRequest('/api/v0/customers/x/y', { headers }));
    const suffix = { 'trailing /': '/', 'no auth+bad': '?take=0' }[name] ?? '';
    return answer(mock, createRequest(target + suffix, { method: name === 'HEAD' ? 'HEAD' : 'GET', headers }));
  }

  it('was recorded in full', () => {
    expect(recordings).toHaveLength(34);
    for (const name of Object.keys(LEFT_OUT_OF_NEST))
      expect(recordings.map((recording) => recording.name)).toContain(name);
  });

  it.each(rules.map((recording) => [recording.name || 'nothing asked', recording] as const))('%s', (_, recording) => {
    const response = send(recording);
    expect(response.status).toBe(recording.status);
    const body = check(response);
    if (recording.body !== '') expect(body).toEqual(JSON.parse(recording.body));
  });
});

function answer(mock: ListMock, request: Parameters<ListMock['handle']>[0]): MockResponse {
  const response = mock.handle(request);
  if (response === undefined) throw new Error(`${request.path} was not answered`);
  return response;
}

/** A page as the recording sums it up. Its rows are compared where it asks for an order: the usual one is another here. */
function summarize(body: unknown, { body: recorded, target }: Recording): string {
  const { count, next, previous, results } = body as {
    count: number;
    next: unknown;
    previous: unknown;
    results: { id: string }[];
  };
  const ids = /[?&]ordering=(?:-?created|name)/.test(target)
    ? `${results[0]?.id}..${results.at(-1)?.id}`
    : (/ids=(.*)$/.exec(recorded)?.[1] ?? '');
  return `count=${count} next=${next ?? 'None'} previous=${previous ?? 'None'} results=${results.length} ids=${ids}`;
}
