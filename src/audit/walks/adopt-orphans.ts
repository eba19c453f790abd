import { listCredentialHeaders } from '../../contract/secrets/list-key-headers.ts';
import { listMissingHeaders } from '../visits/list-missing-headers.ts';
import type { Visit } from '../visits/visit.ts';
import { createFlow } from './create-flow.ts';
import { addCredit, type Trail } from './create-trail.ts';
import { listSharedGroups } from './list-shared-groups.ts';
import { findNeighbours, readPosition } from './next-positions.ts';
import type { Orphan } from './orphan.ts';
import { rootOf } from './root-of.ts';
import type { Edge } from './trace.ts';

/** As many ways on to one place are tried for each orphan. */
const SEARCHED = 32;

/**
 * Finds out where requests for pages within come from to which nothing led: pages that were asked for before the page that leads to
 * them had come, or a walk that went on with something changed. What remains went straight to a page, which anybody may, or read
 * a page of a walk again.
 */
export function adoptOrphans(trail: Trail, orphans: readonly Orphan[], groupOf: (visit: Visit) => string): void {
  const open = indexOpenEdges(trail, groupOf);
  const flow = createFlow(trail.walks, groupOf);
  // Among several walks, or requests that go straight to pages, nobody can tell who reads a page again.
  const mixed = new Set(orphans.filter(({ earlier }) => earlier === undefined).map(({ visit }) => groupOf(visit)));
  for (const group of listSharedGroups(trail.walks, groupOf)) mixed.add(group);
  for (const orphan of orphans) {
    const { visit, at, earlier } = orphan;
    const group = groupOf(visit);
    const edge =
      findEdge(open.get(`${group} ${at}`), orphan, () => true) ??
      findEdge(open.get(`${visit.path} ${at}`), orphan, (candidate) => {
        return flow.countLost(candidate.from) > 0 && couldBecome(candidate, visit);
      });
    if (edge !== undefined) {
      adopt(trail, edge, orphan);
      continue;
    }
    addCredit(trail, group);
    if (visit.outcome !== 'page') continue;
    if (earlier !== undefined && !earlier.isSlow && !mixed.has(group) && flow.countExcess(visit) > 0)
      trail.repeats.push({ visit, earlier });
  }
}

/** The ways forward that nobody took, by where they lead: within the group of the page, and within its list. */
function indexOpenEdges(trail: Trail, groupOf: (visit: Visit) => string): ReadonlyMap<string, readonly Edge[]> {
  const open = new Map<string, Edge[]>();
  for (const edge of trail.nextOf.values()) {
    if (edge.state !== 'open') continue;
    const { from } = edge;
    for (const at of findNeighbours(from, readPosition(from) ?? Number.NaN).next) {
      for (const key of [`${groupOf(from)} ${at}`, `${from.path} ${at}`]) {
        const edges = open.get(key);
        if (edges === undefined) open.set(key, [edge]);
        else edges.push(edge);
      }
    }
  }
  return open;
}

function findEdge(edges: readonly Edge[] = [], { walk }: Orphan, accepts: (edge: Edge) => boolean): Edge | undefined {
  return edges
    .slice(-SEARCHED)
    .findLast((edge) => edge.state === 'open' && rootOf(edge.walk) !== walk && accepts(edge));
}

/** Whether a client may have come this way with something changed: its credentials renewed, a header or a filter lost or replaced. */
function couldBecome({ from, isCertain, failures }: Edge, visit: Visit): boolean {
  if (!isCertain || failures > 0 || from.index > visit.index) return false;
  const credentials = listCredentialHeaders(visit.contract);
  const isMissing = listMissingHeaders(from, visit).length > 0;
  const isRenewed = from.caller !== visit.caller && !isMissing;
  const differs = ([name, value]: readonly [string, string]): boolean => (from.headers.get(name) ?? '') !== value;
  const others = [...visit.headers].filter(([name]) => !credentials.includes(name) || !isRenewed);
  if (others.some(differs)) return false;
  return isSameSelection(from, visit) || (!isMissing && !isRenewed);
}

function isSameSelection(from: Visit, visit: Visit): boolean {
  return from.filters === visit.filters && from.size === visit.size;
}

function adopt(trail: Trail, edge: Edge, { visit, walk }: Orphan): void {
  const { from } = edge;
  if (visit.outcome === 'page') edge.state = 'used';
  else edge.failures += 1;
  edge.visit = visit;
  trail.follows.push({ edge, visit });
  trail.edgeOf.set(visit, edge);
  if (isSameSelection(from, visit) && listMissingHeaders(from, visit).length === 0) walk.continues = rootOf(edge.walk);
  else walk.isAltered = true;
}
