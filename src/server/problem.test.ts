import { describe, expect, it } from '@jest/globals';
import { PagewrightError } from '../contract/error.ts';
import { readBody } from '../mock/testing/read-body.ts';
import { jsonResponse, problemResponse, toProblem } from './problem.ts';
import { ServerError } from './server-error.ts';

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
    [new ServerError('invalid-session', 'nor so'), 400, 'nor so'],
    [new ServerError('too-many-sessions', 'too many'), 503, 'too many'],
    [Object.assign(new Error('too large'), { status: 413 }), 413, 'too large'],
  ])('tells what was wrong with the request: %s', (error, status, detail) => {
    const response = toProblem(error);
    expect(response?.status).toBe(status);
    expect(readBody({ body: response?.body ?? '' })).toMatchObject({ status, detail, title: expect.any(String) });
  });

  it.each([new Error('secret'), Object.assign(new Error('secret'), { status: 502 }), 'secret', undefined])(
    'tells nothing of %p',
    (error) => {
      expect(toProblem(error)).toBeUndefined();
    },
  );
});
