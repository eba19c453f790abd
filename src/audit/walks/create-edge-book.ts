import type { Edge } from './trace.ts';

/** Of many ways to one place only the latest are looked at, so that the cost of a search is bounded. */
const SEARCHED = 32;

/** The ways on that pages gave, by where they lead. */
export interface EdgeBook {
  /** @param keys - the names of the places that it leads to */
  add(edge: Edge, keys: readonly string[]): void;
  /** The usable edge to a place with the lowest score; of equal ones, the latest. @param score - `undefined`: not this one */
  choose(key: string, score: (edge: Edge) => number | undefined): Edge | undefined;
  /** Notes that a request went to a place by an edge. */
  use(edge: Edge, key: string): void;
  /** The edge by which a request last went to a place. */
  lastUsed(key: string): Edge | undefined;
}

export function createEdgeBook(): EdgeBook {
  const edgesByKey = new Map<string, Edge[]>();
  const used = new Map<string, Edge>();

  return {
    add(edge, keys) {
      for (const key of new Set(keys)) {
        const edges = edgesByKey.get(key);
        if (edges === undefined) edgesByKey.set(key, [edge]);
        else edges.push(edge);
      }
    },
    choose(key, score) {
      const edges = edgesByKey.get(key) ?? [];
      let best: Edge | undefined;
      let lowest = Number.POSITIVE_INFINITY;
      for (let at = edges.length - 1, looked = 0; at >= 0 && looked < SEARCHED && lowest > 0; at -= 1) {
        const edge = edges[at] as Edge;
        if (edge.state !== 'open' && edge.state !== 'again') {
          edges.splice(at, 1);
          continue;
        }
        looked += 1;
        const found = score(edge) ?? Number.POSITIVE_INFINITY;
        if (found < lowest) [best, lowest] = [edge, found];
      }
      return best;
    },
    use: (edge, key) => used.set(key, edge),
    lastUsed: (key) => used.get(key),
  };
}
