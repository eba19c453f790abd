import { describe, expect, it } from '@jest/globals';
import { readVersion } from './version.ts';

describe('readVersion', () => {
  it('is the one of the package', () => {
    expect(readVersion()).toMatch(/^\d+\.\d+\.\d+/);
  });
});
