import { listChangedHeaders } from '../visits/list-changed-headers.ts';
import { listMissingHeaders } from '../visits/list-missing-headers.ts';
import type { Visit } from '../visits/visit.ts';
import type { Edge } from './trace.ts';

/** Finds where a request comes from that was turned away because a client had lost or spoilt a header on its way. */
export interface RebuffFinder {
  /** @param places - the positions that an edge leads to */
  add(edge: Edge, places: readonly number[]): void;
  /** Notes that somebody asked for a first page, and so need not be anybody else. */
  welcome(visit: Visit): void;
  /** The way that a request tried to go, if that was it. */
  find(visit: Visit, at: number): Edge | undefined;
}

/** @param groupOf - names what a request asks for, and who asks */
export function createRebuffFinder(groupOf: (visit: Visit) => string): RebuffFinder {
  const latest = new Map<string, Edge>();
  const welcomed = new Set<string>();

  return {
    add(edge, places) {
      for (const at of places) latest.set(placeOf(edge.from, at), edge);
    },
    welcome: (visit) => welcomed.add(groupOf(visit)),
    find(visit, at) {
      const edge = visit.isBarred ? latest.get(placeOf(visit, at)) : undefined;
      if (edge === undefined || edge.state !== 'open' || welcomed.has(groupOf(visit))) return undefined;
      const lost = [...listMissingHeaders(edge.from, visit), ...listChangedHeaders(edge.from, visit)];
      return lost.length > 0 ? edge : undefined;
    },
  };
}

function placeOf({ path, filters, size }: Visit, at: number): string {
  return JSON.stringify([path, filters, size, at]);
}
