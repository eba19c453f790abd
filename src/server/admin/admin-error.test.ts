import { describe, expect, it } from '@jest/globals';
import { PagewrightError } from '../../contract/error.ts';
import { ServerError } from '../server-error.ts';
import { toRefusal } from './admin-error.ts';

describe('toRefusal', () => {
  it.each([
    [new PagewrightError('unknown-row', 'm'), 404, 'unknown-row'],
    [new PagewrightError('identity-taken', 'm'), 409, 'identity-taken'],
    [new PagewrightError('move-not-allowed', 'm'), 409, 'move-not-allowed'],
    [new PagewrightError('invalid-row', 'm'), 422, 'invalid-row'],
    [new ServerError('ambiguous-row', 'm'), 409, 'ambiguous-row'],
    [new ServerError('invalid-request', 'm'), 400, 'invalid-request'],
    [Object.assign(new Error('m'), { status: 400 }), 400, 'invalid-request'],
    [Object.assign(new Error('m'), { status: 413 }), 413, 'body-too-large'],
    [Object.assign(new Error('m'), { status: 415 }), 415, 'unsupported-media-type'],
  ])('gives %p its status', (error, status, code) => {
    expect(toRefusal(error)).toEqual({ status, code, message: 'm' });
  });

  it.each([new Error('secret'), Object.assign(new Error('secret'), { status: 502 }), 'secret', undefined])(
    'tells nothing of %p',
    (error) => {
      expect(toRefusal(error)).toEqual({ status: 500, code: 'internal', message: 'the request could not be answered' });
    },
  );
});
