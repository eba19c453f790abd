import { describe, expect, it } from '@jest/globals';
import { loadSample } from '../mock/testing/load-contract.ts';
import { finish } from '../store/work.ts';
import { createExchange } from '../testing/exchange.ts';
import type { Exchange } from './exchange.ts';
import {
  createExchangeTest,
  EXCHANGE_FILTERS,
  type ExchangeFilter,
  findExchanges,
  readExchangeFilter,
} from './exchange-filter.ts';

describe('filter exchanges', () => {
  const journalOf = (exchanges: readonly Exchange[]) => ({
    *newest(): Generator<Exchange, void> {
      yield* [...exchanges].reverse();
    },
  });
  const contract = loadSample();

  const EXCHANGES = [
    createExchange({ id: 11, contract, request: { query: 'limit=5&after=a%2Fb' } }),
    createExchange({ id: 12, request: { path: '/nowhere' }, response: { status: 404 } }),
    createExchange({
      id: 13,
      contract,
      request: { method: 'HEAD' },
      faults: ['latency', 'rate-limit'],
      response: { status: 429 },
    }),
    createExchange({ id: 14, contract, faults: ['connection-reset'], response: null }),
    createExchange({
      id: 15,
      contract,
      request: { method: 'POST', origin: 'http://mock.test/s' },
      response: { status: 405 },
    }),
  ];

  describe('findExchanges', () => {
    it.each<[ExchangeFilter, readonly number[]]>([
      [{}, [11, 12, 13, 14, 15]],
      [{ contract: contract.id }, [11, 13, 14, 15]],
      [{ contract: 'other' }, []],
      [{ method: 'HEAD' }, [13]],
      [{ method: 'post' }, [15]],
      [{ status: '404' }, [12]],
      [{ status: '4xx' }, [12, 13, 15]],
      [{ status: '2XX' }, [11]],
      [{ status: '5xx' }, []],
      [{ path: '/cust' }, [11, 13, 14, 15]],
      [{ path: 'after=a%2Fb' }, [11]],
      [{ path: 'mock.test/s/' }, [15]],
      [{ fault: 'latency' }, [13]],
      [{ fault: 'rate-limit' }, [13]],
      [{ fault: 'connection-reset' }, [14]],
      [{ fault: 'late' }, []],
      [{ since: 0 }, [11, 12, 13, 14, 15]],
      [{ since: 13 }, [14, 15]],
      [{ since: 15 }, []],
      [{ limit: 2 }, [14, 15]],
      [{ limit: 0 }, []],
      [{ limit: 6 }, [11, 12, 13, 14, 15]],
      [{ limit: 99 }, [11, 12, 13, 14, 15]],
      [{ status: '4xx', contract: contract.id, since: 11, limit: 1 }, [15]],
    ])('%j', (filter, ids) => {
      expect(finish(findExchanges(journalOf(EXCHANGES), filter)).map(({ id }) => id)).toEqual(ids);
    });

    it.each<[ExchangeFilter, string]>([
      [{ method: '' }, 'Invalid method "": must be a method such as GET'],
      [{ method: 'GET,PUT' }, 'Invalid method "GET,PUT": must be a method such as GET'],
      [{ status: '' }, 'Invalid status "": must be a status such as 404, or a class such as 4xx'],
      [{ status: '40x' }, 'Invalid status "40x": must be a status such as 404, or a class such as 4xx'],
      [{ status: '0' }, 'Invalid status "0": must be a status such as 404, or a class such as 4xx'],
      [{ status: '4040' }, 'Invalid status "4040": must be a status such as 404, or a class such as 4xx'],
      [{ since: -1 }, 'Invalid since -1: must be a whole number of 0 or more'],
      [{ since: 1.5 }, 'Invalid since 1.5: must be a whole number of 0 or more'],
      [{ limit: -1 }, 'Invalid limit -1: must be a whole number of 0 or more'],
    ])('rejects %j', (filter, message) => {
      const refusal = expect.objectContaining({ code: 'invalid-filter', field: Object.keys(filter)[0], message });
      expect(() => finish(findExchanges(journalOf([]), filter))).toThrow(refusal as unknown as Error);
      expect(() => createExchangeTest(filter)).toThrow(message);
    });
  });

  describe('createExchangeTest', () => {
    it('judges one exchange, whatever the limit', () => {
      const test = createExchangeTest({ status: '404', limit: 0 });
      expect(EXCHANGES.map(test)).toEqual([false, true, false, false, false]);
    });
  });
});

describe('readExchangeFilter', () => {
  it('reads all filters', () => {
    const texts = {
      contract: 'c',
      method: 'GET',
      status: '4xx',
      path: '/',
      fault: 'latency',
      by: 'console',
      since: '7',
      limit: '20',
    };
    expect(readExchangeFilter(texts)).toEqual({ ...texts, since: 7, limit: 20 });
    expect(EXCHANGE_FILTERS).toEqual(Object.keys(texts));
    expect(readExchangeFilter({})).toEqual({});
  });

  it.each([
    [{ since: '' }, 'Invalid since "": must be a whole number of 0 or more'],
    [{ since: '-1' }, 'Invalid since "-1": must be a whole number of 0 or more'],
    [{ limit: '1e3' }, 'Invalid limit "1e3": must be a whole number of 0 or more'],
    [{ limit: '9999999999999999' }, 'Invalid limit "9999999999999999": must be a whole number of 0 or more'],
    [{ status: 'good' }, 'Invalid status "good": must be a status such as 404, or a class such as 4xx'],
  ])('rejects %j', (parameters, message) => {
    expect(() => readExchangeFilter(parameters)).toThrow(message);
  });
});
