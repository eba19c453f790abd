import type { Exchange } from '../../journal/exchange.ts';

/** Longer ones are cut. */
const SHOWN = 160;

/** A request in a line: `GET /things?page=2`. */
export function describeRequest({ request: { method, path, query } }: Pick<Exchange, 'request'>): string {
  const line = `${method} ${path}${query === '' ? '' : `?${query}`}`;
  return line.length <= SHOWN ? line : `${line.slice(0, SHOWN)}…`;
}
