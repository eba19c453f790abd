import { describe, expect, it } from '@jest/globals';
import { createAbortError } from './create-abort-error.ts';

describe('createAbortError', () => {
  it.each([
    [new Error('the target was closed'), 'the target was closed'],
    [undefined, 'the run was cancelled'],
    ['text', 'the run was cancelled'],
    [null, 'the run was cancelled'],
  ])('explains %s', (reason, message) => {
    expect(createAbortError(AbortSignal.abort(reason))).toMatchObject({ kind: 'aborted', message });
  });
});
