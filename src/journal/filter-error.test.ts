import { describe, expect, it } from '@jest/globals';
import { FilterError } from './filter-error.ts';

describe('FilterError', () => {
  it('says what was given and what would do', () => {
    expect(new FilterError('status', 'x"', 'a status')).toMatchObject({
      name: 'FilterError',
      code: 'invalid-filter',
      filter: 'status',
      message: String.raw`status is "x\""; expected a status`,
    });
  });
});
