import { describe, expect, it } from '@jest/globals';
import type { Contract } from '../contract/contract.ts';
import { createErrorRenderer, type Failure } from './errors.ts';
import type { MockResponse } from './message.ts';
import { createRequest } from './testing/create-request.ts';
import { loadContract, loadSample } from './testing/load-contract.ts';
import { headerOf, readBody } from './testing/read-body.ts';

describe('create error renderer', () => {
  function render(contract: Contract, failure: Failure, method = 'GET', path = '/x'): MockResponse {
    return createErrorRenderer(contract)(failure, createRequest(path, { method }), () => 'fresh');
  }

  function bodyOf(contract: Contract, failure: Failure): unknown {
    return readBody(render(contract, failure));
  }

  describe('createErrorRenderer', () => {
    const pyng = loadContract('pyng');
    const piriod = loadContract('piriod');
    const wingback = loadContract('wingback');
    const devdraft = loadContract('devdraft');

    it('answers with status, media type, headers and body of the named example', () => {
      const response = render(piriod, { condition: 'missingCredential' });
      expect(response.status).toBe(401);
      expect(headerOf(response, 'Content-Type')).toBe('application/json');
      expect(headerOf(response, 'WWW-Authenticate')).toBe('Token');
      expect(readBody(response)).toEqual({ detail: 'Authentication credentials were not provided.' });
    });

    it('keeps the media type of errors to the letter', () => {
      expect(headerOf(render(pyng, { condition: 'invalidPosition' }), 'content-type')).toBe(
        'application/json;charset=UTF-8',
      );
    });

    it('writes a new value where the contract wants one, and not into the contract', () => {
      const render = createErrorRenderer(pyng);
      const traces = ['t1', 't2'].map((trace) => {
        return (
          readBody(render({ condition: 'unauthenticated' }, createRequest('/'), () => trace)) as { traceId: string }
        ).traceId;
      });
      expect(traces).toEqual(['t1', 't2']);
    });

    it.each([
      ['expiredCredential', 401, 'Invalid token.'],
      ['invalidCredential', 401, 'Invalid token.'],
      ['emptyCredential', 401, 'Invalid token header. No credentials provided.'],
      ['malformedCredential', 401, 'Invalid token header. Token string should not contain spaces.'],
      ['insufficientScope', 403, 'You do not have permission to perform this action.'],
      ['foreignScope', 403, 'You do not have permission to perform this action.'],
      ['expiredPosition', 404, 'Invalid page.'],
      ['invalidBackwardPosition', 404, 'Invalid page.'],
      ['notFound', 404, 'Not found.'],
    ] as const)('falls back from %s to what the contract says', (condition, status, detail) => {
      const response = render(piriod, { condition });
      expect([response.status, readBody(response)]).toEqual([status, { detail }]);
    });

    it('answers retired, unsupported and missing versions each in its own way', () => {
      const answers = (['missingVersion', 'unsupportedVersion', 'retiredVersion'] as const).map((condition) => {
        const response = render(pyng, { condition });
        return [response.status, (readBody(response) as { errors: { code: string }[] }).errors[0]?.code];
      });
      expect(answers).toEqual([
        [400, 'urn:pyng:platform:billing:error:version:missing'],
        [400, 'urn:pyng:platform:billing:error:version:unsupported'],
        [410, 'urn:pyng:platform:billing:error:version:gone'],
      ]);
    });

    it('has a plain answer where the contract says nothing', () => {
      const small = loadSample();
      const response = render(small, { condition: 'expiredCredential' });
      expect([response.status, headerOf(response, 'content-type'), readBody(response)]).toEqual([
        401,
        'application/json',
        { error: 'expiredCredential' },
      ]);
      expect(render(small, { condition: 'retiredVersion' }).status).toBe(410);
      expect(readBody(render(small, { condition: 'expiredPosition' }))).toEqual({ error: 'no such page' });
    });

    it('fills in method, path and seconds', () => {
      expect(readBody(render(devdraft, { condition: 'notFound' }, 'PUT', '/api/v0/é'))).toEqual({
        message: 'Cannot PUT /api/v0/é',
        error: 'Not Found',
        statusCode: 404,
      });
      expect(readBody(render(piriod, { condition: 'methodNotAllowed' }, 'PATCH'))).toEqual({
        detail: 'Method "PATCH" not allowed.',
      });
      const limited = render(piriod, { condition: 'rateLimited' });
      expect([limited.status, headerOf(limited, 'Retry-After'), readBody(limited)]).toEqual([
        429,
        '60',
        { detail: 'Request was throttled. Expected available in 60 seconds.' },
      ]);
    });

    it('does not fill in what the request itself brings', () => {
      expect(readBody(render(devdraft, { condition: 'notFound' }, 'GET', '/{method}/$&'))).toMatchObject({
        message: 'Cannot GET /{method}/$&',
      });
    });

    describe('for violations', () => {
      it('lists every broken rule, parameters and rules in the order of the contract', () => {
        const violations = [
          { parameter: 'take', rule: 'type' },
          { parameter: 'take', rule: 'minimum' },
          { parameter: 'skip', rule: 'minimum' },
          { parameter: 'take', rule: 'maximum' },
          { parameter: 'status', rule: 'enum' },
        ];
        expect(bodyOf(devdraft, { condition: 'invalidParameter', violations })).toEqual({
          message: [
            'skip must not be less than 0',
            'take must not be greater than 100',
            'take must not be less than 1',
            'take must be an integer number',
            'status must be one of the following values: ACTIVE, BLACKLISTED, DEACTIVATED',
          ],
          error: 'Bad Request',
          statusCode: 400,
        });
      });

      it('makes one entry for each parameter, after the model of the example', () => {
        const violations = [
          { parameter: 'invitedTo', rule: 'type' },
          { parameter: 'limit', rule: 'maximum' },
          { parameter: 'limit', rule: 'type' },
        ];
        const code = 'urn:pyng:platform:billing:error:request:invalid-parameter';
        expect(bodyOf(pyng, { condition: 'invalidParameter', violations })).toEqual({
          errors: [
            { code, displayMessage: 'limit must be an integer.', target: 'limit' },
            { code, displayMessage: 'invitedTo must be an integer.', target: 'invitedTo' },
          ],
          traceId: 'fresh',
        });
      });

      it('makes a map from parameter to messages, whatever the name', () => {
        const violations = ['created__lte', '__proto__', 'created__gte'].map((parameter) => ({
          parameter,
          rule: 'format',
        }));
        const { body } = render(piriod, { condition: 'invalidParameter', violations });
        const wording = '["Enter a valid date/time."]';
        expect(body).toBe(`{"created__gte":${wording},"created__lte":${wording},"__proto__":${wording}}`);
      });

      it('puts the first message into a text', () => {
        const violations = [
          { parameter: 'direction', rule: 'enum' },
          { parameter: 'limit', rule: 'minimum' },
        ];
        expect(bodyOf(wingback, { condition: 'invalidParameter', violations })).toMatchObject({
          error: { code: 'invalid_parameter', message: 'limit must not be less than 0.' },
        });
      });

      it('has words for a rule that the contract has none for', () => {
        expect(
          bodyOf(devdraft, { condition: 'invalidParameter', violations: [{ parameter: 'zz', rule: 'unknown' }] }),
        ).toMatchObject({
          message: ['zz is invalid: unknown'],
        });
      });
    });
  });
});
