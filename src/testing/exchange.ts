import type { Exchange } from '../journal/exchange.ts';

/** What a test says of an exchange; the rest is filled in. */
export interface ExchangeParts extends Partial<Omit<Exchange, 'request' | 'response'>> {
  readonly request?: Partial<Exchange['request']>;
  /** `null`: the connection was reset. */
  readonly response?: Partial<NonNullable<Exchange['response']>> | null;
}

/** Makes an exchange, by default a request for `/customers` at 2026-05-05T09:30:00Z, answered with an empty object. */
export function createExchange({ request, response, ...parts }: ExchangeParts = {}): Exchange {
  return {
    id: 1,
    session: 'default',
    isList: true,
    at: Date.UTC(2026, 4, 5, 9, 30),
    clock: Date.UTC(2026, 0, 1),
    durationMs: 1.5,
    request: { method: 'GET', origin: 'http://mock.test', path: '/customers', query: '', headers: {}, ...request },
    ...(response === null
      ? {}
      : { response: { status: 200, headers: [['content-type', 'application/json']], body: '{}', ...response } }),
    ...parts,
  };
}
