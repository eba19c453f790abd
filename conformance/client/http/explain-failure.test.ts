import { describe, expect, it } from '@jest/globals';
import { explainFailure } from './explain-failure.ts';

const withCode = (code: string, message = ''): Error => Object.assign(new Error(message), { code });

describe('explainFailure', () => {
  it.each([
    ['ECONNREFUSED', 'unreachable', true],
    ['ECONNRESET', 'unreachable', true],
    ['EPIPE', 'unreachable', true],
    ['EAI_AGAIN', 'unreachable', true],
    ['ENOTFOUND', 'unreachable', false],
    ['EPROTO', 'unreachable', false],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'unreachable', false],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unreachable', false],
    ['HPE_INVALID_CONSTANT', 'malformed-http', false],
    ['HPE_HEADER_OVERFLOW', 'too-large', false],
    ['ETOOLARGE', 'too-large', false],
    ['Z_DATA_ERROR', 'malformed-http', false],
  ])('%s is %s', (code, error, transient) => {
    expect(explainFailure(withCode(code), false)).toMatchObject({ error, transient });
  });

  it('tells a response that broke off from none at all', () => {
    expect(explainFailure(withCode('ECONNRESET', 'aborted'), true)).toEqual({
      error: 'malformed-http',
      reason: 'the response ended before its end',
      transient: true,
    });
  });

  it('has an explanation for anything', () => {
    expect(explainFailure(new Error('odd'), false)).toEqual({ error: 'unreachable', reason: 'odd', transient: false });
    expect(explainFailure(undefined, false).reason).not.toBe('');
  });
});
