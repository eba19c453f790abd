import { describe, expect, it } from '@jest/globals';
import { createConfig, loadPrism } from './library.ts';

describe('loadPrism', () => {
  it('loads it once, however many need it at the same time', async () => {
    const [first, second] = await Promise.all([loadPrism(), loadPrism()]);
    expect(second).toBe(first);
    expect(await loadPrism()).toBe(first);
  }, 60_000);
});

describe('createConfig', () => {
  it('is a new one for each request, with examples rather than made-up values', () => {
    const wish = { isChecked: true, mock: { code: 404 } };
    expect(createConfig(wish)).toMatchObject({
      checkSecurity: true,
      validateRequest: true,
      mock: { code: 404, dynamic: false },
    });
    expect(createConfig(wish).mock).not.toBe(createConfig(wish).mock);
    expect(createConfig({ isChecked: false, mock: {} })).toMatchObject({
      checkSecurity: false,
      validateRequest: false,
    });
  });
});
