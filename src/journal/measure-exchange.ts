import type { Exchange } from './exchange.ts';

/** What an exchange takes beside its texts, roughly. */
const OVERHEAD = 512;

/** How much memory an exchange takes, in bytes: its texts, and an allowance for the rest. */
export function measureExchange({ request, response }: Pick<Exchange, 'request' | 'response'>): number {
  let size = OVERHEAD + request.path.length + request.query.length;
  for (const name in request.headers) size += measureValue(request.headers[name]) + name.length;
  if (response === undefined) return size;
  for (const [name, value] of response.headers) size += name.length + value.length;
  return size + response.body.length;
}

function measureValue(value: string | readonly string[] | undefined): number {
  if (value === undefined || typeof value === 'string') return value?.length ?? 0;
  return value.reduce((size, one) => size + one.length, 0);
}
