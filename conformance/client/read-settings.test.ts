import { describe, expect, it } from '@jest/globals';
import { readSettings } from './read-settings.ts';
import type { TargetOptions, TargetSettings } from './target.ts';

const read = (settings: TargetSettings): ReturnType<typeof readSettings> =>
  readSettings({ baseUrl: 'http://host/api', ...settings });

describe('readSettings', () => {
  it('has defaults that suit loopback and staging', () => {
    expect(read({})).toMatchObject({
      base: { origin: 'http://host', prefix: '/api' },
      maxRequests: 400,
      rate: Number.POSITIVE_INFINITY,
      concurrency: 4,
      timeoutMs: 10_000,
      maxWaitMs: 60_000,
      maxBodyBytes: 5_242_880,
    });
  });

  it('wants either an app or a base URL', () => {
    const none: unknown = {};
    const both: unknown = { app: () => {}, baseUrl: 'http://host' };
    expect(() => readSettings(none as TargetOptions)).toThrow('either an app or a base URL');
    expect(() => readSettings(both as TargetOptions)).toThrow('either an app or a base URL');
  });

  it.each([
    [{ maxRequests: 0 }, 'maxRequests must be a number of at least 1, not 0'],
    [{ rate: 0 }, 'rate must be a number above 0, not 0'],
    [{ concurrency: Number.NaN }, 'concurrency must be a number of at least 1, not NaN'],
    [{ timeoutMs: -1 }, 'timeoutMs must be'],
    [{ headers: { 'x y': 'z' } }, 'header "x y" cannot be sent'],
    [{ roles: { expired: { authorization: 'a\nb' } } }, 'header "authorization" cannot be sent'],
  ])('says what is wrong with %j', (settings, message) => {
    expect(() => read(settings)).toThrow(message);
  });

  it('knows the secrets of the target, of its roles and of its URL, and no others', () => {
    const { redactor, credentialHeaders } = readSettings({
      baseUrl: 'http://me:pass-in-url@host',
      headers: { 'X-Key': 'own-secret', accept: 'a/vendor', 'x-region': 'eu-west-1' },
      roles: { expired: { 'x-key': 'expired-secret' } },
      publicHeaders: ['X-Region'],
    });
    expect(redactor.redact('pass-in-url own-secret a/vendor expired-secret eu-west-1')).toBe(
      '*** *** a/vendor *** eu-west-1',
    );
    expect(credentialHeaders).toEqual(new Set(['authorization', 'x-key']));
  });
});
