import { describe, expect, it } from '@jest/globals';
import { joinSignals } from './join-signals.ts';

describe('joinSignals', () => {
  it('is aborted with the reason of the first', () => {
    const [one, two] = [new AbortController(), new AbortController()];
    const joined = joinSignals([one.signal, undefined, two.signal]);
    expect(joined.aborted).toBe(false);
    two.abort('two');
    one.abort('one');
    expect(joined.reason).toBe('two');
  });

  it('is never aborted when there is nothing to join', () => {
    expect(joinSignals([undefined]).aborted).toBe(false);
  });
});
