import type { Contract, Json, Role } from '../../contract/contract.ts';
import { readRole } from '../../contract/place.ts';
import type { Got, Sent } from './session.ts';
import type { Target } from './target.ts';

/** Parameters of a query; an absent one is not sent. */
export type Parameters = Readonly<Record<string, string | number | undefined>>;

/** Reads what a page says. */
export function read({ envelope }: Contract, { body }: Got, role: Role): Json | undefined {
  return readRole(envelope, role, { body: body as Json | undefined, header: () => undefined });
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
  const { parameter } = contract.page.limit;
  return parameter === undefined ? {} : { [parameter]: size };
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
  const form = contract.envelope.forms.get('next');
  if (form === undefined) return askCounted(target, first, sent, got);
  const next = read(contract, got, 'next');
  if ((typeof next !== 'string' && typeof next !== 'number') || next === '') return undefined;
  if (form === 'link' || form === 'relativeLink') return { url: String(next), headers: sent.headers };
  const direction =
    page.style !== 'keyset' || page.direction === undefined
      ? {}
      : { [page.direction.parameter]: page.direction.forward };
  return ask(target, { ...first, ...direction, [page.position]: next });
}

function askCounted(target: Target, first: Parameters, sent: Sent, got: Got): Sent | undefined {
  const { contract } = target;
  const { page } = contract;
  const size = Number(first[page.limit.parameter ?? ''] ?? page.limit.default);
  const start = page.style === 'number' || page.style === 'offset' ? page.first : 0;
  const before = Number(new URL(sent.url, 'http://x').searchParams.get(page.position) ?? start);
  const total = read(contract, got, 'total');
  const rows = page.style === 'number' ? (before + 1 - page.first) * size : before - start + size;
  // Where nothing tells the end, a page without rows does.
  const isOver = typeof total === 'number' ? rows >= total : countRows(contract, got) === 0;
  if (isOver) return undefined;
  return ask(target, { ...first, [page.position]: page.style === 'number' ? before + 1 : rows + start });
}
