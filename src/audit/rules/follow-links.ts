import type { Contract } from '../../contract/contract.ts';
import { countNoun, joinNames } from '../../contract/text.ts';
import { hasCounts, hasTokens } from '../../page/page-reader.ts';
import { createLinkComparer } from '../links.ts';
import type { Breach, Follow, OfferedLink } from '../traces/trace.ts';
import { type ClientRule, describeRequest, type Finding } from './client-rule.ts';

/** Links and tokens are opaque: a client follows those that it was given, and makes none. */
export const followLinks: ClientRule = {
  id: 'follow-links',
  demand: 'follow pagination links and tokens exactly as given',
  entries: () => ['page/next'],
  exemption: (contract) => {
    if (hasTokens(contract)) return undefined;
    return hasCounts(contract)
      ? 'positions are numbers, which a client may compute'
      : 'a client may go on behind any row that it has seen';
  },
  passed: (count) => `${countNoun(count, 'request')} followed a link or token as given`,
  untested: 'the client never requested a second page',
  *check({ contract, trace }) {
    const alter = createAlterationFinder(contract);
    const { follows, unknownPositions } = trace;
    const findings = unknownPositions.map(inventPosition);
    for (const follow of follows) {
      yield;
      findings.push(...alter(follow));
    }
    return { exercised: follows.length + unknownPositions.length, findings };
  },
};

function inventPosition({ request, earlier }: Breach): Finding {
  const { next } = earlier?.page?.links ?? {};
  return {
    summary: `${describeRequest(request.exchange)} requests a position that no page gave`,
    expected: next ?? 'a link or token that a page gave',
    received: request.position ?? describeRequest(request.exchange),
    exchanges: [...(earlier === undefined ? [] : [earlier.exchange]), request.exchange],
    unseen: request,
  };
}

function createAlterationFinder(contract: Contract): (follow: Follow) => readonly Finding[] {
  const compare = createLinkComparer(contract);
  return ({ offer, request }) => {
    const names = offer.link === undefined ? comparePaths(offer, request.path) : compare(offer.link, request).altered;
    if (names.length === 0) return [];
    return [
      {
        summary: `${describeRequest(request.exchange)} follows a link but changes ${joinNames(names)}`,
        expected: offer.from.page?.links[offer.role],
        received: describeRequest(request.exchange),
        exchanges: [offer.from.exchange, request.exchange],
        unseen: request,
      },
    ];
  };
}

/** A token belongs to one list. */
function comparePaths({ from }: OfferedLink, path: string): readonly string[] {
  return from.path === path ? [] : ['path'];
}
