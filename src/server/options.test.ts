import { describe, expect, it } from '@jest/globals';
import { checkOptions, isScenarioFile, readClock } from './options.ts';

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
      [{ port: -1 }, 'port is -1; expected a whole number from 0 to 65535'],
      [{ port: 65536 }, 'port is 65536'],
      [{ port: 1.5 }, 'port is 1.5'],
      [{ host: 'a:80' }, 'host is "a:80"; expected an address or a host name, without port'],
      [{ host: 'http://a' }, 'host is "http://a"'],
      [{ host: '' }, 'host is ""'],
      [{ size: -1 }, 'size is -1'],
      [{ size: Number.NaN }, 'size is NaN'],
      [{ sesionIdle: '1h' } as object, 'there is no option sesionIdle; did you mean sessionIdle?'],
      [{ constructor: 1 } as object, 'there is no option constructor'],
      [{ seed: '' }, 'seed is ""'],
      [{ key: '' }, 'key is ""; expected a text that is not empty'],
      [{ publicUrl: 'api.example.com' }, 'public URL is "api.example.com"; expected an http or https URL'],
      [{ publicUrl: 'https://a?b' }, 'public URL is'],
      [{ publicUrl: 'https://a/#' }, 'public URL is'],
      [{ publicUrl: 'https://user:word@a' }, 'public URL is'],
      [{ publicUrl: 'https://a/ü' }, 'public URL is'],
      [{ publicUrl: 'https://a/"' }, 'public URL is'],
      [{ publicUrl: 'javascript:alert(1)' }, 'public URL is'],
    ])('refuses %p', (options, message) => {
      expect(() => checkOptions(options)).toThrow(message);
    });
  });

  describe('readClock', () => {
    const TIME = Date.UTC(2026, 4, 5, 9, 30);

    it.each(['2026-05-05T09:30:00Z', '2026-05-05T11:30:00+02:00', TIME, new Date(TIME)])(
      'stands still at %p',
      (now) => {
        expect(readClock(now)).toEqual({ now: TIME, runs: false });
      },
    );

    it('runs with the time of day', () => {
      const before = Date.now();
      const { now = 0, runs } = readClock('system');
      expect(runs).toBe(true);
      expect(now).toBeGreaterThanOrEqual(before);
    });

    it('is the scenario’s without a wish', () => {
      expect(readClock(undefined)).toEqual({ now: undefined, runs: false });
    });

    it.each(['yesterday', '', '2026-13-01', Number.NaN, 1e20, new Date(Number.NaN)])('refuses %p', (now) => {
      expect(() => readClock(now)).toThrow(
        /; expected a date-time such as 2026-05-05T09:30:00Z, milliseconds since 1970, or system$/,
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
