import { type ListRequest, listChangedHeaders, listMissingHeaders } from '../requests.ts';
import type { OfferedLink } from './trace.ts';

/** Of many ways to one place only the latest are looked at, so that the cost of a search is bounded. */
const SEARCHED = 32;

/** The ways on that pages gave, by where they lead. */
interface LinkIndex {
  /** @param keys - the names of the places that it leads to */
  add(offer: OfferedLink, keys: readonly string[]): void;
  /** The usable offer to a place with the lowest score; of equal ones, the latest. @param score - `undefined`: not this one */
  choose(key: string, score: (offer: OfferedLink) => number | undefined): OfferedLink | undefined;
  /** Notes that a request went to a place by an offer. */
  use(offer: OfferedLink, key: string): void;
  /** The offer by which a request last went to a place. */
  lastUsed(key: string): OfferedLink | undefined;
}

export function createLinkIndex(): LinkIndex {
  const offersByKey = new Map<string, OfferedLink[]>();
  const used = new Map<string, OfferedLink>();

  return {
    add(offer, keys) {
      for (const key of new Set(keys)) {
        const offers = offersByKey.get(key);
        if (offers === undefined) offersByKey.set(key, [offer]);
        else offers.push(offer);
      }
    },
    choose(key, score) {
      const offers = offersByKey.get(key) ?? [];
      let best: OfferedLink | undefined;
      let lowest = Number.POSITIVE_INFINITY;
      for (let at = offers.length - 1, looked = 0; at >= 0 && looked < SEARCHED && lowest > 0; at -= 1) {
        const offer = offers[at] as OfferedLink;
        if (offer.state !== 'open' && offer.state !== 'again') {
          offers.splice(at, 1);
          continue;
        }
        looked += 1;
        const found = score(offer) ?? Number.POSITIVE_INFINITY;
        if (found < lowest) [best, lowest] = [offer, found];
      }
      return best;
    },
    use: (offer, key) => used.set(key, offer),
    lastUsed: (key) => used.get(key),
  };
}

/** Finds where a request comes from that was turned away because a client had lost or spoilt a header on its way. */
interface RejectedContinuations {
  /** @param places - the positions that an offer leads to */
  add(offer: OfferedLink, places: readonly number[]): void;
  /** Notes that somebody asked for a first page, and so need not be anybody else. */
  startOver(request: ListRequest): void;
  /** The way that a request tried to go, if that was it. */
  find(request: ListRequest, at: number): OfferedLink | undefined;
}

/** @param groupOf - names what a request asks for, and who asks */
export function createRejectedContinuations(groupOf: (request: ListRequest) => string): RejectedContinuations {
  const latest = new Map<string, OfferedLink>();
  const startedOver = new Set<string>();

  return {
    add(offer, places) {
      for (const at of places) latest.set(placeOf(offer.from, at), offer);
    },
    startOver: (request) => startedOver.add(groupOf(request)),
    find(request, at) {
      const offer = request.isAuthError ? latest.get(placeOf(request, at)) : undefined;
      if (offer === undefined || offer.state !== 'open' || startedOver.has(groupOf(request))) return undefined;
      const lost = [...listMissingHeaders(offer.from, request), ...listChangedHeaders(offer.from, request)];
      return lost.length > 0 ? offer : undefined;
    },
  };
}

function placeOf({ path, filters, size }: ListRequest, at: number): string {
  return JSON.stringify([path, filters, size, at]);
}

/**
 * How well an offer explains a request for the first page: only where the client stands on the page that gave it. Otherwise the
 * request begins a walk.
 */
export function scoreReturn({ role, from, walk }: OfferedLink): number | undefined {
  return role !== 'last' && walk.pages.at(-1) === from ? 0 : undefined;
}
