import { describe, expect, it } from '@jest/globals';
import { readEnvironment } from './read-environment.ts';

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
      'PAGEWRIGHT_CONTRACT has to',
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
      },
      options: { only: ['*.walk.*', '*.order.*'], strict: true, waivers: 'waivers.yaml' },
    });
  });

  it.each([
    ['HEADERS', 's3cret', 'PAGEWRIGHT_HEADERS: expected JSON, or lines with ":" between name and value'],
    ['ROLES', 'expired', 'PAGEWRIGHT_ROLES: expected JSON'],
    ['RATE', '0', 'PAGEWRIGHT_RATE: expected a number above 0'],
    ['MAX_REQUESTS', 'many', 'PAGEWRIGHT_MAX_REQUESTS: expected a number above 0'],
    ['STRICT', 'yes', 'PAGEWRIGHT_STRICT: expected true or false'],
  ])('names the variable that is wrong: %s=%s', (name, value, message) => {
    expect(() => readEnvironment({ ...BASE, [`PAGEWRIGHT_${name}`]: value })).toThrow(message);
  });
});
});
