import { hasTokens } from '../../page/page-reader.ts';
import { type ClientRule, countNoun, describeRequest } from './client-rule.ts';

/** A link that is not valid does not become so again. */
export const restartAfterRefusal: ClientRule = {
  id: 'restart-after-refusal',
  demand: 'start again from the first page when a link or token is refused, and not send it again',
  entries: () => ['errors/invalidPosition'],
  exemption: (contract) =>
    hasTokens(contract) ? undefined : 'positions are numbers here, which do not become invalid',
  kept: (count) => `${countNoun(count, 'refused position')} sent once only`,
  wanting: 'a link or token that is refused, as by the fault expired-link',
  judge({ trace: { retries, refusals } }) {
    const findings = retries.map(({ request, earlier }) => ({
      summary: `${describeRequest(request.exchange)} sends a position again that had been refused`,
      expected: 'a request for the first page',
      received: describeRequest(request.exchange),
      exchanges: [...(earlier === undefined ? [] : [earlier.exchange]), request.exchange],
    }));
    return { exercised: refusals.length, findings };
  },
};
