import { describe, expect, it } from '@jest/globals';
import type { TargetOptions, TargetSettings } from './settings.ts';
import { type HeaderLayer, mergeHeaders, readSettings } from './settings.ts';

describe('read settings', () => {
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

    it('wants pass either app or baseUrl', () => {
      const none: unknown = {};
      const both: unknown = { app: () => {}, baseUrl: 'http://host' };
      expect(() => readSettings(none as TargetOptions)).toThrow('pass either app or baseUrl');
      expect(() => readSettings(both as TargetOptions)).toThrow('pass either app or baseUrl');
    });

    it.each([
      [{ maxRequests: 0 }, 'Invalid maxRequests: must be at least 1, not 0'],
      [{ rate: 0 }, 'Invalid rate: must be greater than 0, not 0'],
      [{ concurrency: Number.NaN }, 'Invalid concurrency: must be at least 1, not NaN'],
      [{ timeoutMs: -1 }, 'Invalid timeoutMs: must be'],
      [{ headers: { 'x y': 'z' } }, 'Invalid header "x y"'],
      [{ roles: { expired: { authorization: 'a\nb' } } }, 'Invalid header "authorization"'],
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
});

describe('merge headers', () => {
  const layer = (headers: HeaderLayer['headers'], variablePrefix = ''): HeaderLayer => ({ variablePrefix, headers });

  describe('mergeHeaders', () => {
    it('lets later layers win, whatever the case of a name', () => {
      const merged = mergeHeaders([
        layer({ Authorization: 'a', Accept: 'x' }),
        layer({ authorization: 'b' }, 'expired_'),
        layer({ AUTHORIZATION: 'c', 'x-new': 'd' }, 'OTHER_'),
      ]);
      expect([...merged]).toEqual([
        ['authorization', { value: 'c', variablePrefix: 'OTHER_' }],
        ['accept', { value: 'x', variablePrefix: '' }],
        ['x-new', { value: 'd', variablePrefix: 'OTHER_' }],
      ]);
    });

    it('takes away what a layer gives as undefined', () => {
      expect([...mergeHeaders([layer({ Accept: 'x' }), layer({ accept: undefined, 'x-other': undefined })])]).toEqual(
        [],
      );
    });

    it.each([
      ['a name with a space', 'x y', 'v'],
      ['no name', '', 'v'],
      ['a value with a line break', 'x-key', 'hunter22\r\nHost: evil'],
      ['a value with a NUL', 'x-key', 'hunter22\u0000'],
    ])('refuses %s without repeating the value', (_, name, value) => {
      const merge = (): unknown => mergeHeaders([layer({ [name]: value })]);
      expect(merge).toThrow(`Invalid header ${JSON.stringify(name)}`);
      expect(merge).not.toThrow('hunter22');
    });

    it('takes values beyond ASCII', () => {
      expect(mergeHeaders([layer({ 'x-name': 'Zoë 😀' })]).get('x-name')?.value).toBe('Zoë 😀');
    });
  });
});
