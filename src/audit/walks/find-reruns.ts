import { hasTokens } from '../../edit/neighbours.ts';
import type { Visit } from '../visits/visit.ts';
import type { Trail } from './create-trail.ts';
import { rootOf } from './root-of.ts';
import type { Breach, Edge } from './trace.ts';

/** Going back and forth a little is what people do; a page that comes more often than this was read enough. */
const MOST_READS = 3;

/**
 * Finds the pages that a walk came to once too often, whatever led there: going on, going back, or a link to the first page or the
 * last. Only those who went from one page to the next are looked at: where several read a list side by side, or somebody jumps
 * about, nobody can tell who read what.
 */
export function findReruns(trail: Trail, groupOf: (visit: Visit) => string): readonly Breach[] {
  const known = new Set([...trail.repeats, ...trail.retries].map(({ visit }) => visit));
  const isBeginning = createBeginningTest(trail);
  const groups = new Map<string, Visit[]>();
  for (const walk of trail.walks) {
    const [start = walk.pages[0]] = rootOf(walk).pages;
    if (start === undefined) continue;
    // Links need not say what they select.
    const name = groupOf(start);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [...walk.pages]);
    else group.push(...walk.pages);
  }
  return [...groups.values()]
    .map((pages) => pages.sort((one, other) => one.index - other.index))
    .flatMap((pages) => splitWays(trail, pages, isBeginning))
    .flatMap(findExcess)
    .filter(({ visit }) => !known.has(visit));
}

/** @returns the pages from each beginning to the next, without those that were read while somebody was underway elsewhere */
function splitWays(
  trail: Trail,
  pages: readonly Visit[],
  isBeginning: (visit: Visit) => boolean,
): readonly (readonly Visit[])[] {
  const ways: Visit[][] = [];
  const wayOf = new Map<Visit, number>();
  let way: Visit[] | undefined;
  for (const visit of pages) {
    const edge = trail.edgeOf.get(visit);
    if (isBeginning(visit)) {
      way = [visit];
      ways.push(way);
    } else if (way !== undefined && goesOn(trail, way, edge)) {
      way.push(visit);
    } else {
      const since = edge === undefined ? undefined : wayOf.get(edge.from);
      ways.splice(since ?? ways.length - (way === undefined ? 0 : 1));
      way = undefined;
    }
    if (way !== undefined) wayOf.set(visit, ways.length - 1);
  }
  return ways;
}

/** Whoever comes from the last page to the first begins anew. */
function createBeginningTest({ contract, walks, edgeOf, nextOf }: Trail): (visit: Visit) => boolean {
  const beginnings = walks.filter(({ startsAtFirst }) => startsAtFirst || hasTokens(contract));
  const starts = new Set(beginnings.flatMap(({ pages }) => pages.slice(0, 1)));
  return (visit) => {
    const edge = edgeOf.get(visit);
    return starts.has(visit) && (edge === undefined || !nextOf.has(edge.from));
  };
}

function goesOn({ contract }: Trail, way: readonly Visit[], edge: Edge | undefined): boolean {
  return edge !== undefined && (edge.from === way.at(-1) || (hasTokens(contract) && edge.role !== 'next'));
}

/** A server may give more rows or fewer each time: it is the same page when it begins or ends with the same row. */
function findExcess(pages: readonly Visit[]): readonly Breach[] {
  const reads = new Map<string, Visit[]>();
  return pages.flatMap((visit): readonly Breach[] => {
    const [first, last] = visit.page?.ends ?? [];
    if (first === undefined) return [];
    const before = [`first ${first}`, `last ${last}`].map((name) => {
      const known = reads.get(name) ?? [];
      reads.set(name, known);
      return known;
    });
    const [earlier] = before.find(({ length }) => length >= MOST_READS) ?? [];
    if (isOwnReading(visit)) for (const known of before) known.push(visit);
    return earlier === undefined ? [] : [{ visit, earlier }];
  });
}

/** An answer that came late may have been given up, and one with the rows of another page is that page's no second time. */
function isOwnReading({ isSlow, exchange: { faults } }: Visit): boolean {
  return !isSlow && faults?.includes('repeated-page') !== true;
}
