import type { Exchange } from './exchange.ts';
import type { ExchangeFilter } from './exchange-filter.ts';
import { FilterError } from './filter-error.ts';
import { writeUrl } from './write-url.ts';

type ExchangeTest = (exchange: Exchange) => boolean;

/** A test for each filter that looks at one exchange. */
const TESTS: {
  readonly [Name in keyof Omit<ExchangeFilter, 'limit'>]-?: (wanted: NonNullable<ExchangeFilter[Name]>) => ExchangeTest;
} = {
  contract:
    (id) =>
    ({ contract }) =>
      contract?.id === id,
  method: (method) => {
    const wanted = method.toUpperCase();
    if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(wanted)) throw new FilterError('method', method, 'a method, such as GET');
    return ({ request }) => request.method === wanted;
  },
  status: (given) => {
    const status = String(given);
    if (!/^[1-9](?:\d\d|xx)$/i.test(status)) throw new FilterError('status', status, 'a status, such as 404, or 4xx');
    // Of a class, the first digit counts only.
    const wanted = status.toLowerCase().replace('xx', '');
    return ({ response }) => response !== undefined && String(response.status).startsWith(wanted);
  },
  path: (part) => (exchange) => writeUrl(exchange).includes(part),
  fault:
    (kind) =>
    ({ faults }) =>
      faults?.includes(kind) ?? false,
  since: (since) => {
    requireCount('since', since);
    return ({ id }) => id > since;
  },
};

/**
 * Makes the test whether an exchange is wanted. `limit` is left to `filterExchanges`: it does not concern one alone.
 *
 * @throws {FilterError} for a value that a filter cannot have
 */
export function createExchangeTest(filter: ExchangeFilter): (exchange: Exchange) => boolean {
  if (filter.limit !== undefined) requireCount('limit', filter.limit);
  const stranger = Object.keys(filter).find((name) => name !== 'limit' && !Object.hasOwn(TESTS, name));
  if (stranger !== undefined)
    throw new FilterError(stranger, 'given', `one of ${Object.keys(TESTS).join(', ')}, limit`);
  const tests = Object.entries(TESTS).flatMap(([name, createTest]) => {
    const wanted = filter[name as keyof typeof TESTS];
    return wanted === undefined ? [] : [(createTest as (wanted: string | number) => ExchangeTest)(wanted)];
  });
  return (exchange) => tests.every((test) => test(exchange));
}

/**
 * The exchanges that are wanted, in the order in which they are given.
 *
 * @throws {FilterError} for a value that a filter cannot have
 */
export function filterExchanges(exchanges: readonly Exchange[], filter: ExchangeFilter): readonly Exchange[] {
  const wanted = exchanges.filter(createExchangeTest(filter));
  return filter.limit === undefined ? wanted : wanted.slice(Math.max(0, wanted.length - filter.limit));
}

function requireCount(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) throw new FilterError(name, value, 'a whole number, 0 or more');
}
