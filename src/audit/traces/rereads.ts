import { hasCounts } from '../../page/page-reader.ts';
import type { Work } from '../../store/work.ts';
import { appendTo, groupBy } from '../groups.ts';
import type { ListRequest } from '../requests.ts';
import { readPosition } from './positions.ts';
import { type Breach, rootOf, type TraceBuilder } from './trace.ts';

/** Fewer pages may be read again on purpose. */
const MIN_PAGES = 3;
/** One page may be read this many times: reloaded, or polled by a second reader. */
const MAX_READS = 3;
/** How many of the steps must show a habit; one may be blurred by a retry. */
const MOST = 0.8;

/** A page as it was read. */
interface Read {
  readonly request: ListRequest;
  /** Equal for requests for the same page. */
  readonly key: string;
  readonly isFirst: boolean;
}

/** Requests that read pages again, and the groups whose walks ended early because of that. */
export interface Rereads {
  readonly breaches: readonly Breach[];
  readonly groups: ReadonlySet<string>;
}

/**
 * Decides which pages were read again out of habit: reading one again on purpose is allowed, while reading every page twice, or the
 * first one with each, is not.
 *
 * @param isWhole - if not, one more walk of each group may have begun before the first request
 */
export function* judgeRereads(
  builder: TraceBuilder,
  groupOf: (request: ListRequest) => string,
  isWhole: boolean,
): Work<Rereads> {
  const reads = yield* groupReads(builder, groupOf);
  const groups = new Set<string>();
  const breaches: Breach[] = [];
  const starts = new Set(
    builder.walks.filter((walk) => walk.continues === undefined).map(({ pages: [start] }) => start),
  );
  const candidates = groupBy(builder.rereads, ({ request }) => reads.groupOf(request));
  for (const [group, own] of reads.byGroup) {
    yield;
    const pages = own.filter(({ request }) => isSound(request));
    // Of walks whose beginning is not known, it is not known how many there are.
    if (pages[0]?.isFirst !== true) continue;
    const habit = yield* findHabit(pages, isWhole);
    if (habit !== undefined) groups.add(group);
    const again = candidates.get(group) ?? [];
    breaches.push(...(habit ?? selectFrequent(again, pages, countWalks(again, pages, starts) + (isWhole ? 0 : 1))));
  }
  // What was read again without a page in return belongs to no group.
  return { breaches, groups };
}

function* findHabit(pages: readonly Read[], isWhole: boolean): Work<readonly Breach[] | undefined> {
  for (const find of [findCopies, findReturns, findGrowingRounds]) {
    yield;
    const habit = find(pages, isWhole);
    if (habit !== undefined) return habit;
  }
  return undefined;
}

interface GroupedReads {
  readonly byGroup: ReadonlyMap<string, readonly Read[]>;
  groupOf(request: ListRequest): string;
}

/** The pages that were read in each group, in the order of the requests. Links need not repeat filters, so the first page decides. */
function* groupReads(builder: TraceBuilder, groupOf: (request: ListRequest) => string): Work<GroupedReads> {
  const byGroup = new Map<string, Read[]>();
  const known = new Map<ListRequest, string>();
  const starts = new Set(builder.walks.filter((walk) => walk.startsAtFirst).flatMap(({ pages }) => pages.slice(0, 1)));
  for (const walk of builder.walks) {
    const [start = walk.pages[0]] = rootOf(walk).pages;
    if (start === undefined) continue;
    const group = groupOf(start);
    for (const request of walk.pages) {
      yield;
      known.set(request, group);
      appendTo(byGroup, group, { request, key: keyOf(request), isFirst: starts.has(request) });
    }
  }
  for (const own of byGroup.values()) {
    yield;
    own.sort((one, other) => one.request.index - other.request.index);
  }
  return {
    byGroup,
    groupOf: (request) => {
      const offer = builder.offerOf.get(request);
      return known.get(request) ?? (offer === undefined ? undefined : known.get(offer.from)) ?? groupOf(request);
    },
  };
}

function keyOf(request: ListRequest): string {
  if (hasCounts(request.contract)) return String(readPosition(request));
  return request.position ?? request.canonical;
}

/** A late response may not have reached the client, and a page that the fault repeats was not asked for again. */
function isSound({ isSlow, exchange: { faults = [] } }: ListRequest): boolean {
  return !isSlow && faults.length === 0;
}

/** Rereads of many pages, or of one page many times; pages that are read as often as the first belong to several walks. */
function selectFrequent(candidates: readonly Breach[], reads: readonly Read[], walks: number): readonly Breach[] {
  if (candidates.length === 0) return [];
  const again = groupBy(candidates, ({ request }) => keyOf(request));
  if ([...again.values()].some(({ length }) => length >= MAX_READS)) return candidates;
  const later = groupBy(
    reads.filter(({ isFirst }) => !isFirst),
    ({ key }) => key,
  );
  const excess = [...later.values()].filter(({ length }) => length > walks);
  if (excess.length < 2 || excess.length * 2 < later.size) return [];
  return excess.flatMap((own) => own.slice(walks).map((read) => breach(read, own[0])));
}

/** How many walks there were, those included that did not begin with the first page. */
function countWalks(
  candidates: readonly Breach[],
  reads: readonly Read[],
  starts: ReadonlySet<ListRequest | undefined>,
): number {
  const again = new Set(candidates.map(({ request }) => request));
  const begun = reads.filter(({ request, isFirst }) => isFirst || (starts.has(request) && !again.has(request)));
  return Math.max(1, begun.length);
}

/** Finds a client that reads every page several times before it goes on. */
function findCopies(reads: readonly Read[], isWhole: boolean): readonly Breach[] | undefined {
  const runs: Read[][] = [];
  for (const read of reads) {
    const run = runs.at(-1);
    if (run?.[0]?.key === read.key) run.push(read);
    else runs.push([read]);
  }
  const copied = runs.filter(({ length }) => length > 1);
  const isSteady = new Set(runs.map(([read]) => read?.key)).size === runs.length;
  if (!isSteady || runs.length < MIN_PAGES || copied.length < (runs.length - 1) * MOST) return undefined;
  // Another client would have read the first page, too.
  const isOwnFirst = isWhole && runs[0]?.length === 1;
  if (!isOwnFirst && (copied.length < runs.length * MOST || !isOneClient(runs))) return undefined;
  return copied.flatMap(([first, ...again]) => again.map((read) => breach(read, first)));
}

/**
 * Whether one client sent all copies, rather than several that keep in step: they come by one connection, or each connection is
 * opened only after the response before, and each request has its own, or two take turns: of several clients, now the one and now the
 * other is first.
 */
function isOneClient(runs: readonly (readonly Read[])[]): boolean {
  const all = runs.flat().map(({ request }) => request.exchange);
  if (all.some(({ connection }) => connection === undefined)) return false;
  const shared = runs.filter(([one, other]) => {
    return other !== undefined && one?.request.exchange.connection === other.request.exchange.connection;
  });
  if (shared.length * 2 >= runs.length) return true;
  const known = new Set<number>();
  return all.every(({ connection = 0 }, index) => {
    if (known.has(connection)) return all[index - 2]?.connection === connection;
    known.add(connection);
    const before = all[index - 1]?.openConnections;
    return before === undefined || connection > before;
  });
}

/** Finds a client that reads the first page again before each further one. */
function findReturns(reads: readonly Read[]): readonly Breach[] | undefined {
  const [first] = reads;
  const later = reads.filter(({ isFirst }) => !isFirst);
  if (later.length < MIN_PAGES) return undefined;
  if (new Set(later.map(({ key }) => key)).size < later.length) return undefined;
  const returns = reads.filter(({ isFirst }, index) => {
    return isFirst && index > 0 && reads[index - 1]?.isFirst === false && reads[index + 1]?.isFirst !== true;
  });
  return returns.length < (later.length - 1) * MOST ? undefined : returns.map((read) => breach(read, first));
}

/** Finds a client that begins again for each further page: the first, the first two, the first three. */
function findGrowingRounds(reads: readonly Read[]): readonly Breach[] | undefined {
  const rounds: Read[][] = [];
  for (const read of reads) {
    if (read.isFirst) rounds.push([]);
    rounds.at(-1)?.push(read);
  }
  const isGrowing = rounds.slice(1).every(({ length }, index) => length === (rounds[index]?.length ?? 0) + 1);
  const [first, ...others] = rounds;
  if (!isGrowing || others.length < MIN_PAGES || first?.[0] === undefined) return undefined;
  return others.flatMap((round) => round.slice(0, -1).map((read) => breach(read, first[0])));
}

function breach({ request }: Read, earlier: Read | undefined): Breach {
  return { request, ...(earlier !== undefined && { earlier: earlier.request }) };
}
