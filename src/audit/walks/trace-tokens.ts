import type { Contract } from '../../contract/contract.ts';
import { LINK_ROLES } from '../../edit/neighbours.ts';
import { createLinkComparer, type LinkChanges } from '../visits/create-link-comparer.ts';
import { createPositionFinder } from '../visits/create-position-finder.ts';
import { listMissingHeaders } from '../visits/list-missing-headers.ts';
import { canonize, readLink } from '../visits/read-link.ts';
import type { Link, Visit } from '../visits/visit.ts';
import { createEdgeBook } from './create-edge-book.ts';
import {
  addCredit,
  addPage,
  beginWalk,
  createEdge,
  createTrail,
  followEdge,
  returnTo,
  type Trail,
} from './create-trail.ts';
import { scoreReturn } from './score-return.ts';
import type { Edge, Walk } from './trace.ts';

/**
 * Finds the walks among requests of a contract whose positions are sealed in links or tokens: a request belongs to the walk
 * whose page gave its position.
 */
export function traceTokens(contract: Contract, visits: readonly Visit[]): Trail {
  const trail = createTrail(contract);
  const book = createEdgeBook();
  /** By path, the latest page that leads on. */
  const latest = new Map<string, Visit>();
  /** What links have called the position. */
  const names = new Set<string>();
  const findPosition = createPositionFinder(contract);
  const compareLink = createLinkComparer(contract);
  /** Positions that no page gave and that were refused, by the request that was told so last. */
  const unknown = new Map<string, Visit>();

  /** A link without a position is known by all of it. */
  function nameLink(link: Link): string {
    const [name, value] = findPosition(link) ?? [];
    if (name === undefined || value === undefined) return canonize(link);
    names.add(name);
    return value;
  }

  function give(visit: Visit, walk: Walk): void {
    if (visit.page === undefined) return;
    if (visit.page.links.next === undefined || visit.page.hasNext === false) walk.hasEnd = true;
    for (const { edge, given } of listEdges(visit, walk)) {
      const position = edge.link === undefined ? given : nameLink(edge.link);
      book.add(edge, [position]);
      if (edge.role !== 'next') continue;
      trail.nextOf.set(visit, edge);
      latest.set(visit.path, visit);
    }
  }

  /** An edge that was not tried yet goes first, so that of two clients at one place each gets its own. */
  function score(edge: Edge, visit: Visit): number {
    const { altered, reselected } = edge.link === undefined ? UNCHANGED : compareLink(edge.link, visit);
    const filters = edge.link !== undefined || edge.from.filters === visit.filters ? 0 : 1;
    const differences = altered.length + reselected.length + filters + listMissingHeaders(edge.from, visit).length;
    // Who goes back or elsewhere has not gone forwards from there.
    const hasGoneOn = edge.role !== 'next' && trail.nextOf.get(edge.from)?.state === 'used';
    const isOtherSize = edge.from.size !== visit.size;
    const isTried = edge.state !== 'open' || edge.failures > 0;
    return differences * 8 + (isOtherSize ? 4 : 0) + (hasGoneOn ? 2 : 0) + (isTried ? 1 : 0);
  }

  function follow(edge: Edge, visit: Visit, key: string): void {
    followEdge(trail, edge, visit);
    book.use(edge, key);
    give(visit, edge.walk);
  }

  function followUnknown(visit: Visit, key: string): void {
    const refused = unknown.get(key);
    if (refused !== undefined) {
      trail.retries.push({ visit, earlier: refused });
    } else if (visit.outcome === 'refused') {
      const page = latest.get(visit.path);
      trail.strangers.push({ visit, ...(page !== undefined && { earlier: page }) });
    }
    if (visit.outcome === 'refused') {
      trail.refusals.push(visit);
      unknown.set(key, visit);
    }
    addCredit(trail, visit.path);
    // What the server takes is its own: it gave it before the journal began.
    if (visit.outcome === 'page') give(visit, beginWalk(trail, visit, false));
  }

  function followAgain(edge: Edge, visit: Visit): void {
    const earlier = edge.visit ?? edge.from;
    if (edge.state === 'refused') trail.retries.push({ visit, earlier });
    else trail.repeats.push({ visit, earlier });
    addCredit(trail, visit.path);
    if (visit.outcome !== 'page') return;
    addPage(trail, edge.walk, visit);
    give(visit, edge.walk);
  }

  function begin(visit: Visit, startsAtFirst: boolean): void {
    if (visit.outcome === 'page') give(visit, beginWalk(trail, visit, startsAtFirst));
  }

  function enterFirst(visit: Visit): void {
    const edge = book.choose(visit.canonical, scoreReturn);
    const walk = returnTo(trail, edge, visit);
    if (walk === undefined) begin(visit, true);
    else give(visit, walk);
  }

  function enterAt(visit: Visit, position: string): void {
    const edge = book.choose(position, (candidate) => score(candidate, visit));
    const used = edge ?? book.lastUsed(position);
    if (edge !== undefined) follow(edge, visit, position);
    else if (used !== undefined) followAgain(used, visit);
    else followUnknown(visit, position);
  }

  for (const visit of visits) {
    if (visit.outcome === 'other') continue;
    const position = visit.position ?? visit.pairs.findLast(([name]) => names.has(name))?.[1];
    if (position !== undefined) enterAt(visit, position);
    // Backwards without a token is the last page: a way in of its own.
    else if (isBackward(contract, visit)) begin(visit, false);
    else enterFirst(visit);
  }
  return trail;
}

const UNCHANGED: LinkChanges = { altered: [], reselected: [] };

/** What a page gives: its links or tokens. */
function listEdges(visit: Visit, walk: Walk): readonly { readonly edge: Edge; readonly given: string }[] {
  const { contract, page, exchange } = visit;
  return LINK_ROLES.flatMap((role) => {
    const given = page?.links[role];
    if (given === undefined) return [];
    if (contract.page.style !== 'links') return [{ edge: createEdge(visit, walk, role), given }];
    const link = readLink(contract, given, exchange.request);
    return link === undefined ? [] : [{ edge: createEdge(visit, walk, role, { link }), given }];
  });
}

function isBackward({ page }: Contract, { pairs }: Visit): boolean {
  if (page.style !== 'keyset' || page.direction === undefined) return false;
  const { parameter, backward } = page.direction;
  return pairs.findLast(([name]) => name === parameter)?.[1] === backward;
}
