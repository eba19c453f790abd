import { hasTokens } from '../../page/page-reader.ts';
import type { ListRequest } from '../requests.ts';
import { type Breach, type OfferedLink, rootOf, type TraceBuilder } from './trace.ts';

/** Going back and forth a little is what people do; a page that comes more often than this was read enough. */
const MAX_READS = 3;

/**
 * Finds the pages that a walk came to once too often, whatever led there: going on, going back, or a link to the first page or the
 * last. Only those who went from one page to the next are looked at: where several read a list side by side, or somebody jumps
 * about, nobody can tell who read what.
 */
export function findRepeatedReads(builder: TraceBuilder, groupOf: (request: ListRequest) => string): readonly Breach[] {
  const known = new Set([...builder.repeats, ...builder.retries].map(({ request }) => request));
  const isBeginning = createBeginningTest(builder);
  const groups = new Map<string, ListRequest[]>();
  for (const walk of builder.walks) {
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
    .flatMap((pages) => splitWays(builder, pages, isBeginning))
    .flatMap(findExcess)
    .filter(({ request }) => !known.has(request));
}

/** @returns the pages from each beginning to the next, without those that were read while somebody was underway elsewhere */
function splitWays(
  builder: TraceBuilder,
  pages: readonly ListRequest[],
  isBeginning: (request: ListRequest) => boolean,
): readonly (readonly ListRequest[])[] {
  const ways: ListRequest[][] = [];
  const wayOf = new Map<ListRequest, number>();
  let way: ListRequest[] | undefined;
  for (const request of pages) {
    const offer = builder.offerOf.get(request);
    if (isBeginning(request)) {
      way = [request];
      ways.push(way);
    } else if (way !== undefined && goesOn(builder, way, offer)) {
      way.push(request);
    } else {
      const since = offer === undefined ? undefined : wayOf.get(offer.from);
      ways.splice(since ?? ways.length - (way === undefined ? 0 : 1));
      way = undefined;
    }
    if (way !== undefined) wayOf.set(request, ways.length - 1);
  }
  return ways;
}

/** Whoever comes from the last page to the first begins anew. */
function createBeginningTest({ contract, walks, offerOf, nextOf }: TraceBuilder): (request: ListRequest) => boolean {
  const beginnings = walks.filter(({ startsAtFirst }) => startsAtFirst || hasTokens(contract));
  const starts = new Set(beginnings.flatMap(({ pages }) => pages.slice(0, 1)));
  return (request) => {
    const offer = offerOf.get(request);
    return starts.has(request) && (offer === undefined || !nextOf.has(offer.from));
  };
}

function goesOn({ contract }: TraceBuilder, way: readonly ListRequest[], offer: OfferedLink | undefined): boolean {
  return offer !== undefined && (offer.from === way.at(-1) || (hasTokens(contract) && offer.role !== 'next'));
}

/** A server may give more rows or fewer each time: it is the same page when it begins or ends with the same row. */
function findExcess(pages: readonly ListRequest[]): readonly Breach[] {
  const reads = new Map<string, ListRequest[]>();
  return pages.flatMap((request): readonly Breach[] => {
    const [first, last] = request.page?.ends ?? [];
    if (first === undefined) return [];
    const before = [`first ${first}`, `last ${last}`].map((name) => {
      const known = reads.get(name) ?? [];
      reads.set(name, known);
      return known;
    });
    const [earlier] = before.find(({ length }) => length >= MAX_READS) ?? [];
    if (isOwnReading(request)) for (const known of before) known.push(request);
    return earlier === undefined ? [] : [{ request, earlier }];
  });
}

/** An answer that came late may have been given up, and one with the rows of another page is that page's no second time. */
function isOwnReading({ isSlow, exchange: { faults } }: ListRequest): boolean {
  return !isSlow && faults?.includes('repeated-page') !== true;
}
