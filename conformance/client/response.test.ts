import { describe, expect, it } from '@jest/globals';
import { PagewrightError } from '../../src/contract/error.ts';
import { createRedactor } from '../../src/contract/redactor.ts';
import type { Exchange } from './exchange.ts';
import { concludeDelivery, createResponse, type DeliveryContext, type ResponseContext } from './response.ts';
import type { AttemptAnswer } from './transport.ts';

describe('create response', () => {
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
});

describe('conclude delivery', () => {
  const ANSWER: AttemptAnswer = { kind: 'answered', status: 200, headers: {}, text: 'hunter22', durationMs: 1 };

  const CONTEXT: DeliveryContext = {
    sent: {
      method: 'GET',
      url: 'http://host/?k=hunter22',
      headers: new Map(),
      credentialHeaders: new Set(),
      publicHeaders: new Set(),
    },
    rewritten: true,
    memoized: false,
    redactor: createRedactor(['hunter22']),
  };

  function catchError(run: () => unknown): unknown {
    try {
      return run();
    } catch (error) {
      return error;
    }
  }

  const NONE = { total: 0, silent: 0 };

  describe('concludeDelivery', () => {
    it('makes a response of an answer, with evidence in which nothing is secret', () => {
      const response = concludeDelivery({ outcome: ANSWER, attempts: 2, rateLimits: NONE }, CONTEXT);
      expect(response).toMatchObject({ status: 200, text: 'hunter22', attempts: 2, rewritten: true });
      expect(response.exchange).toMatchObject({ url: 'http://host/?k=***', body: '***' });
    });

    it('counts no request for an answer that another paid for', () => {
      const response = concludeDelivery(
        { outcome: ANSWER, attempts: 2, rateLimits: NONE },
        { ...CONTEXT, memoized: true },
      );
      expect(response).toMatchObject({ attempts: 0, memoized: true });
    });

    it('says what failed and where', () => {
      const outcome = { kind: 'failed', error: 'timeout', reason: 'too late', transient: true, durationMs: 9 } as const;
      const error = catchError(() => concludeDelivery({ outcome, attempts: 1, rateLimits: NONE }, CONTEXT));
      expect(error).toBeInstanceOf(PagewrightError);
      expect(error).toMatchObject({
        code: 'timeout',
        message: 'GET http://host/?k=***: too late',
      });
    });

    it('says that the target is out of patience', () => {
      const outcome = { ...ANSWER, status: 429 };
      const error = catchError(() =>
        concludeDelivery({ outcome, attempts: 7, rateLimits: { total: 7, silent: 0 }, retryAfterMs: 1500 }, CONTEXT),
      );
      expect(error).toMatchObject({
        code: 'rate-limited',
        message: 'GET http://host/?k=***: still 429 after 7 requests, with 2 more seconds to wait',
      });
    });
  });
});
