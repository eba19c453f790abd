import { describe, expect, it } from '@jest/globals';
import { NotAccessibleError } from './not-accessible-error.ts';

describe('NotAccessibleError', () => {
  it('is known by its name, and keeps what caused it', () => {
    const cause = new Error('nothing listens there');
    const error = new NotAccessibleError('cannot be read', { cause });
    expect([String(error), error.cause]).toEqual(['NotAccessibleError: cannot be read', cause]);
  });
});
