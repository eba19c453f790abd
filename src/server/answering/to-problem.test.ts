import { describe, expect, it } from '@jest/globals';
import { FaultError } from '../../fault/fault-error.ts';
import { readBody } from '../../mock/testing/read-body.ts';
import { ServerError } from '../server-error.ts';
import { toProblem } from './to-problem.ts';

describe('toProblem', () => {
  it.each([
    [new FaultError('invalid-fault', 'not so'), 400, 'not so'],
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
