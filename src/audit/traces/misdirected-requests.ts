import type { Contract } from '../../contract/contract.ts';
import type { Exchange } from '../../journal/exchange.ts';
import { hasCounts, isSuccess } from '../../page/page-reader.ts';
import { parseQuery } from '../../page/query.ts';
import type { Work } from '../../store/work.ts';
import { appendTo } from '../groups.ts';
import { canonize, createPositionFinder, type Link, readAddress } from '../links.ts';
import { findNeighbours, readPosition } from './positions.ts';
import type { Misdirection, OfferedLink, TraceBuilder } from './trace.ts';

/** How many links to one place are compared with each request. */
const MAX_COMPARED = 32;

/**
 * Finds requests that ask for what a page led to, but by a path that does not lead there: the client has lost the prefix of an API or
 * of a session, or has joined a link with its base URL in another way than URLs are joined. Links that were used are left out.
 *
 * @param misrouted - requests that did not come to the list, in their order
 */
export function* findMisdirectedRequests(
  builder: TraceBuilder,
  misrouted: readonly Exchange[],
): Work<readonly Misdirection[]> {
  const { contract, nextOf } = builder;
  if (nextOf.size === 0) return [];
  const asked = misrouted.filter((exchange) => {
    return (
      isElsewhere(exchange, contract) && exchange.request.method === contract.method && exchange.request.query !== ''
    );
  });
  if (asked.length === 0) return [];
  const offers = yield* indexOffers(builder);
  const found = new Map<OfferedLink, Misdirection>();
  for (const exchange of asked) {
    yield;
    const sent = readSent(contract, exchange);
    const offer = placesOf(contract, sent)
      .flatMap((place) => (offers.get(place) ?? []).slice(-MAX_COMPARED))
      .findLast((one) => one.from.at <= exchange.at && !found.has(one) && leadsAstray(one, exchange));
    if (offer !== undefined) found.set(offer, { offer, exchange, sent });
  }
  return [...found.values()];
}

function readSent(contract: Contract, { request: { path, query } }: Exchange): Link {
  return readAddress(contract, path, parseQuery(query));
}

/** The links to next pages that no request has used, by where they lead: a token, or the query of a numbered page. */
function* indexOffers(builder: TraceBuilder): Work<ReadonlyMap<string, readonly OfferedLink[]>> {
  const listPlaces = hasCounts(builder.contract) ? listCountedPlaces : createTokenPlaces(builder.contract);
  const offers = new Map<string, OfferedLink[]>();
  for (const offer of builder.nextOf.values()) {
    yield;
    if (offer.state !== 'open' || offer.failures > 0) continue;
    for (const place of listPlaces(offer)) appendTo(offers, place, offer);
  }
  return offers;
}

/** Where a link has no position that could be found, all of its query stands for it. */
function createTokenPlaces(contract: Contract): (offer: OfferedLink) => readonly string[] {
  const findPosition = createPositionFinder(contract);
  return ({ given, link }) => {
    if (link === undefined) return given === undefined ? [] : [given];
    const [, position] = findPosition(link) ?? [];
    return [position ?? canonize({ ...link, path: '' })];
  };
}

function listCountedPlaces({ from, link }: OfferedLink): readonly string[] {
  const { position } = from.contract.page;
  const others = from.pairs.filter(([name]) => name !== position);
  const counted = findNeighbours(from, readPosition(from) ?? Number.NaN).next.map((at) => {
    return canonize({ path: '', pairs: [...others, [position, String(at)]] });
  });
  return [...new Set(link === undefined ? counted : [canonize({ ...link, path: '' }), ...counted])];
}

/** Tokens are known again wherever they stand; of numbers all the query has to be the same. */
function placesOf(contract: Contract, sent: Link): readonly string[] {
  const whole = canonize({ ...sent, path: '' });
  return hasCounts(contract) ? [whole] : [...sent.pairs.map(([, value]) => value), whole];
}

/** Whether a request came to anything but a list that answers it. */
function isElsewhere({ contract, isList, response }: Exchange, own: Contract): boolean {
  return !isList || contract === own || response === undefined || !isSuccess(response);
}

/** Whether a request went elsewhere than a link leads, though to something of the same name where only that can tell. */
function leadsAstray({ from, link }: OfferedLink, { request }: Exchange): boolean {
  return !hasCounts(from.contract) || lastPart(request.path) === lastPart(link?.path ?? from.path);
}

function lastPart(path: string): string | undefined {
  return path.split('/').findLast((part) => part !== '');
}
