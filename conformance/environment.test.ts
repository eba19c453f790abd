import { describe, expect, it } from '@jest/globals';
import { fc } from '../src/testing/properties.ts';
import { readEnvironment, readPairs, readRoles } from './environment.ts';

describe('read environment', () => {
  const BASE = { PAGEWRIGHT_BASE_URL: 'https://staging.example/api', PAGEWRIGHT_CONTRACT: 'orders.yaml' };

  describe('readEnvironment', () => {
    it('finds nothing where no base URL is given, or an empty one', () => {
      expect(readEnvironment({})).toBeUndefined();
      expect(readEnvironment({ ...BASE, PAGEWRIGHT_BASE_URL: ' ' })).toBeUndefined();
    });

    it('needs no more than a base URL and a contract', () => {
      expect(readEnvironment(BASE)).toEqual({
        target: { baseUrl: 'https://staging.example/api', contract: 'orders.yaml' },
        options: {},
      });
      expect(() => readEnvironment({ PAGEWRIGHT_BASE_URL: 'https://staging.example' })).toThrow(
        'Missing PAGEWRIGHT_CONTRACT',
      );
    });

    it('reads whatever else a target or a run can be told', () => {
      const settings = readEnvironment({
        ...BASE,
        PAGEWRIGHT_OPERATION: 'listOrders',
        PAGEWRIGHT_HEADERS: 'Authorization: Bearer t',
        PAGEWRIGHT_PATH_PARAMS: '{"shop": "north"}',
        PAGEWRIGHT_FOREIGN_PATH_PARAMS: 'shop=theirs',
        PAGEWRIGHT_ROLES: 'expired=Authorization: old',
        PAGEWRIGHT_PUBLIC_HEADERS: 'X-Mode, X-Other',
        PAGEWRIGHT_MAX_REQUESTS: '200',
        PAGEWRIGHT_RATE: '5/s',
        PAGEWRIGHT_CONCURRENCY: '1',
        PAGEWRIGHT_TIMEOUT: '2000',
        PAGEWRIGHT_ORACLE: 'https://rows.example/all',
        PAGEWRIGHT_HOOK_TIMEOUT: '5000',
        PAGEWRIGHT_ONLY: '*.walk.*,\n*.order.*',
        PAGEWRIGHT_STRICT: '1',
        PAGEWRIGHT_WAIVERS: 'waivers.yaml',
      });
      expect(settings).toEqual({
        target: {
          ...{ baseUrl: 'https://staging.example/api', contract: 'orders.yaml', operation: 'listOrders' },
          headers: { Authorization: 'Bearer t' },
          pathParameters: { shop: 'north' },
          foreignPathParameters: { shop: 'theirs' },
          roles: { expired: { Authorization: 'old' } },
          publicHeaders: ['X-Mode', 'X-Other'],
          ...{ maxRequests: 200, rate: 5, concurrency: 1, timeoutMs: 2000 },
          ...{ oracle: 'https://rows.example/all', hookTimeoutMs: 5000 },
        },
        options: { only: ['*.walk.*', '*.order.*'], strict: true, waivers: 'waivers.yaml' },
      });
    });

    it.each([
      ['HEADERS', 's3cret', 'PAGEWRIGHT_HEADERS: must be JSON, or lines of name:value'],
      ['ROLES', 'expired', 'PAGEWRIGHT_ROLES: must be JSON'],
      ['ORACLE', 'psql', 'PAGEWRIGHT_ORACLE: must be an http or https URL'],
      ['RATE', '0', 'PAGEWRIGHT_RATE: must be a number greater than 0'],
      ['MAX_REQUESTS', 'many', 'PAGEWRIGHT_MAX_REQUESTS: must be a number greater than 0'],
      ['STRICT', 'yes', 'PAGEWRIGHT_STRICT: must be true or false'],
    ])('names the variable that is wrong: %s=%s', (name, value, message) => {
      expect(() => readEnvironment({ ...BASE, [`PAGEWRIGHT_${name}`]: value })).toThrow(message);
    });
  });
});

describe('read pairs', () => {
  describe('readPairs', () => {
    it('reads lines and JSON', () => {
      expect(readPairs('Authorization: Bearer a:b\r\n\nX-Version:7', ':')).toEqual({
        Authorization: 'Bearer a:b',
        'X-Version': '7',
      });
      expect(readPairs('shop = north=1', '=')).toEqual({ shop: 'north=1' });
      expect(readPairs('{"shop": "north\\nsouth"}', '=')).toEqual({ shop: 'north\nsouth' });
    });

    it('reads what was written, as JSON and as lines', () => {
      const name = fc.stringMatching(/^[A-Za-z][A-Za-z-]{0,9}$/).filter((one) => one !== '__proto__');
      const value = fc.stringMatching(/^[!-~]([ -~]{0,9}[!-~])?$/);
      fc.assert(
        fc.property(
          fc.dictionary(name, value, { noNullPrototype: true }),
          fc.constantFrom(':', '='),
          (pairs, separator) => {
            const lines = Object.entries(pairs).map(([key, one]) => `${key}${separator} ${one}`);
            expect(readPairs(lines.join('\n'), separator)).toEqual(pairs);
            expect(readPairs(JSON.stringify(pairs), separator)).toEqual(pairs);
          },
        ),
      );
    });

    it.each([
      ['s3cret', 'must be JSON, or lines of name:value'],
      [': s3cret', 'must be JSON, or lines of name:value'],
      ['{"a": "s3cret"', 'not valid JSON'],
      ['{"a": 7}', 'must have only strings as values'],
    ])('says what is wrong with %s, and repeats no value', (text, message) => {
      expect(() => readPairs(text, ':')).toThrow(message);
      expect(() => readPairs(text, ':')).not.toThrow('s3cret');
    });
  });

  describe('readRoles', () => {
    it('reads lines and JSON', () => {
      expect(readRoles('expired=Authorization: old\nexpired=X-Key: k=1\nother-tenant=Authorization: theirs')).toEqual({
        expired: { Authorization: 'old', 'X-Key': 'k=1' },
        'other-tenant': { Authorization: 'theirs' },
      });
      expect(readRoles('{"expired": {"Authorization": "old"}}')).toEqual({ expired: { Authorization: 'old' } });
    });

    it.each(['expired', 'expired=Authorization', '{"expired": "old"}', '{"expired": null}'])('refuses %s', (text) => {
      expect(() => readRoles(text)).toThrow(TypeError);
    });
  });
});
