import type { Role } from '../../contract/contract.ts';
import type { Key } from '../../store/table.ts';
import { resolveLimit } from '../limit.ts';
import type { RoleValue } from '../neighbours.ts';
import { createPager, type PagedContract } from '../pager.ts';
import { parseQuery } from '../query.ts';
import type { Binding } from '../token-codec.ts';
import type { PositionError } from '../token-position.ts';
import type { ArrayView } from './array-view.ts';

/** What a request is answered with: a page, or why there is none. */
type Answer =
  | { readonly keys: readonly Key[]; readonly values: ReadonlyMap<Role, RoleValue> }
  | PositionError
  | { readonly condition: 'pastEnd' };

export interface SampleClient {
  /** Sends a URL, or the query alone. */
  get(url: string, binding?: Partial<Binding>): Answer;
  /** As `get`, for a request that must succeed. */
  page(url: string, binding?: Partial<Binding>): Extract<Answer, { keys: unknown }>;
}

export const ORIGIN = 'https://api.example.com';
export const NOW = 1_777_852_800_000;
const BINDING: Binding = { tenant: 'acme', scope: 'site-1', filters: '', order: 'id' };

/** Asks a contract's pager for pages of a view, as the mock does. */
export function createSampleClient(
  contract: PagedContract,
  view: ArrayView,
  now: () => number = () => NOW,
): SampleClient {
  const pager = createPager(contract, 'a secret for tests');

  function get(url: string, binding: Partial<Binding> = {}): Answer {
    const [path = '', raw = ''] = url.replace(ORIGIN, '').split('?');
    const query = parseQuery(raw);
    const limit = resolveLimit(query, contract.page.limit, contract.query);
    if (!limit.ok) return { condition: 'invalidParameter', violations: limit.violations };
    const context = { binding: { ...BINDING, ...binding }, now: now() };
    const reading = pager.readPosition(query, context);
    if (!reading.ok) return reading.fault;
    const slice = pager.slice(view, reading.position, limit.limit);
    if (slice === undefined) return { condition: 'pastEnd' };
    const values = pager.join({
      position: reading.position,
      slice,
      limit: limit.limit,
      count: view.count,
      keyAt: (rank) => view.keys[rank] ?? [],
      identityAt: (rank) => String(view.keys[rank]?.at(-1)),
      slotAt: (rank) => rank,
      url: { origin: ORIGIN, path, query },
      context,
    });
    return { keys: view.keys.slice(slice.start, slice.end), values };
  }

  return {
    get,
    page(url, binding) {
      const answer = get(url, binding);
      if ('keys' in answer) return answer;
      throw new Error(`${url} was answered with ${JSON.stringify(answer)}`);
    },
  };
}
