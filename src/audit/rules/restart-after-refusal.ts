import type { Contract } from '../../contract/contract.ts';
import { countNoun } from '../../contract/text.ts';
import { hasCounts } from '../../page/page-reader.ts';
import type { ListRequest } from '../requests.ts';
import type { Follow } from '../traces/trace.ts';
import { type ClientRule, describeRequest } from './client-rule.ts';
import { createAlterationLister } from './follow-links.ts';
import { createReselectionLister } from './keep-filters.ts';

export const restartAfterRefusal: ClientRule = {
  id: 'restart-after-refusal',
  demand: 'restart from the first page when a link or token is rejected, instead of sending it again',
  entries: () => ['errors/invalidPosition'],
  exemption: (contract) => (hasCounts(contract) ? 'positions are numbers, which do not become invalid' : undefined),
  passed: (count) =>
    `after ${countNoun(count, 'rejected link or token', 'rejected links or tokens')} the client started again`,
  untested:
    'the client followed no link or token that was rejected and then went on; the fault expired-link rejects one',
  check({ contract, reads, trace: { requests, retries, rejections } }) {
    const isAsGiven = createFidelityTest(contract);
    const resent = retries.map(({ request, earlier }) => ({
      summary: `${describeRequest(request.exchange)} sends a rejected link or token again`,
      expected: 'a request for the first page',
      received: describeRequest(request.exchange),
      exchanges: [...(earlier === undefined ? [] : [earlier.exchange]), request.exchange],
    }));
    const refused = rejections.filter(isAsGiven).map(({ request }) => request);
    const restarted = refused.filter((request) => hasRestarted(request, requests));
    // A client that reads some pages may have had enough; one that went on elsewhere may be several.
    const given =
      reads === 'all' && resent.length === 0 ? refused.filter((request) => hasGivenUp(request, requests)) : [];
    const stopped = given.map((request) => ({
      summary: `after ${describeRequest(request.exchange)} was rejected, the client never started again`,
      expected: 'a request for the first page',
      received: 'no further request for the list',
      exchanges: [request.exchange],
    }));
    return { exercised: restarted.length, findings: [...resent, ...stopped] };
  },
};

/** A link or token that was altered is rejected for that, which is another mistake. */
function createFidelityTest(contract: Contract): (follow: Follow) => boolean {
  const listAlterations = createAlterationLister(contract);
  const listReselections = createReselectionLister(contract);
  return (follow) => listAlterations(follow).length + listReselections(follow).length === 0;
}

function isSameReader(one: ListRequest, other: ListRequest): boolean {
  return other.index > one.index && other.path === one.path && other.caller === one.caller;
}

function hasRestarted(refused: ListRequest, requests: readonly ListRequest[]): boolean {
  return requests.some((request) => isSameReader(refused, request) && request.position === undefined);
}

function hasGivenUp(refused: ListRequest, requests: readonly ListRequest[]): boolean {
  return !requests.some((request) => isSameReader(refused, request));
}
