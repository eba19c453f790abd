import type { Contract } from '../../contract/contract.ts';
import { hasTokens } from '../../edit/neighbours.ts';
import { createLinkComparer } from '../visits/create-link-comparer.ts';
import type { Breach, Edge, Follow } from '../walks/trace.ts';
import type { ClientRule, Finding } from './client-rule.ts';
import { describeRequest } from './describe-request.ts';
import { countNoun, joinNames } from './words.ts';

/** Links and tokens are the server's: a client follows those it was given, and makes none. */
export const followLinks: ClientRule = {
  id: 'follow-links',
  demand: 'follow pagination links and tokens as they are given',
  entries: () => ['page/next'],
  exemption: (contract) =>
    hasTokens(contract) ? undefined : 'positions are numbers here, which a client may work out for itself',
  kept: (count) => `${countNoun(count, 'request')} followed a link or token as it was given`,
  wanting: 'a request for a page after the first',
  judge({ contract, trace }) {
    const alter = createAlterationFinder(contract);
    const { follows, strangers } = trace;
    return {
      exercised: follows.length + strangers.length,
      findings: [...strangers.map(inventPosition), ...follows.flatMap(alter)],
    };
  },
};

function inventPosition({ visit, earlier }: Breach): Finding {
  const { next } = earlier?.page?.links ?? {};
  return {
    summary: `${describeRequest(visit.exchange)} asks for a position that no page gave`,
    expected: next ?? 'a link or token that a page gave',
    received: visit.position ?? describeRequest(visit.exchange),
    exchanges: [...(earlier === undefined ? [] : [earlier.exchange]), visit.exchange],
    unseen: visit,
  };
}

function createAlterationFinder(contract: Contract): (follow: Follow) => readonly Finding[] {
  const compare = createLinkComparer(contract);
  return ({ edge, visit }) => {
    const names = edge.link === undefined ? comparePaths(edge, visit.path) : compare(edge.link, visit).altered;
    if (names.length === 0) return [];
    return [
      {
        summary: `${describeRequest(visit.exchange)} follows a link with another ${joinNames(names)} than it has`,
        expected: edge.from.page?.links[edge.role],
        received: describeRequest(visit.exchange),
        exchanges: [edge.from.exchange, visit.exchange],
        unseen: visit,
      },
    ];
  };
}

/** A token is no link, and yet it is one of a certain list. */
function comparePaths({ from }: Edge, path: string): readonly string[] {
  return from.path === path ? [] : ['path'];
}
