import { appendTo } from '../groups.ts';
import { type ListRequest, listChangedHeaders, listMissingHeaders } from '../requests.ts';
import type { OfferedLink } from './trace.ts';

/** Of many links to one place only the latest are compared, so that the cost of a search is bounded. */
const MAX_COMPARED = 32;

/** The links that pages offered, by the name of the place that they lead to. */
export class LinkIndex {
  readonly #offers: Map<string, OfferedLink[]> = new Map();
  readonly #used: Map<string, OfferedLink> = new Map();

  /** @param places - that the link leads to; numbers may lead to several */
  add(offer: OfferedLink, places: readonly string[]): void {
    for (const place of new Set(places)) appendTo(this.#offers, place, offer);
  }

  /**
   * The usable link to a place with the lowest score; of equal ones, the latest.
   *
   * @param score - `undefined` for a link that is out of the question
   */
  choose(place: string, score: (offer: OfferedLink) => number | undefined): OfferedLink | undefined {
    const offers = this.#offers.get(place) ?? [];
    let best: OfferedLink | undefined;
    let lowest = Number.POSITIVE_INFINITY;
    for (let at = offers.length - 1, compared = 0; at >= 0 && compared < MAX_COMPARED && lowest > 0; at -= 1) {
      const offer = offers[at] as OfferedLink;
      if (offer.state !== 'open' && offer.state !== 'optional') {
        offers.splice(at, 1);
        continue;
      }
      compared += 1;
      const found = score(offer) ?? Number.POSITIVE_INFINITY;
      if (found < lowest) [best, lowest] = [offer, found];
    }
    return best;
  }

  /** Records that a request went to a place by a link. */
  use(offer: OfferedLink, place: string): void {
    this.#used.set(place, offer);
  }

  /** The link by which a request last went to a place. */
  lastUsed(place: string): OfferedLink | undefined {
    return this.#used.get(place);
  }
}

/** Finds the link that a request tried to follow which was rejected, as the client had lost or changed a header. */
export class RejectedContinuations {
  readonly #latest: Map<string, OfferedLink> = new Map();
  readonly #startedOver: Set<string> = new Set();
  readonly #groupOf: (request: ListRequest) => string;

  /** @param groupOf - names what a request asks for, and who sends it */
  constructor(groupOf: (request: ListRequest) => string) {
    this.#groupOf = groupOf;
  }

  /** @param positions - that the link leads to */
  add(offer: OfferedLink, positions: readonly number[]): void {
    for (const at of positions) this.#latest.set(placeOf(offer.from, at), offer);
  }

  /** Records that a sender read a first page: its later requests continue its own walk, not another one. */
  startOver(request: ListRequest): void {
    this.#startedOver.add(this.#groupOf(request));
  }

  find(request: ListRequest, at: number): OfferedLink | undefined {
    const offer = request.isAuthError ? this.#latest.get(placeOf(request, at)) : undefined;
    if (offer === undefined || offer.state !== 'open' || this.#startedOver.has(this.#groupOf(request)))
      return undefined;
    const lost = [...listMissingHeaders(offer.from, request), ...listChangedHeaders(offer.from, request)];
    return lost.length > 0 ? offer : undefined;
  }
}

function placeOf({ path, filters, size }: ListRequest, at: number): string {
  return JSON.stringify([path, filters, size, at]);
}

/**
 * How well a link explains a request for the first page: only if the client is on the page that offered it. Otherwise the request
 * begins a walk.
 */
export function scoreReturn({ role, from, walk }: OfferedLink): number | undefined {
  return role !== 'last' && walk.pages.at(-1) === from ? 0 : undefined;
}
