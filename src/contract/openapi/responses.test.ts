import { describe, expect, it } from '@jest/globals';
import { findJsonMedia, findResponse, findSuccess, listExamples } from './responses.ts';

const json = { content: { 'application/json': { schema: { type: 'object' } } } };

describe('findResponse', () => {
  const operation = { responses: { 200: { description: 'ok' }, '4XX': {}, 404: {}, default: {} } };

  it.each([
    [200, '200'],
    [404, '404'],
    [422, '4XX'],
    [503, 'default'],
  ])('finds for %i the response %s', (status, key) => {
    expect(findResponse(operation, status)?.key).toBe(key);
  });

  it('takes a range in either case, and finds nothing where nothing is declared', () => {
    expect(findResponse({ responses: { '4xx': {} } }, 400)?.key).toBe('4xx');
    expect(findResponse({ responses: { 200: {} } }, 404)).toBeUndefined();
    expect(findResponse({}, 404)).toBeUndefined();
  });
});

describe('findSuccess', () => {
  it.each([
    [{ 200: json, 201: json }, '200', 200],
    [{ 206: json, 400: json }, '206', 206],
    [{ 204: {}, 206: json }, '206', 206],
    [{ '2XX': json, 404: json }, '2XX', 200],
    [{ default: json }, 'default', 200],
  ])('of %j', (responses, key, status) => {
    expect(findSuccess({ responses })).toMatchObject({ key, status });
  });

  it('finds none among errors', () => {
    expect(findSuccess({ responses: { 404: json } })).toBeUndefined();
  });
});

describe('findJsonMedia', () => {
  const mediaTypes = (...keys: string[]): object => ({ content: Object.fromEntries(keys.map((key) => [key, {}])) });

  it.each([
    [['text/html', 'application/json; charset=utf-8'], 'application/json; charset=utf-8'],
    [['application/vnd.api+json', 'application/json'], 'application/json'],
    [['*/*', 'application/hal+json'], 'application/hal+json'],
    [['*/*'], 'application/json'],
    [['application/*+json'], 'application/json'],
    [['application/*'], 'application/json'],
  ])('takes of %j what is sent as %s', (keys, mediaType) => {
    expect(findJsonMedia(mediaTypes(...keys) as never)?.mediaType).toBe(mediaType);
  });

  it('takes neither lines of JSON nor other ranges for JSON', () => {
    expect(findJsonMedia(mediaTypes('application/x-ndjson', 'text/*', 'application/xml') as never)).toBeUndefined();
    expect(findJsonMedia(undefined)).toBeUndefined();
  });
});

describe('listExamples', () => {
  it('lists what has a name, the single one, and those of the schema', () => {
    const media = {
      examples: { a: { value: 1 }, b: { externalValue: 'http://example.com/b' }, c: { dataValue: 2 } },
      example: 3,
      schema: { example: 4, examples: [5] },
    };
    expect(listExamples(media).map(({ name, value }) => [name, value])).toEqual([
      ['a', 1],
      ['c', 2],
      [undefined, 3],
      [undefined, 4],
      [undefined, 5],
    ]);
    expect(listExamples(media).map(({ path }) => path.join('/'))).toEqual([
      'examples/a/value',
      'examples/c/dataValue',
      'example',
      'schema/example',
      'schema/examples/0',
    ]);
  });
});
