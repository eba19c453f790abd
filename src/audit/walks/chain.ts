import type { Visit } from '../visits/visit.ts';

/** Pages that were read one after the other, each by the way forward that the one before gave. */
export interface Chain {
  tail: Visit;
  /** How often each page comes in it, by fingerprint. */
  readonly counts: Map<string, number>;
}

/** Adds a page to the chain of the page before it; begins one where there is none, or where it goes on already. */
export function extendChain(before: Chain | undefined, from: Visit | undefined, visit: Visit): Chain {
  const chain = before !== undefined && before.tail === from ? before : { tail: visit, counts: new Map() };
  chain.tail = visit;
  const { fingerprint } = visit.page ?? {};
  const isRepeated = visit.exchange.faults?.includes('repeated-page') ?? false;
  if (fingerprint !== undefined && !isRepeated) {
    chain.counts.set(fingerprint, (chain.counts.get(fingerprint) ?? 0) + 1);
  }
  return chain;
}

/** How often the client has come to a page by going forwards only. */
export function countLaps(chain: Chain | undefined, { page }: Visit): number {
  return chain?.counts.get(page?.fingerprint ?? '') ?? 0;
}
