import { PagewrightError } from '../contract/error.ts';
import type { Work } from '../store/work.ts';
import { type Exchange, readSender, writeUrl } from './exchange.ts';
import type { Journal } from './journal.ts';

/** Which exchanges are wanted: those that satisfy all filters that are given. */
export interface ExchangeFilter {
  /** The id of the contract. */
  readonly contract?: string;
  /** In any case. */
  readonly method?: string;
  /** `404`, or a class: `4xx`. */
  readonly status?: string | number;
  /** Part of the URL as it was sent, the query included. */
  readonly path?: string;
  /** The kind of a fault that altered the response. */
  readonly fault?: string;
  /** Who says to have sent the request, such as `console`; `client`: nobody said so. */
  readonly by?: string;
  /** The id after which they came. */
  readonly since?: number;
  /** Only the latest N of them. */
  readonly limit?: number;
}

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
    if (!/^[!#$%&'*+.^_`|~\w-]+$/.test(wanted)) throw filterError('method', method, 'a method such as GET');
    return ({ request }) => request.method === wanted;
  },
  status: (given) => {
    const status = String(given);
    if (!/^[1-9](?:\d\d|xx)$/i.test(status))
      throw filterError('status', status, 'a status such as 404, or a class such as 4xx');
    // Of a class, the first digit counts only.
    const wanted = status.toLowerCase().replace('xx', '');
    return ({ response }) => response !== undefined && String(response.status).startsWith(wanted);
  },
  path: (part) => (exchange) => writeUrl(exchange).includes(part),
  fault:
    (kind) =>
    ({ faults }) =>
      faults?.includes(kind) ?? false,
  by: (sender) => (exchange) => (readSender(exchange) ?? 'client') === sender,
  since: (since) => {
    requireCount('since', since);
    return ({ id }) => id > since;
  },
};

/**
 * Makes the test whether an exchange is wanted. `limit` is left to `findExchanges`: it does not concern one alone.
 *
 * @throws {PagewrightError} for a value that a filter cannot have
 */
export function createExchangeTest(filter: ExchangeFilter): (exchange: Exchange) => boolean {
  if (filter.limit !== undefined) requireCount('limit', filter.limit);
  const unknown = Object.keys(filter).find((name) => name !== 'limit' && !Object.hasOwn(TESTS, name));
  if (unknown !== undefined) {
    const message = `Unknown filter ${unknown}: must be one of ${EXCHANGE_FILTERS.join(', ')}`;
    throw new PagewrightError('invalid-filter', message, { field: unknown });
  }
  const tests = Object.entries(TESTS).flatMap(([name, createTest]) => {
    const wanted = filter[name as keyof typeof TESTS];
    return wanted === undefined ? [] : [(createTest as (wanted: string | number) => ExchangeTest)(wanted)];
  });
  return (exchange) => tests.every((test) => test(exchange));
}

/**
 * The exchanges of a journal that are wanted, the oldest first. No more are read than it takes.
 *
 * @throws {PagewrightError} `invalid-filter` for a value that a filter cannot have
 */
export function* findExchanges(journal: Pick<Journal, 'newest'>, filter: ExchangeFilter): Work<readonly Exchange[]> {
  const isWanted = createExchangeTest(filter);
  const { limit = Number.POSITIVE_INFINITY, since = 0 } = filter;
  const wanted: Exchange[] = [];
  if (limit === 0) return wanted;
  for (const exchange of journal.newest()) {
    if (exchange.id <= since) break;
    if (isWanted(exchange) && wanted.push(exchange) === limit) break;
    yield;
  }
  return wanted.reverse();
}

function requireCount(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) throw filterError(name, value, 'a whole number of 0 or more');
}

/** @param expected - what it must be: `a whole number` */
function filterError(filter: string, value: string | number, expected: string): PagewrightError {
  const message = `Invalid ${filter} ${JSON.stringify(value)}: must be ${expected}`;
  return new PagewrightError('invalid-filter', message, { field: filter });
}

/** The names of all filters, as parameters of a query. */
export const EXCHANGE_FILTERS: readonly (keyof ExchangeFilter)[] = [
  'contract',
  'method',
  'status',
  'path',
  'fault',
  'by',
  'since',
  'limit',
];

/**
 * Reads a filter from parameters of a query, decoded.
 *
 * @throws {PagewrightError} for a value that a filter cannot have
 */
export function readExchangeFilter(
  parameters: Readonly<Partial<Record<keyof ExchangeFilter, string>>>,
): ExchangeFilter {
  const { since, limit, ...texts } = parameters;
  const filter: ExchangeFilter = {
    ...texts,
    ...(since === undefined ? {} : { since: readCount('since', since) }),
    ...(limit === undefined ? {} : { limit: readCount('limit', limit) }),
  };
  createExchangeTest(filter);
  return filter;
}

function readCount(name: string, text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw filterError(name, text, 'a whole number of 0 or more');
  return Number(text);
}
