import { describe, expect, it } from '@jest/globals';
import { createRedactor } from '../../src/contract/secrets/create-redactor.ts';
import { concludeDelivery, type DeliveryContext } from './conclude-delivery.ts';
import type { AttemptAnswer } from './http/attempt.ts';
import { TargetError } from './target-error.ts';

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
    expect(error).toBeInstanceOf(TargetError);
    expect(error).toMatchObject({
      kind: 'timeout',
      message: 'GET http://host/?k=***: too late',
      exchange: { status: 0, failure: 'too late', durationMs: 9 },
    });
  });

  it('says that the target is out of patience', () => {
    const outcome = { ...ANSWER, status: 429 };
    const error = catchError(() =>
      concludeDelivery({ outcome, attempts: 7, rateLimits: { total: 7, silent: 0 }, retryAfterMs: 1500 }, CONTEXT),
    );
    expect(error).toMatchObject({
      kind: 'rate-limited',
      message: 'GET http://host/?k=***: answers 429 and asks to wait 2 s, after 7 requests',
      retryAfterMs: 1500,
      response: { status: 429 },
    });
  });
});
