import { describe, expect, it } from '@jest/globals';
import { createResponse, type ResponseContext } from './create-response.ts';
import type { Exchange } from './exchange.ts';
import type { AttemptAnswer } from './http/attempt.ts';

const EXCHANGE: Exchange = {
  method: 'GET',
  url: 'http://host/x',
  requestHeaders: {},
  variables: {},
  status: 200,
  responseHeaders: {},
  body: '',
  durationMs: 1,
};

function build(parts: Partial<AttemptAnswer>, record: ResponseContext['record'] = () => EXCHANGE) {
  const answer: AttemptAnswer = { kind: 'answered', status: 200, headers: {}, text: '', durationMs: 4, ...parts };
  return createResponse(answer, {
    url: 'http://host/x',
    rewritten: false,
    memoized: false,
    attempts: 1,
    rateLimits: { total: 0, silent: 0 },
    record,
  });
}

describe('createResponse', () => {
  it('has what the answer has', () => {
    expect(build({ status: 404, headers: { 'x-a': 'b' }, text: 'gone' })).toMatchObject({
      status: 404,
      headers: { 'x-a': 'b' },
      text: 'gone',
      url: 'http://host/x',
      rewritten: false,
      memoized: false,
      attempts: 1,
      durationMs: 4,
    });
  });

  it.each([
    ['application/json;charset=UTF-8', 'application/json'],
    [' Application/Problem+JSON ; x', 'application/problem+json'],
    ['', undefined],
    [';', undefined],
  ])('reads the media type of %j', (contentType, mediaType) => {
    expect(build({ headers: { 'content-type': contentType } }).mediaType).toBe(mediaType);
  });

  it('has no media type when the target names none', () => {
    expect(build({}).mediaType).toBeUndefined();
  });

  it.each([
    ['{"a":[1]}', { a: [1] }],
    ['null', null],
    ['"text"', 'text'],
    ['', undefined],
    ['{"a":', undefined],
    ['<html>', undefined],
    ['['.repeat(1_000_000), undefined],
  ])('reads JSON from %.10j', (text, json) => {
    expect(build({ text }).json).toEqual(json);
  });

  it('parses and records once, and only when asked', () => {
    let recorded = 0;
    const response = build({ text: '{}' }, () => {
      recorded += 1;
      return EXCHANGE;
    });
    expect(response.json).toBe(response.json);
    expect(recorded).toBe(0);
    expect([response.exchange, response.exchange]).toEqual([EXCHANGE, EXCHANGE]);
    expect(recorded).toBe(1);
  });
});
