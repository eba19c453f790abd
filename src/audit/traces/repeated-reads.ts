import { hasCounts } from '../../page/page-reader.ts';
import type { Work } from '../../store/work.ts';
import { appendTo } from '../groups.ts';
import type { ListRequest } from '../requests.ts';
import { type Breach, type OfferedLink, rootOf, type TraceBuilder } from './trace.ts';

/** People go back and forth a little; a page that is read more often than this is read too often. */
const MAX_READS = 3;

/**
 * Finds the pages that a walk read too often, whichever links led there: next, previous, first or last. Only clients that go from
 * page to page are judged: where several read a list at the same time, or one jumps about, it is unknown who read what.
 */
export function* findRepeatedReads(
  builder: TraceBuilder,
  groupOf: (request: ListRequest) => string,
): Work<readonly Breach[]> {
  const known = new Set([...builder.repeats, ...builder.retries].map(({ request }) => request));
  const isBeginning = createBeginningTest(builder);
  const groups = new Map<string, ListRequest[]>();
  for (const walk of builder.walks) {
    yield;
    const [start = walk.pages[0]] = rootOf(walk).pages;
    if (start === undefined) continue;
    // Links need not repeat the filters, so the first page decides.
    appendTo(groups, groupOf(start), ...walk.pages);
  }
  const found: Breach[] = [];
  for (const pages of groups.values()) {
    yield;
    pages.sort((one, other) => one.index - other.index);
    yield;
    // Of several walks, one may go on where another is.
    const limit = MAX_READS * Math.min(2, pages.filter(isBeginning).length);
    for (const round of splitRounds(builder, pages, isBeginning)) {
      yield;
      found.push(...findExcess(round, limit));
    }
  }
  return found.filter(({ request }) => !known.has(request));
}

/** @returns the pages from each beginning to the next, without those that were read while another request went elsewhere */
function splitRounds(
  builder: TraceBuilder,
  pages: readonly ListRequest[],
  isBeginning: (request: ListRequest) => boolean,
): readonly (readonly ListRequest[])[] {
  const rounds: ListRequest[][] = [];
  const roundOf = new Map<ListRequest, number>();
  let round: ListRequest[] | undefined;
  for (const request of pages) {
    const offer = builder.offerOf.get(request);
    if (isBeginning(request)) {
      round = [request];
      rounds.push(round);
    } else if (round !== undefined && goesOn(builder, round, offer)) {
      round.push(request);
    } else {
      const since = offer === undefined ? undefined : roundOf.get(offer.from);
      rounds.splice(since ?? rounds.length - (round === undefined ? 0 : 1));
      round = undefined;
    }
    if (round !== undefined) roundOf.set(request, rounds.length - 1);
  }
  return rounds;
}

/** Going from the last page to the first is a new beginning. */
function createBeginningTest({ contract, walks, offerOf, nextOf }: TraceBuilder): (request: ListRequest) => boolean {
  const beginnings = walks.filter(({ startsAtFirst }) => startsAtFirst || !hasCounts(contract));
  const starts = new Set(beginnings.flatMap(({ pages }) => pages.slice(0, 1)));
  return (request) => {
    const offer = offerOf.get(request);
    return starts.has(request) && (offer === undefined || !nextOf.has(offer.from));
  };
}

function goesOn({ contract }: TraceBuilder, round: readonly ListRequest[], offer: OfferedLink | undefined): boolean {
  return offer !== undefined && (offer.from === round.at(-1) || (!hasCounts(contract) && offer.role !== 'next'));
}

/**
 * A page may have more rows or fewer each time: it is the same if it begins or ends with the same row.
 *
 * @param limit - how often a page may have been read before
 */
function findExcess(pages: readonly ListRequest[], limit: number): readonly Breach[] {
  const reads = new Map<string, ListRequest[]>();
  return pages.flatMap((request): readonly Breach[] => {
    const [first, last] = request.page?.ends ?? [];
    if (first === undefined) return [];
    const before = [`first ${first}`, `last ${last}`].map((name) => {
      const known = reads.get(name) ?? [];
      reads.set(name, known);
      return known;
    });
    const [earlier] = before.find(({ length }) => length >= limit) ?? [];
    if (countsAsRead(request)) for (const known of before) known.push(request);
    return earlier === undefined ? [] : [{ request, earlier }];
  });
}

/** A late response may not have reached the client, and a page that the fault repeats does not count as read again. */
function countsAsRead({ isSlow, exchange: { faults } }: ListRequest): boolean {
  return !isSlow && faults?.includes('repeated-page') !== true;
}
