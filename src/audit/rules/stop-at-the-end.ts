import { hasTokens } from '../../page/page-reader.ts';
import { rootOf } from '../traces/trace.ts';
import { type ClientRule, countNoun, describeRequest } from './client-rule.ts';

/** Where the pages say how many there are, there is nothing to ask for behind the last. */
export const stopAtTheEnd: ClientRule = {
  id: 'stop-at-the-end',
  demand: 'stop at the last page when the pages say which it is',
  exemption: (contract) =>
    hasTokens(contract) ? 'behind the last page there is no link or token here to ask with' : undefined,
  kept: (count) => `${countNoun(count, 'walk')} ended with the last page`,
  wanting: 'a walk to the last page',
  judge({ trace: { beyondLastPage, walks } }) {
    const findings = beyondLastPage.map(({ request, earlier }) => ({
      summary: `${describeRequest(request.exchange)} asks for a page behind the last, though a page had said where the end is`,
      expected: 'no request behind the last page',
      received: describeRequest(request.exchange),
      exchanges: [...(earlier === undefined ? [] : [earlier.exchange]), request.exchange],
    }));
    const ended = new Set(walks.filter(({ hasEnd }) => hasEnd).map(rootOf));
    return { exercised: ended.size, findings };
  },
};
