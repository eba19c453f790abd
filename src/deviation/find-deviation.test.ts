import { describe, expect, it } from '@jest/globals';
import { findDeviation } from './find-deviation.ts';

describe('findDeviation', () => {
  it('finds a deviation by its name', () => {
    expect(findDeviation('ties-lost')).toMatchObject({ name: 'ties-lost', area: 'paging' });
  });

  it('says what may have been meant', () => {
    expect(findDeviation('tie-lost')).toBe('there is no deviation tie-lost; did you mean ties-lost?');
    expect(findDeviation('something else')).toBe('there is no deviation something else');
  });
});
