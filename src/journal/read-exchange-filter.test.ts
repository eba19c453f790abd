import { describe, expect, it } from '@jest/globals';
import { EXCHANGE_FILTERS, readExchangeFilter } from './read-exchange-filter.ts';

describe('readExchangeFilter', () => {
  it('reads all filters', () => {
    const texts = { contract: 'c', method: 'GET', status: '4xx', path: '/', fault: 'latency', since: '7', limit: '20' };
    expect(readExchangeFilter(texts)).toEqual({ ...texts, since: 7, limit: 20 });
    expect(EXCHANGE_FILTERS).toEqual(Object.keys(texts));
    expect(readExchangeFilter({})).toEqual({});
  });

  it.each([
    [{ since: '' }, 'since is ""; expected a whole number, 0 or more'],
    [{ since: '-1' }, 'since is "-1"; expected a whole number, 0 or more'],
    [{ limit: '1e3' }, 'limit is "1e3"; expected a whole number, 0 or more'],
    [{ limit: '9999999999999999' }, 'limit is "9999999999999999"; expected a whole number, 0 or more'],
    [{ status: 'good' }, 'status is "good"; expected a status, such as 404, or 4xx'],
  ])('refuses %j', (parameters, message) => {
    expect(() => readExchangeFilter(parameters)).toThrow(message);
  });
});
