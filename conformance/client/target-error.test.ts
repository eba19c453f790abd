import { describe, expect, it } from '@jest/globals';
import { TargetError } from './target-error.ts';

describe('TargetError', () => {
  it('is an error with a kind', () => {
    const cause = new Error('below');
    const error = new TargetError('rate-limited', 'too much', { retryAfterMs: 5, cause });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      name: 'TargetError',
      kind: 'rate-limited',
      message: 'too much',
      retryAfterMs: 5,
      cause,
    });
    expect('cause' in new TargetError('timeout', 'late')).toBe(false);
  });
});
