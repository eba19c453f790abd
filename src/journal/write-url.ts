import type { Exchange } from './exchange.ts';

/** The URL that was asked for, as it was sent: `http://127.0.0.1:4010/customers?limit=5`. */
export function writeUrl({ request }: Pick<Exchange, 'request'>): string {
  const { origin, path, query } = request;
  return query === '' ? origin + path : `${origin}${path}?${query}`;
}
