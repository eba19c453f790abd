import { describe, expect, it } from '@jest/globals';
import { ServerError } from './server-error.ts';

describe('ServerError', () => {
  it('can be told from other errors, and says what kind it is', () => {
    const error = new ServerError('path-taken', 'two at one path');
    expect(error).toBeInstanceOf(Error);
    expect({ code: error.code, text: String(error) }).toEqual({
      code: 'path-taken',
      text: 'ServerError: two at one path',
    });
  });
});
