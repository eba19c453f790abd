import { describe, expect, it } from '@jest/globals';
import { WorldError } from './world-error.ts';

describe('WorldError', () => {
  it('can be told from other errors, and says what kind it is', () => {
    const error = new WorldError('unknown-row', 'there is no row');
    expect(error).toBeInstanceOf(Error);
    expect({ name: error.name, code: error.code, text: String(error) }).toEqual({
      name: 'WorldError',
      code: 'unknown-row',
      text: 'WorldError: there is no row',
    });
  });
});
