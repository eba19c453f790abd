import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { MockResponse } from '../../mock/message.ts';
import { createRequest } from '../../mock/testing/create-request.ts';
import { headerOf, readBody } from '../../mock/testing/read-body.ts';
import type { Operation } from '../routing/operations.ts';
import { createRouter } from '../routing/router.ts';
import { createSampleList } from '../testing/sample.ts';
import { chooseExample } from './examples.ts';
import { createConfig, loadPrism, type PrismOperation, type PrismOutput } from './library.ts';
import { type PrismRequest, toMockResponse, toPrismInput } from './messages.ts';
import { findPrismOperation } from './operations.ts';
import { respondByPrism } from './responder.ts';

describe('responder', () => {
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
  });

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
      [
        'example=nope',
        404,
        'No response has an example nope. The document has the examples one, bad, not-found, busy.',
      ],
      ['code=many', 422, 'Invalid Prefer: code=many must be a status from 200 to 599'],
    ])('says what is wrong with %s', async (prefer, status, detail) => {
      const response = await respond(LIST, { headers: { prefer } });
      expect([response.status, readBody(response)]).toEqual([status, expect.objectContaining({ status, detail })]);
    });
  });
});

describe('examples', () => {
  const RESPONSES = [
    ['200', 'one'],
    ['404', 'bad', 'not-found'],
    ['429', 'not-found', 'busy'],
    ['5XX', 'broken'],
    ['default', 'other', 'one'],
  ].map(([code, ...names]) => {
    return {
      id: 'r',
      code,
      contents: [{ id: 'c', mediaType: 'application/json', examples: names.map((key) => ({ key })) }],
    };
  }) as unknown as PrismOperation['responses'];

  const list = createSampleList();
  const operation: Operation = { list, isList: true, template: '/', method: 'get', methods: ['GET'] };

  describe('chooseExample', () => {
    it.each([
      ['200', 'one', { code: '200', example: 'one' }],
      ['404', 'not-found', { code: '404', example: 'not-found' }],
      ['503', 'broken', { code: '503', example: 'broken' }],
      ['418', 'other', { code: '418', example: 'other' }],
      [undefined, 'one', { code: '200', example: 'one' }],
      [undefined, 'busy', { code: '429', example: 'busy' }],
      [undefined, 'broken', { code: '500', example: 'broken' }],
    ])('for code %p and example %p is %p', (code, example, expected) => {
      expect(chooseExample(RESPONSES, code, example, operation)).toEqual(expected);
    });

    it('is for a code alone the first example that the contract gives with that status', () => {
      expect(chooseExample(RESPONSES, '429', undefined, operation)).toEqual({ code: '429', example: 'busy' });
      expect(chooseExample(RESPONSES, '404', undefined, operation)).toEqual({ code: '404', example: 'not-found' });
      expect(chooseExample(RESPONSES, '200', undefined, operation)).toEqual({ code: '200' });
    });

    it('is for an operation that is no list left to Prism', () => {
      expect(chooseExample(RESPONSES, '429', undefined, { ...operation, isList: false })).toEqual({ code: '429' });
    });

    it.each([
      ['404', 'busy', 'Response 404 has no example busy. It has the examples bad, not-found.'],
      [
        undefined,
        'nope',
        'No response has an example nope. The document has the examples one, bad, not-found, busy, broken, other.',
      ],
    ])('says what there is instead of example %p of %p', (code, example, missing) => {
      expect(chooseExample(RESPONSES, code, example, operation)).toEqual({ missing });
    });

    it('says which codes there are', () => {
      const missing = 'Requested status code 418 is not defined in the document. It defines 200, 404.';
      expect(chooseExample(RESPONSES.slice(0, 2), '418', undefined, operation)).toEqual({ missing });
    });
  });
});

describe('library', () => {
  describe('loadPrism', () => {
    it('loads it once, however many need it at the same time', async () => {
      const [first, second] = await Promise.all([loadPrism(), loadPrism()]);
      expect(second).toBe(first);
      expect(await loadPrism()).toBe(first);
    });
  });

  describe('createConfig', () => {
    it('is a new one for each request, with examples rather than made-up values', () => {
      const mode = { isChecked: true, mock: { code: 404 } };
      expect(createConfig(mode)).toMatchObject({
        checkSecurity: true,
        validateRequest: true,
        mock: { code: 404, dynamic: false },
      });
      expect(createConfig(mode).mock).not.toBe(createConfig(mode).mock);
      expect(createConfig({ isChecked: false, mock: {} })).toMatchObject({
        checkSecurity: false,
        validateRequest: false,
      });
    });
  });
});

describe('messages', () => {
  describe('prism input', () => {
    const operation = { method: 'get' } as Operation;
    const request: PrismRequest = { method: 'HEAD', path: '/a', query: '', headers: {} };

    function convert(parts: Partial<PrismRequest>, isChecked = true): ReturnType<typeof toPrismInput> {
      return toPrismInput({ ...request, ...parts }, operation, { isChecked, mock: {} });
    }

    describe('toPrismInput', () => {
      it('takes the method of the operation, and the path as it is', () => {
        expect(convert({ path: '/a%20b' })).toMatchObject({
          method: 'get',
          url: { path: '/a%20b', query: {} },
          body: null,
        });
      });

      it('reads the query, several values as a list', () => {
        expect(convert({ query: 'a=1&b=x%20y&a=2&c' }).url.query).toEqual({ a: ['1', '2'], b: 'x y', c: '' });
      });

      it.each([
        ['application/json', 'application/json'],
        ['text/html, */*;q=0.1', 'text/html, */*;q=0.1'],
        [';;;, application/json', ' application/json'],
        ['nonsense', undefined],
        ['application/json; q', undefined],
        ['', undefined],
      ])('takes of what is accepted, %p, only %p', (accept, expected) => {
        expect(convert({ headers: { accept } }).headers?.['accept']).toBe(expected);
      });

      it('does not ask what is accepted when the response is forced', () => {
        expect(convert({ headers: { accept: 'text/html', other: 'x' } }, false).headers).toEqual({ other: 'x' });
      });

      it.each([
        ['application/json', '{"a":1}', { a: 1 }],
        ['application/problem+json; charset=utf-8', '[1]', [1]],
        ['text/plain', '{"a":1}', '{"a":1}'],
        ['application/json', { parsed: 'before' }, { parsed: 'before' }],
        ['application/json', '', null],
      ])('takes a body of type %p for what it is', (type, body, expected) => {
        expect(convert({ headers: { 'content-type': type }, body }).body).toEqual(expected);
      });

      it('refuses JSON that is none', () => {
        expect(() => convert({ headers: { 'content-type': 'application/json' }, body: '{' })).toThrow(SyntaxError);
      });
    });
  });

  describe('prism answer', () => {
    const list = createSampleList();

    function convertOutput(
      output: PrismOutput['output'],
      input: PrismOutput['validations']['input'] = [],
    ): ReturnType<typeof toMockResponse> {
      return toMockResponse({ output, validations: { input, output: [] } }, list);
    }

    describe('toMockResponse', () => {
      it('keeps the media type as the document has it, and headers that have a value', () => {
        const headers = {
          'Content-type': 'application/json;charset=UTF-8',
          'Retry-After': 60,
          'X-None': null,
        } as unknown as Record<string, string>;
        const response = convertOutput({ statusCode: 429, headers, body: { a: 'Zoë' } });
        expect(response.headers).toEqual([
          ['Content-Type', 'application/json;charset=UTF-8'],
          ['Retry-After', '60'],
        ]);
        expect(readBody(response)).toEqual({ a: 'Zoë' });
      });

      it('makes afresh what is new in every response, where the body has it', () => {
        const body = { error: 'x', traceId: 'old' };
        const traces = [1, 2].map(
          () => (readBody(convertOutput({ statusCode: 400, body })) as { traceId: string }).traceId,
        );
        expect(new Set([...traces, 'old']).size).toBe(3);
        expect(body.traceId).toBe('old');
        expect(readBody(convertOutput({ statusCode: 400, body: { error: 'x' } }))).toEqual({ error: 'x' });
        expect(readBody(convertOutput({ statusCode: 400, body: [1] }))).toEqual([1]);
      });

      it.each([
        ['text/plain', 'plain', 'plain'],
        ['application/json', 'text', '"text"'],
        ['application/vnd.a+json', null, 'null'],
        ['application/xml', '<a/>', '<a/>'],
        ['text/plain', { a: 1 }, '{"a":1}'],
      ])('writes a body of type %p', (type, body, expected) => {
        expect(convertOutput({ statusCode: 200, headers: { 'Content-type': type }, body }).body).toBe(expected);
      });

      it('says no media type without a body', () => {
        expect(convertOutput({ statusCode: 204, headers: { 'Content-type': 'text/plain' } })).toEqual({
          status: 204,
          headers: [],
          body: '',
        });
      });

      it('lists what the request did not satisfy, in ASCII', () => {
        const response = convertOutput({ statusCode: 422, body: {} }, [{ message: 'Zoë\n', severity: 0 }]);
        expect(headerOf(response, 'sl-violations')).toBe('[{"message":"Zo\\u00eb\\n","severity":"Error"}]');
      });
    });
  });
});

describe('loadPrism', () => {
  it('loads faker in English only, and leaves it whole for others', async () => {
    await loadPrism();
    const require = createRequire(createRequire(import.meta.url).resolve('@stoplight/prism-http'));
    const whole = require.resolve('@faker-js/faker');
    const languages = Object.keys(require.cache)
      .filter((path) => path.startsWith(dirname(whole)))
      .flatMap((path) => /[\\/]locales[\\/](\w+)/.exec(path)?.[1] ?? []);
    expect([new Set(languages), require.cache[whole]]).toEqual([new Set(['en']), undefined]);
  });
});

describe('operations', () => {
  const list = createSampleList();
  const operation: Operation = {
    list,
    isList: false,
    template: '/orders/{id}',
    method: 'get',
    methods: ['GET'],
  };

  describe('findPrismOperation', () => {
    it('finds an operation of the document, which it reads once', async () => {
      const [first, second] = await Promise.all([findPrismOperation(operation), findPrismOperation(operation)]);
      expect(first).toMatchObject({ operation: { path: '/orders/{id}', method: 'get' }, faults: [] });
      expect(second?.operation).toBe(first?.operation);
    });

    it('leaves the contract’s own document as it is', async () => {
      const before = JSON.stringify(list.contract.document);
      await findPrismOperation(operation);
      expect(JSON.stringify(list.contract.document)).toBe(before);
    });

    it('finds none that is not there', async () => {
      expect(await findPrismOperation({ ...operation, method: 'put' })).toBeUndefined();
    });

    it('names schemas that cannot be compiled', async () => {
      const broken = createSampleList('orders', [
        'schema: { type: integer, maximum: 3 }',
        "schema: { type: string, pattern: '(' }",
      ]);
      expect(await findPrismOperation({ ...operation, list: broken })).toMatchObject({
        faults: [expect.stringMatching(/^parameter depth: .*\(/)],
      });
    });
  });
});
