import { describe, expect, it } from '@jest/globals';
import { systemClock } from './clock.ts';

describe('systemClock', () => {
  it('tells the time', () => {
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(60_000);
  });

  it('wakes up', async () => {
    const before = systemClock.now();
    await systemClock.sleep(1);
    expect(systemClock.now()).toBeGreaterThan(before);
  });

  it('wakes up with the reason when it is disturbed, however long it was to sleep', async () => {
    const cancel = new AbortController();
    const slept = systemClock.sleep(Number.MAX_SAFE_INTEGER, cancel.signal);
    cancel.abort(new Error('enough'));
    await expect(slept).rejects.toThrow('enough');
    await expect(systemClock.sleep(1, cancel.signal)).rejects.toThrow('enough');
  });
});
