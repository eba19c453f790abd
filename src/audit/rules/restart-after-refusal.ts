import { countNoun } from '../../contract/text.ts';
import { hasCounts } from '../../page/page-reader.ts';
import { type ClientRule, describeRequest } from './client-rule.ts';

export const restartAfterRefusal: ClientRule = {
  id: 'restart-after-refusal',
  demand: 'restart from the first page when a link or token is rejected, instead of sending it again',
  entries: () => ['errors/invalidPosition'],
  exemption: (contract) => (hasCounts(contract) ? 'positions are numbers, which do not become invalid' : undefined),
  passed: (count) => `${countNoun(count, 'rejected link or token', 'rejected links or tokens')} not sent again`,
  untested: 'no link or token was rejected; the fault expired-link rejects one',
  check({ trace: { retries, rejectedRequests } }) {
    const findings = retries.map(({ request, earlier }) => ({
      summary: `${describeRequest(request.exchange)} sends a rejected link or token again`,
      expected: 'a request for the first page',
      received: describeRequest(request.exchange),
      exchanges: [...(earlier === undefined ? [] : [earlier.exchange]), request.exchange],
    }));
    return { exercised: rejectedRequests.length, findings };
  },
};
