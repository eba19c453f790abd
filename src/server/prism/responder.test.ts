import { beforeAll, describe, expect, it } from '@jest/globals';
import type { MockResponse } from '../../mock/message.ts';
import { createRequest } from '../../mock/testing/create-request.ts';
import { headerOf, readBody } from '../../mock/testing/read-body.ts';
import { createRouter } from '../routing/router.ts';
import { createSampleList } from '../testing/sample.ts';
import { loadPrism } from './library.ts';
import { respondByPrism } from './responder.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

const SAMPLE = createSampleList();

interface Question {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

function respond(target: string, { body, ...parts }: Question = {}, list = SAMPLE): Promise<MockResponse> {
  const request = createRequest(target, parts);
  const operation = createRouter([list]).findOperation(request.method, request.path);
  if (operation === undefined) throw new Error(`nothing is at ${target}`);
  const length = typeof body === 'string' ? { 'content-length': String(body.length) } : {};
  return respondByPrism({ ...request, headers: { ...request.headers, ...length }, body }, operation);
}

beforeAll(async () => {
  await loadPrism();
}, 60_000);

describe('respondByPrism, for operations that are no lists', () => {
  it('gives the example of the success', async () => {
    const response = await respond('/orders/1');
    expect({ status: response.status, type: headerOf(response, 'content-type'), body: readBody(response) }).toEqual({
      status: 200,
      type: 'application/json',
      body: { id: 'o1', state: 'open' },
    });
  });

  it('takes a body that satisfies the document', async () => {
    const response = await respond('/shops/a/orders', {
      method: 'POST',
      headers: JSON_TYPE,
      body: '{"id":"x","tags":["a",1]}',
    });
    expect([response.status, readBody(response)]).toEqual([201, { id: 'o9', state: 'open' }]);
  });

  it.each([
    ['a parameter that is out of range', '/orders/1?depth=9', {}, 422],
    ['a body that lacks a field', '/shops/a/orders', { method: 'POST', headers: JSON_TYPE, body: '{}' }, 422],
    ['no body', '/shops/a/orders', { method: 'POST', headers: JSON_TYPE }, 422],
    [
      'a body of another type',
      '/shops/a/orders',
      { method: 'POST', headers: { 'content-type': 'text/csv' }, body: 'a;b' },
      415,
    ],
    [
      'what only JSON Schema 2020-12 can tell',
      '/shops/a/orders',
      { method: 'POST', headers: JSON_TYPE, body: '{"id":"x","tags":["a","b"]}' },
      422,
    ],
    ['JSON that is none', '/shops/a/orders', { method: 'POST', headers: JSON_TYPE, body: '{' }, 400],
    ['an escape that is none', '/orders/%zz', {}, 400],
    ['a method that there is not', '/orders/1', { method: 'PUT' }, 405],
    ['a media type that there is not', '/orders/1', { headers: { accept: 'text/html' } }, 406],
  ])('refuses %s with a problem', async (_what, target, question, status) => {
    const response = await respond(target, question);
    expect({ status: response.status, type: headerOf(response, 'content-type') }).toEqual({
      status,
      type: 'application/problem+json',
    });
    expect(readBody(response)).toMatchObject({ status, type: expect.stringContaining('stoplight.io/prism/errors#') });
  });

  it('names the methods that there are', async () => {
    expect(headerOf(await respond('/orders/1', { method: 'PUT' }), 'allow')).toBe('GET');
  });

  it('refuses to answer when it cannot check the request', async () => {
    const broken = createSampleList('orders', [
      'schema: { type: integer, maximum: 3 }',
      "schema: { type: string, pattern: '(' }",
    ]);
    const response = await respond('/orders/1', {}, broken);
    expect([response.status, readBody(response)]).toEqual([
      500,
      expect.objectContaining({ title: 'The request cannot be checked' }),
    ]);
    expect((await respond('/orders/1', { headers: { prefer: 'code=404' } }, broken)).status).toBe(404);
  });
});

describe('respondByPrism, for responses that are forced', () => {
  const LIST = '/shops/nobody/orders?size=1000';

  it.each([
    ['code=200', 200, { total: 1 }],
    ['code=404', 404, { error: 'no such place' }],
    ['code=429', 429, { error: 'slow down' }],
    ['code=404, example=bad', 404, { error: 'bad' }],
    ['example=busy', 429, { error: 'slow down' }],
  ])('gives %s whatever the request is otherwise', async (prefer, status, body) => {
    const response = await respond(LIST, { headers: { prefer, accept: 'text/html' } });
    expect([response.status, readBody(response)]).toEqual([status, expect.objectContaining(body)]);
  });

  it('gives the media type and the headers of the document', async () => {
    expect(headerOf(await respond(LIST, { headers: { prefer: 'code=200' } }), 'content-type')).toBe(
      'application/json;charset=UTF-8',
    );
    expect(headerOf(await respond(LIST, { headers: { prefer: 'code=429' } }), 'retry-after')).toBe('60');
  });

  it('gives new values where every response has its own', async () => {
    const bodies = [
      await respond(LIST, { headers: { prefer: 'code=404' } }),
      await respond(LIST, { headers: { prefer: 'code=404' } }),
    ];
    expect(bodies[0]?.body).not.toBe(bodies[1]?.body);
  });

  it('makes values up from the schema when told to', async () => {
    const response = await respond('/orders/1', { headers: { prefer: 'code=200, dynamic=true' } });
    expect(readBody(response)).toMatchObject({
      id: expect.any(String),
      state: expect.stringMatching(/^(?:open|closed)$/),
    });
  });

  it.each([
    ['code=418', 404, 'Requested status code 418 is not defined in the document. It defines 200, 400, 404, 429.'],
    ['code=404, example=busy', 404, 'Response 404 has no example busy. It has the examples bad, not-found.'],
    ['example=nope', 404, 'No response has an example nope. The document has the examples one, bad, not-found, busy.'],
    ['code=many', 422, 'Prefer: code=many is no status of a response; expected three digits, 200 to 599'],
  ])('says what is wrong with %s', async (prefer, status, detail) => {
    const response = await respond(LIST, { headers: { prefer } });
    expect([response.status, readBody(response)]).toEqual([status, expect.objectContaining({ status, detail })]);
  });
});
