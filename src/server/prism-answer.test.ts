import { describe, expect, it } from '@jest/globals';
import { headerOf, readBody } from '../mock/testing/read-body.ts';
import { toMockResponse } from './prism-answer.ts';
import type { PrismOutput } from './prism-library.ts';
import { createSampleList } from './testing/create-sample-list.ts';

const list = createSampleList();

function convert(
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
    const response = convert({ statusCode: 429, headers, body: { a: 'Zoë' } });
    expect(response.headers).toEqual([
      ['Content-Type', 'application/json;charset=UTF-8'],
      ['Retry-After', '60'],
    ]);
    expect(readBody(response)).toEqual({ a: 'Zoë' });
  });

  it('makes afresh what is new in every response, where the body has it', () => {
    const body = { error: 'x', traceId: 'old' };
    const traces = [1, 2].map(() => (readBody(convert({ statusCode: 400, body })) as { traceId: string }).traceId);
    expect(new Set([...traces, 'old']).size).toBe(3);
    expect(body.traceId).toBe('old');
    expect(readBody(convert({ statusCode: 400, body: { error: 'x' } }))).toEqual({ error: 'x' });
    expect(readBody(convert({ statusCode: 400, body: [1] }))).toEqual([1]);
  });

  it.each([
    ['text/plain', 'plain', 'plain'],
    ['application/json', 'text', '"text"'],
    ['application/vnd.a+json', null, 'null'],
    ['application/xml', '<a/>', '<a/>'],
    ['text/plain', { a: 1 }, '{"a":1}'],
  ])('writes a body of type %p', (type, body, expected) => {
    expect(convert({ statusCode: 200, headers: { 'Content-type': type }, body }).body).toBe(expected);
  });

  it('says no media type without a body', () => {
    expect(convert({ statusCode: 204, headers: { 'Content-type': 'text/plain' } })).toEqual({
      status: 204,
      headers: [],
      body: '',
    });
  });

  it('lists what the request did not satisfy, in ASCII', () => {
    const response = convert({ statusCode: 422, body: {} }, [{ message: 'Zoë\n', severity: 0 }]);
    expect(headerOf(response, 'sl-violations')).toBe('[{"message":"Zo\\u00eb\\n","severity":"Error"}]');
  });
});
