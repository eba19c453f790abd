import { describe, expect, it } from '@jest/globals';
import { loadSample } from '../mock/testing/load-contract.ts';
import { chooseGreases } from './choose-greases.ts';

describe('chooseGreases', () => {
  it('chooses all that the contract leaves open, or those of them that are wanted', () => {
    const all = chooseGreases(loadSample());
    expect(all.has('header-case') && all.has('link-parameters')).toBe(true);
    expect(all.has('token-format')).toBe(false);
    expect([...chooseGreases(loadSample(), ['json-spelling', 'token-format'])]).toEqual(['json-spelling']);
    expect([...chooseGreases(loadSample(), [])]).toEqual([]);
  });

  it('refuses a name that there is not', () => {
    expect(() => chooseGreases(loadSample(), ['header-case', 'x'])).toThrow(RangeError);
  });
});
