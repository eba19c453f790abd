import type { WalkSummary } from '../admin/activity-types.ts';
import { callAdmin } from '../admin/client.ts';
import { session } from '../state/chosen.ts';

/** What the URL of Explore says of a request: its walk and its number there; of one that belongs to none, its id. */
export async function locateOnStrip(
  contract: string,
  exchange: number,
): Promise<{ readonly walk: number; readonly at: number } | { readonly exchange: number }> {
  const query = { contract, session: session.value, limit: 1000 };
  const walks = await callAdmin<readonly WalkSummary[]>('/walks', { query });
  const found = walks.findLast(({ exchanges }) => exchanges.includes(exchange));
  if (found === undefined) return { exchange };
  return { walk: found.walk, at: found.exchanges.indexOf(exchange) + 1 };
}
