import type { Contract } from '../../contract/contract.ts';
import type { LinkRole } from '../../edit/neighbours.ts';
import type { Link, Visit } from '../visits/visit.ts';
import { type Chain, countLaps, extendChain } from './chain.ts';
import { rootOf } from './root-of.ts';
import type { Breach, Edge, Follow, Walk } from './trace.ts';

/** A trace that is being made. */
export interface Trail {
  readonly contract: Contract;
  readonly walks: Walk[];
  readonly follows: Follow[];
  readonly strangers: Breach[];
  readonly retries: Breach[];
  readonly refusals: Visit[];
  readonly repeats: Breach[];
  readonly excesses: Breach[];
  readonly edgeOf: Map<Visit, Edge>;
  readonly chainOf: Map<Visit, Chain>;
  /** The way forward from a page, where it has one. */
  readonly nextOf: Map<Visit, Edge>;
  /** How many walks may have ended because of something else that is held against the client, by where that was. */
  readonly credits: Map<string, number>;
}

export function createTrail(contract: Contract): Trail {
  return {
    contract,
    walks: [],
    follows: [],
    strangers: [],
    retries: [],
    refusals: [],
    repeats: [],
    excesses: [],
    edgeOf: new Map(),
    chainOf: new Map(),
    nextOf: new Map(),
    credits: new Map(),
  };
}

/** Begins a walk with a request, which need not have been answered by a page. */
export function beginWalk(trail: Trail, visit: Visit, startsAtFirst: boolean): Walk {
  const walk: Walk = { pages: [], startsAtFirst, hasEnd: false, isAltered: false };
  trail.walks.push(walk);
  if (visit.outcome === 'page') addPage(trail, walk, visit);
  return walk;
}

/**
 * Notes that a request went back to the first page from the page after it, as a part of the same walk, or round to it in a circle.
 *
 * @returns the walk that it belongs to; `undefined` when it came by no edge
 */
export function returnTo(trail: Trail, edge: Edge | undefined, visit: Visit): Walk | undefined {
  if (edge === undefined) return undefined;
  if (edge.role === 'next' || visit.outcome !== 'page') {
    followEdge(trail, edge, visit);
    return edge.walk;
  }
  trail.follows.push({ edge, visit });
  trail.edgeOf.set(visit, edge);
  edge.state = 'used';
  edge.visit = visit;
  leaveOpen(trail, edge.from);
  const walk = beginWalk(trail, visit, true);
  walk.continues = rootOf(edge.walk);
  return walk;
}

/** Notes that a request used an edge, and what came of it. */
export function followEdge(trail: Trail, edge: Edge, visit: Visit): void {
  trail.follows.push({ edge, visit });
  trail.edgeOf.set(visit, edge);
  if (visit.outcome === 'page') {
    // Of a page that was read twice because it came late, one way on is enough.
    leaveOpen(trail, edge.visit);
    if (edge.role !== 'next') leaveOpen(trail, edge.from);
    edge.state = visit.isSlow ? 'again' : 'used';
    addPage(trail, edge.walk, visit, edge);
  } else if (visit.outcome === 'refused' && trail.contract.page.style !== 'number') {
    edge.state = 'refused';
    trail.refusals.push(visit);
  } else {
    edge.failures += 1;
  }
  edge.visit = visit;
}

/** The way forward from a page that the client turned away from may be used, and need not be. */
function leaveOpen(trail: Trail, page: Visit | undefined): void {
  const edge = page === undefined ? undefined : trail.nextOf.get(page);
  if (edge?.state === 'open') edge.state = 'again';
}

/** Adds a page that was read to a walk; going round a second time is going too far. */
export function addPage(trail: Trail, walk: Walk, visit: Visit, edge?: Edge): void {
  const from = edge?.role === 'next' ? edge.from : undefined;
  const chain = extendChain(from && trail.chainOf.get(from), from, visit);
  trail.chainOf.set(visit, chain);
  if (countLaps(chain, visit) > 2) {
    const earlier = walk.pages.find(({ page }) => page?.fingerprint === visit.page?.fingerprint);
    trail.repeats.push({ visit, ...(earlier !== undefined && { earlier }) });
  }
  walk.pages.push(visit);
}

/** Makes the edge of a link. */
export function createEdge(
  from: Visit,
  walk: Walk,
  role: LinkRole,
  { link, isCertain = true }: { readonly link?: Link | undefined; readonly isCertain?: boolean } = {},
): Edge {
  return { from, walk, role, ...(link !== undefined && { link }), isCertain, state: 'open', failures: 0 };
}

/** Forgives one walk that ends at a place. */
export function addCredit(trail: Trail, place: string): void {
  trail.credits.set(place, (trail.credits.get(place) ?? 0) + 1);
}
