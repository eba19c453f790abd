import { AdminError, callAdmin } from '../admin/client.ts';
import type { WalkSummary, Window } from '../admin/types.ts';

// INTERIM until GET /walks stands: consecutive requests with the same filters.
type Grouped = { summary: WalkSummary; windows: Window[] };

function group(all: readonly Window[], position: string): Grouped[] {
  const groups: Grouped[] = [];
  const filters = (query: string): string => {
    const p = new URLSearchParams(query);
    p.delete(position);
    return p.toString();
  };
  for (const w of all) {
    const last = groups.at(-1);
    const pos = new URLSearchParams(w.query).get(position);
    if (
      last !== undefined &&
      pos !== null &&
      pos !== '0' &&
      last.summary.by === w.by &&
      last.summary.query === filters(w.query)
    )
      last.windows.push(w);
    else
      groups.push({
        windows: [w],
        summary: {
          walk: groups.length + 1,
          contract: w.contract,
          ...(w.by !== undefined && { by: w.by }),
          exchanges: [],
          startedAt: w.at,
          query: filters(w.query),
          rows: { read: 0, twice: 0, never: 0, total: 0 },
          isComplete: false,
        },
      });
  }
  return groups.map((g) => {
    const last = g.windows.at(-1) as Window;
    return {
      windows: g.windows,
      summary: {
        ...g.summary,
        exchanges: g.windows.map((w) => w.exchange),
        isComplete: last.last !== undefined && last.last === last.total,
      },
    };
  });
}

export async function getWalks(
  query: Record<string, string | undefined>,
  position: string,
  signal: AbortSignal,
): Promise<readonly WalkSummary[]> {
  try {
    return await callAdmin('/walks', { query, signal });
  } catch (e) {
    if (!(e instanceof AdminError) || e.status !== 404) throw e;
    return group(await callAdmin<Window[]>('/windows', { query, signal }), position).map((g) => g.summary);
  }
}

export async function getWindows(
  query: Record<string, string | number | undefined>,
  position: string,
  signal: AbortSignal,
): Promise<readonly Window[]> {
  try {
    return await callAdmin('/windows', { query, signal });
  } catch (e) {
    if (!(e instanceof AdminError) || e.status !== 400) throw e;
    const { walk, ...rest } = query;
    return (
      group(await callAdmin<Window[]>('/windows', { query: rest, signal }), position)[Number(walk) - 1]?.windows ?? []
    );
  }
}
