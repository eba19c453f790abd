import type { Contract } from '../../contract/contract.ts';
import { countNoun, joinNames } from '../../contract/text.ts';
import { writeUrl } from '../../journal/exchange.ts';
import { hasCounts, hasTokens } from '../../page/page-reader.ts';
import { createLinkComparer, type LinkChange } from '../links.ts';
import type { ListRequest } from '../requests.ts';
import type { Breach, Follow, Misdirection, OfferedLink } from '../traces/trace.ts';
import { type ClientRule, describeChange, describeRequest, type Finding, writeParameter } from './client-rule.ts';
import { describeMisdirected, describePathChange } from './misdirections.ts';

/** Links and tokens are opaque: a client follows those that it was given, and makes none. */
export const followLinks: ClientRule = {
  id: 'follow-links',
  demand: 'follow pagination links and tokens exactly as given',
  entries: () => ['page/next'],
  exemption: (contract) => {
    if (hasTokens(contract)) return undefined;
    return hasCounts(contract)
      ? 'positions are numbers, which a client may compute'
      : 'a client may go on after any row that it has seen';
  },
  passed: (count) => `${countNoun(count, 'request')} followed a link or token as given`,
  untested: 'the client never requested a second page',
  *check({ contract, trace }) {
    const alter = createAlterationFinder(contract);
    const { follows, unknownPositions, misdirections } = trace;
    const findings = [...unknownPositions.map(inventPosition), ...misdirections.map(misdirect)];
    for (const follow of follows) {
      yield;
      findings.push(...alter(follow));
    }
    return { exercised: follows.length + unknownPositions.length + misdirections.length, findings };
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

function misdirect(misdirection: Misdirection): Finding {
  const { offer, exchange } = misdirection;
  const { from, link } = offer;
  const moved = describePathChange(misdirection);
  return {
    summary: `${describeMisdirected(misdirection)} does not follow ${link === undefined ? 'the token' : 'the link'} of exchange ${from.exchange.id} as given: it ${describeChange(moved)}`,
    expected: from.page?.links.next ?? moved.given,
    received: writeUrl(exchange),
    exchanges: [from.exchange, { ...exchange, contract: from.contract }],
  };
}

function createAlterationFinder(contract: Contract): (follow: Follow) => readonly Finding[] {
  const list = createAlterationLister(contract);
  return (follow) => {
    const { offer, request } = follow;
    const changes = list(follow);
    if (changes.length === 0) return [];
    const { exchange } = offer.from;
    const what = offer.link === undefined ? 'the token' : 'the link';
    return [
      {
        summary: `${describeRequest(request.exchange)} does not follow ${what} of exchange ${exchange.id} as given: it ${joinNames(changes.map(describeChange))}`,
        expected: changes.map(({ name, given }) => writeParameter(name, given)),
        received: changes.map(({ name, sent }) => writeParameter(name, sent)),
        difference: changes,
        exchanges: [exchange, request.exchange],
        unseen: request,
      },
    ];
  };
}

/** Prepares the search for what a request changes of the link or token that it follows, beside filters and order. */
export function createAlterationLister(contract: Contract): (follow: Follow) => readonly LinkChange[] {
  const compare = createLinkComparer(contract);
  return ({ offer, request }) => {
    return offer.link === undefined ? compareTokens(offer, request) : compare(offer.link, request).altered;
  };
}

function compareTokens(offer: OfferedLink, request: ListRequest): readonly LinkChange[] {
  const { from, given } = offer;
  const { position } = request.contract.page;
  const moved = from.path === request.path ? [] : [{ name: 'path', given: from.path, sent: request.path }];
  // A token belongs to one list; it may have been found again by what is left of it.
  if (given === undefined || request.position === undefined || given === request.position) return moved;
  return [...moved, { name: position, given, sent: request.position }];
}
