import { describe, expect, it } from '@jest/globals';
import { checkOptions, isScenarioFile, readNow } from './options.ts';

describe('check options', () => {
  describe('checkOptions', () => {
    it.each([
      {},
      { port: 0, host: '::1', size: 0, seed: 0, key: 'k', publicUrl: 'https://api.example.com/mock/' },
      { port: 65535, host: 'localhost', size: 1_000_000, seed: 'a', publicUrl: 'http://[::1]:80' },
    ])('takes %p', (options) => {
      expect(() => checkOptions(options)).not.toThrow();
    });

    it.each([
      [{ port: -1 }, 'Invalid port -1: must be a whole number from 0 to 65535'],
      [{ port: 65536 }, 'Invalid port 65536'],
      [{ port: 1.5 }, 'Invalid port 1.5'],
      [{ host: 'a:80' }, 'Invalid host "a:80": must be an address or a host name, without port'],
      [{ host: 'http://a' }, 'Invalid host "http://a"'],
      [{ host: '' }, 'Invalid host ""'],
      [{ size: -1 }, 'Invalid size -1'],
      [{ size: Number.NaN }, 'Invalid size NaN'],
      [{ sesionIdle: '1h' } as object, 'Unknown option sesionIdle; did you mean sessionIdle?'],
      [{ constructor: 1 } as object, 'Unknown option constructor'],
      [{ seed: '' }, 'Invalid seed ""'],
      [{ key: '' }, 'Invalid key "": must be a string that is not empty'],
      [{ publicUrl: 'api.example.com' }, 'Invalid public URL "api.example.com": must be an http or https URL'],
      [{ publicUrl: 'https://a?b' }, 'Invalid public URL '],
      [{ publicUrl: 'https://a/#' }, 'Invalid public URL '],
      [{ publicUrl: 'https://user:word@a' }, 'Invalid public URL '],
      [{ publicUrl: 'https://a/ü' }, 'Invalid public URL '],
      [{ publicUrl: 'https://a/"' }, 'Invalid public URL '],
      [{ publicUrl: 'javascript:alert(1)' }, 'Invalid public URL '],
    ])('refuses %p', (options, message) => {
      expect(() => checkOptions(options)).toThrow(message);
    });
  });

  describe('readNow', () => {
    const TIME = Date.UTC(2026, 4, 5, 9, 30);

    it.each(['2026-05-05T09:30:00Z', '2026-05-05T11:30:00+02:00', TIME, new Date(TIME)])(
      'stands still at %p',
      (now) => {
        expect(readNow(now)).toBe(TIME);
      },
    );

    it('begins at the time of day', () => {
      const before = Date.now();
      expect(readNow('system')).toBeGreaterThanOrEqual(before);
    });

    it('is the time of each scenario by default', () => {
      expect(readNow(undefined)).toBeUndefined();
    });

    it.each(['yesterday', '', '2026-13-01', Number.NaN, 1e20, new Date(Number.NaN)])('refuses %p', (now) => {
      expect(() => readNow(now)).toThrow(
        /^Invalid now .*: must be a date-time such as 2026-05-05T09:30:00Z, milliseconds since 1970, or system$/,
      );
    });
  });
});

describe('isScenarioFile', () => {
  it.each([
    ['demo', false],
    ['one-page', false],
    ['demo.yaml', true],
    ['demo.YML', true],
    ['demo.json', true],
    ['./demo', true],
    ['fixtures\\demo', true],
  ])('of %p is %p', (scenario, expected) => {
    expect(isScenarioFile(scenario)).toBe(expected);
  });
});
