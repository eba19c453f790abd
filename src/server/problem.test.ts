import { describe, expect, it } from '@jest/globals';
import { PagewrightError } from '../contract/error.ts';
import { readBody } from '../mock/testing/read-body.ts';
import { jsonResponse, problemResponse, toAdminError, toProblem } from './problem.ts';

describe('problemResponse', () => {
  it('says what went wrong, with further headers', () => {
    const problem = { type: 'about:blank', title: 'Not Found', status: 404, detail: 'nothing is here' };
    expect(problemResponse(problem, [['Allow', 'GET']])).toEqual({
      status: 404,
      headers: [
        ['Content-Type', 'application/problem+json'],
        ['Allow', 'GET'],
      ],
      body: JSON.stringify(problem),
    });
  });
});

describe('jsonResponse', () => {
  it('writes a value as the bytes of its JSON', () => {
    const { status, headers, body } = jsonResponse(201, { name: 'Zoë' });
    expect({ status, headers }).toEqual({ status: 201, headers: [['Content-Type', 'application/json']] });
    expect(JSON.parse(Buffer.from(body, 'latin1').toString('utf8'))).toEqual({ name: 'Zoë' });
  });

  it('keeps another media type', () => {
    const { headers } = jsonResponse(400, {}, [
      ['Allow', 'GET'],
      ['Content-Type', 'application/problem+json'],
    ]);
    expect(headers).toEqual([
      ['Allow', 'GET'],
      ['Content-Type', 'application/problem+json'],
    ]);
  });
});

describe('toProblem', () => {
  it.each([
    [new PagewrightError('invalid-fault', 'not so'), 400, 'not so'],
    [new PagewrightError('invalid-session', 'nor so'), 400, 'nor so'],
    [new PagewrightError('not-applicable', 'not here'), 400, 'not here'],
    [new PagewrightError('too-many-sessions', 'too many'), 503, 'too many'],
    [Object.assign(new Error('too large'), { status: 413 }), 413, 'too large'],
  ])('tells what was wrong with the request: %s', (error, status, detail) => {
    const response = toProblem(error);
    expect(response?.status).toBe(status);
    expect(readBody({ body: response?.body ?? '' })).toMatchObject({ status, detail, title: expect.any(String) });
  });

  it.each([
    new Error('secret'),
    new PagewrightError('unknown-slot', 'a bug of the mock'),
    Object.assign(new Error('secret'), { status: 502 }),
    'secret',
    undefined,
  ])('tells nothing of %p', (error) => {
    expect(toProblem(error)).toBeUndefined();
  });
});

describe('toAdminError', () => {
  it.each([
    [new PagewrightError('unknown-row', 'm'), 404, 'unknown-row'],
    [new PagewrightError('identity-taken', 'm'), 409, 'identity-taken'],
    [new PagewrightError('move-not-allowed', 'm'), 409, 'move-not-allowed'],
    [new PagewrightError('invalid-row', 'm'), 422, 'invalid-row'],
    [new PagewrightError('unknown-fault', 'm'), 404, 'unknown-fault'],
    [new PagewrightError('unknown-fault', 'm', { field: 'kind' }), 400, 'unknown-fault'],
    [new PagewrightError('ambiguous-row', 'm'), 409, 'ambiguous-row'],
    [new PagewrightError('invalid-request', 'm'), 400, 'invalid-request'],
    [Object.assign(new Error('m'), { status: 400 }), 400, 'invalid-request'],
    [Object.assign(new Error('m'), { status: 413 }), 413, 'body-too-large'],
    [Object.assign(new Error('m'), { status: 415 }), 415, 'unsupported-media-type'],
  ])('gives %p its status', (error, status, code) => {
    expect(toAdminError(error)).toEqual({ status, code, message: 'm' });
  });

  it.each([new Error('secret'), Object.assign(new Error('secret'), { status: 502 }), 'secret', undefined])(
    'tells nothing of %p',
    (error) => {
      expect(toAdminError(error)).toEqual({ status: 500, code: 'internal', message: 'Internal error' });
    },
  );
});
