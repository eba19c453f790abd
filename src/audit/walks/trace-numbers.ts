import type { Contract } from '../../contract/contract.ts';
import { listPublicHeaders } from '../../contract/secrets/list-key-headers.ts';
import type { Visit } from '../visits/visit.ts';
import { adoptOrphans } from './adopt-orphans.ts';
import { createEdgeBook } from './create-edge-book.ts';
import { createRebuffFinder } from './create-rebuff-finder.ts';
import { beginWalk, createEdge, createTrail, followEdge, returnTo, type Trail } from './create-trail.ts';
import { findNeighbours, firstPosition, readPosition, tellsEnd } from './next-positions.ts';
import type { Orphan } from './orphan.ts';
import { rootOf } from './root-of.ts';
import { scoreReturn } from './score-return.ts';
import type { Edge, Walk } from './trace.ts';

interface Told {
  readonly visit: Visit;
  readonly walk: Walk;
  readonly bound: number;
}

/** What the walks of one list with the same filters, page size and caller have in common. */
interface Group {
  /** What their pages said of where the list ends, the most generous of those since the first page was last read. */
  told?: Told;
  latest?: Walk | undefined;
  /** The request that read each page last since then. */
  readonly reads: Map<number, Visit>;
}

/** Names the group of a request. */
export function groupOf({ contract, caller, headers, path, filters, size }: Visit): string {
  const who = listPublicHeaders(contract).map((name) => headers.get(name) ?? '');
  return JSON.stringify([path, filters, size, caller, who]);
}

/**
 * Finds the walks among requests of a contract whose positions are page numbers or offsets: a request belongs to the latest walk
 * of the same list, caller, filters and page size whose positions it continues. What continues none is looked at afterwards.
 */
export function traceNumbers(contract: Contract, visits: readonly Visit[]): Trail {
  const trail = createTrail(contract);
  const book = createEdgeBook();
  const groups = new Map<string, Group>();
  const orphans: Orphan[] = [];
  const rebuffs = createRebuffFinder(groupOf);
  const excesses: { readonly visit: Visit; readonly told: Told }[] = [];

  function openGroup(key: string): Group {
    const group = groups.get(key) ?? { reads: new Map() };
    groups.set(key, group);
    return group;
  }

  function tell(visit: Visit, bound: number | undefined, walk: Walk | undefined, key: string): void {
    const group = openGroup(key);
    const { told, latest = walk } = group;
    group.latest = walk ?? latest;
    if (bound === undefined || group.latest === undefined || (told !== undefined && told.bound > bound)) return;
    group.told = { visit, walk: group.latest, bound };
  }

  function give(visit: Visit, at: number, walk: Walk, key: string): void {
    if (visit.page === undefined) return;
    const { next, isCertain, mayEnd, previous, last, link, bound } = findNeighbours(visit, at);
    walk.hasEnd ||= mayEnd;
    tell(visit, bound, walk, key);
    openGroup(key).reads.set(at, visit);
    const add = (edge: Edge, places: readonly number[]): void => {
      book.add(
        edge,
        places.map((place) => placeOf(key, place)),
      );
    };
    if (previous !== undefined) add(createEdge(visit, walk, 'previous'), [previous]);
    if (last !== undefined && last !== at) add(createEdge(visit, walk, 'last'), [last]);
    if (next.length === 0) return;
    const edge = createEdge(visit, walk, 'next', { link, isCertain });
    add(edge, next);
    trail.nextOf.set(visit, edge);
    rebuffs.add(edge, next);
  }

  function enterLast(visit: Visit, key: string): void {
    const { latest, told } = openGroup(key);
    const page = latest?.pages.at(-1);
    const walk = latest ?? beginWalk(trail, visit, false);
    if (page !== undefined) followEdge(trail, createEdge(page, walk, 'last'), visit);
    if (visit.outcome === 'page') walk.hasEnd = true;
    const at = visit.page?.pageNumber ?? told?.bound;
    if (at !== undefined) give(visit, at, walk, key);
  }

  function enterFirst(visit: Visit, at: number, key: string): void {
    rebuffs.welcome(visit);
    const edge = book.choose(placeOf(key, at), scoreReturn);
    const walk = returnTo(trail, edge, visit);
    if (walk === undefined) groups.delete(key);
    if (visit.outcome === 'page') give(visit, at, walk ?? beginWalk(trail, visit, true), key);
  }

  function enterWithin(visit: Visit, at: number, key: string): void {
    const edge = book.choose(placeOf(key, at), (candidate) => scoreEdge(candidate, visit));
    if (edge !== undefined) {
      // Where pages say nothing of the end, a refusal does.
      if (visit.outcome === 'refused' && !tellsEnd(visit)) tell(visit, at, edge.walk, key);
      followEdge(trail, edge, visit);
      give(visit, at, edge.walk, key);
      return;
    }
    const spurned = rebuffs.find(visit, at);
    if (spurned !== undefined) {
      followEdge(trail, spurned, visit);
      return;
    }
    const { told, reads } = openGroup(key);
    const earlier = reads.get(at);
    const walk = beginWalk(trail, visit, false);
    if (told !== undefined && at > told.bound && told.visit.answeredAt <= visit.at) {
      excesses.push({ visit, told });
    } else {
      orphans.push({ visit, at, walk, ...(earlier !== undefined && { earlier }) });
      give(visit, at, walk, key);
    }
  }

  for (const visit of visits) {
    if (visit.outcome === 'other') continue;
    const key = groupOf(visit);
    const at = readPosition(visit);
    if (isLastWord(visit)) enterLast(visit, key);
    else if (at === firstPosition(contract)) enterFirst(visit, at, key);
    else if (at !== undefined) enterWithin(visit, at, key);
  }
  adoptOrphans(trail, orphans, groupOf);
  // Who counts pages of another size than they have cannot know where the end is.
  const held = excesses.filter(({ told }) => !told.visit.isOddlySized && !rootOf(told.walk).isAltered);
  trail.excesses.push(...held.map(({ visit, told }) => ({ visit, earlier: told.visit })));
  return trail;
}

function isLastWord({ contract: { page }, position }: Visit): boolean {
  return page.style === 'number' && page.lastWord !== undefined && position === page.lastWord;
}

function placeOf(group: string, at: number): string {
  return `${group} ${at}`;
}

/** Forwards from wherever; backwards and to the end only from the page that a client stands on which came from the first. */
function scoreEdge({ role, from, walk, state, failures }: Edge, { outcome }: Visit): number | undefined {
  if (role === 'next') return state === 'open' && failures === 0 ? 0 : 1;
  return outcome === 'page' && walk.startsAtFirst && walk.pages.at(-1) === from ? 2 : undefined;
}
