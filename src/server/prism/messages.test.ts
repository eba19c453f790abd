import { describe, expect, it } from '@jest/globals';
import { headerOf, readBody } from '../../mock/testing/read-body.ts';
import type { Operation } from '../routing/operations.ts';
import { createSampleList } from '../testing/sample.ts';
import type { PrismOutput } from './library.ts';
import { type PrismRequest, toMockResponse, toPrismInput } from './messages.ts';

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
