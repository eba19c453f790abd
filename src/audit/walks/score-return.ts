import type { Edge } from './trace.ts';

/**
 * How well an edge explains a request for the first page: only where the client stands on the page that gave it. Otherwise the
 * request begins a walk.
 */
export function scoreReturn({ role, from, walk }: Edge): number | undefined {
  return role !== 'last' && walk.pages.at(-1) === from ? 0 : undefined;
}
