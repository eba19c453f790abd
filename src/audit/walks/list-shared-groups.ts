import type { Visit } from '../visits/visit.ts';
import type { Walk } from './trace.ts';

/** The groups in which walks from the first page ran side by side: whose requests were whose is a guess there. */
export function listSharedGroups(walks: readonly Walk[], groupOf: (visit: Visit) => string): ReadonlySet<string> {
  const shared = new Set<string>();
  const ends = new Map<string, number>();
  for (const { pages, startsAtFirst } of walks) {
    const [start] = pages;
    const end = pages.at(-1);
    if (!startsAtFirst || start === undefined || end === undefined) continue;
    const group = groupOf(start);
    const before = ends.get(group) ?? -1;
    if (start.index < before) shared.add(group);
    ends.set(group, Math.max(before, end.index));
  }
  return shared;
}
