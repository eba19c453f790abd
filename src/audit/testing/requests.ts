import type { Contract, Json, Role } from '../../contract/contract.ts';
import { readPointer } from '../../contract/json-pointer.ts';
import type { Got, Sent } from './session.ts';
import type { Target } from './target.ts';

/** Parameters of a query; an absent one is not sent. */
export type Parameters = Readonly<Record<string, string | number | undefined>>;

/** Reads what a page says. */
export function read({ envelope }: Contract, { body }: Got, role: Role): Json | undefined {
  const pointer = envelope.roles.get(role);
  return pointer === undefined || body === undefined ? undefined : readPointer(body as Json, pointer);
}

function countRows(contract: Contract, got: Got): number {
  const items = read(contract, got, 'items');
  return Array.isArray(items) ? items.length : 0;
}

/** A request for a list, by somebody who knows its contract. */
export function ask({ path, headers }: Pick<Target, 'path' | 'headers'>, parameters: Parameters = {}): Sent {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.append(name, String(value));
  const text = String(query);
  return { url: text === '' ? path : `${path}?${text}`, headers };
}

/** Parameters that ask for a number of rows. */
export function sizeOf({ contract }: Target, size: number): Parameters {
  return { [contract.page.limit.parameter]: size };
}

/**
 * The request for the next page, made of what the page says: its link, its token, or the number or offset after its own.
 *
 * @param first - the parameters of the first page
 * @returns `undefined` on the last page
 */
export function askNext(target: Target, first: Parameters, sent: Sent, got: Got): Sent | undefined {
  const { contract } = target;
  const { page } = contract;
  const next = read(contract, got, 'next');
  if (contract.envelope.roles.has('next')) {
    if (typeof next !== 'string' || next === '') return undefined;
    if (page.style !== 'keyset') return { url: next, headers: sent.headers };
    const direction = page.direction === undefined ? {} : { [page.direction.parameter]: page.direction.forward };
    return ask(target, { ...first, ...direction, [page.position]: next });
  }
  const size = Number(first[page.limit.parameter] ?? page.limit.default);
  const before = Number(
    new URL(sent.url, 'http://x').searchParams.get(page.position) ?? (page.style === 'number' ? 1 : 0),
  );
  const total = read(contract, got, 'total');
  const rows = page.style === 'number' ? before * size : before + size;
  // Where nothing tells the end, a page without rows does.
  const isOver = typeof total === 'number' ? rows >= total : countRows(contract, got) === 0;
  if (isOver) return undefined;
  return ask(target, { ...first, [page.position]: page.style === 'number' ? before + 1 : rows });
}
