import { describe, expect, it } from '@jest/globals';
import { createRedactor } from '../../../src/contract/secrets/create-redactor.ts';
import type { AttemptAnswer, AttemptFailure } from '../http/attempt.ts';
import { mergeHeaders } from './merge-headers.ts';
import { recordExchange, type SentRequest } from './record-exchange.ts';

const REDACTOR = createRedactor(['real-token-0123456789', 'expired-token-98765']);

const ANSWER: AttemptAnswer = {
  kind: 'answered',
  status: 200,
  headers: { 'content-type': 'application/json' },
  text: '{}',
  durationMs: 3,
};

const FAILURE: AttemptFailure = {
  kind: 'failed',
  error: 'timeout',
  reason: 'no answer for real-token-0123456789',
  transient: true,
  durationMs: 5,
};

function build(parts: Partial<SentRequest> = {}): SentRequest {
  const headers = mergeHeaders([
    { variablePrefix: '', headers: { accept: 'a/b', authorization: 'Bearer real-token-0123456789' } },
  ]);
  return {
    method: 'GET',
    url: 'http://host/x',
    headers,
    credentialHeaders: new Set(['x-tenant']),
    publicHeaders: new Set(),
    ...parts,
  };
}

describe('recordExchange', () => {
  it('records what was sent and what came', () => {
    expect(recordExchange(build(), ANSWER, REDACTOR)).toEqual({
      method: 'GET',
      url: 'http://host/x',
      requestHeaders: { accept: 'a/b', authorization: '***' },
      variables: { authorization: 'AUTHORIZATION' },
      status: 200,
      responseHeaders: { 'content-type': 'application/json' },
      body: '{}',
      durationMs: 3,
    });
  });

  it('records why nothing came', () => {
    expect(recordExchange(build(), FAILURE, REDACTOR)).toMatchObject({
      status: 0,
      responseHeaders: {},
      body: '',
      failure: 'no answer for ***',
      durationMs: 5,
    });
  });

  it('shows no secret that comes back', () => {
    const token = 'real-token-0123456789';
    const headers = { 'x-echo': token, 'set-cookie': 'session=c00kie-value; Path=/', 'x-new-token': 'abc' };
    const text = JSON.stringify({ token, session: 'c00kie-value' });
    const exchange = recordExchange(build({ url: `http://host/x?t=${token}` }), { ...ANSWER, headers, text }, REDACTOR);
    expect(exchange.url).toBe('http://host/x?t=***');
    expect(exchange.responseHeaders).toEqual({ 'x-echo': '***', 'set-cookie': '***', 'x-new-token': '***' });
    expect(exchange.body).toBe('{"token":"***","session":"***"}');
  });

  it('names variables after the header and whose it is', () => {
    const headers = mergeHeaders([
      { variablePrefix: '', headers: { 'x-key': 'one-one-one', '2fa-token': 'two-two-two' } },
      { variablePrefix: 'other-tenant_', headers: { 'x-client-secret': 'three-three', 'x-tenant': 'acme' } },
      { variablePrefix: 'OTHER_', headers: { authorization: 'four-four' } },
    ]);
    expect(recordExchange(build({ headers }), ANSWER, REDACTOR).variables).toEqual({
      'x-key': 'X_KEY',
      '2fa-token': '_2FA_TOKEN',
      'x-client-secret': 'OTHER_TENANT_X_CLIENT_SECRET',
      'x-tenant': 'OTHER_TENANT_X_TENANT',
      authorization: 'OTHER_AUTHORIZATION',
    });
  });

  it('shows what is neither named nor given as a credential', () => {
    const headers = mergeHeaders([{ variablePrefix: 'OTHER_', headers: { 'x-mode': 'none', 'x-note': 'hello' } }]);
    expect(recordExchange(build({ headers }), ANSWER, REDACTOR)).toMatchObject({
      requestHeaders: { 'x-mode': 'none', 'x-note': 'hello' },
      variables: {},
    });
  });

  it('hides a credential that was made up and comes back, unless it is said to be public', () => {
    const headers = mergeHeaders([{ variablePrefix: 'OTHER_', headers: { authorization: 'Bearer made-up-token' } }]);
    const answer = { ...ANSWER, text: 'made-up-token' };
    expect(recordExchange(build({ headers }), answer, REDACTOR)).toMatchObject({
      requestHeaders: { authorization: '***' },
      body: '***',
    });
    const publicHeaders = new Set(['authorization']);
    expect(recordExchange(build({ headers, publicHeaders }), answer, REDACTOR)).toMatchObject({
      requestHeaders: { authorization: 'Bearer made-up-token' },
      variables: {},
      body: 'made-up-token',
    });
  });

  it('hides an altered credential even if it is said to be public', () => {
    const headers = mergeHeaders([
      { variablePrefix: 'OTHER_', headers: { authorization: 'Bearer real-token-012345678' } },
    ]);
    const publicHeaders = new Set(['authorization']);
    expect(recordExchange(build({ headers, publicHeaders }), ANSWER, REDACTOR)).toMatchObject({
      requestHeaders: { authorization: '***' },
      variables: { authorization: 'OTHER_AUTHORIZATION' },
    });
  });

  it('cuts a long body, and no secret in two', () => {
    const text = `${'x'.repeat(8182)}real-token-0123456789${'y'.repeat(1000)}`;
    const { body } = recordExchange(build(), { ...ANSWER, text }, REDACTOR);
    expect(body.slice(8180)).toBe(`xx***yyyyyyy\n… (993 more characters)`);
  });
});
