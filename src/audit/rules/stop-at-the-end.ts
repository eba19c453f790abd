import { countNoun } from '../../contract/text.ts';
import { hasCounts } from '../../page/page-reader.ts';
import { rootOf } from '../traces/trace.ts';
import { type ClientRule, describeRequest } from './client-rule.ts';

export const stopAtTheEnd: ClientRule = {
  id: 'stop-at-the-end',
  demand: 'NOT request pages beyond the last one when pages tell where the list ends',
  exemption: (contract) =>
    hasCounts(contract) ? undefined : 'after the last page there is no link or token to follow',
  passed: (count) => `${countNoun(count, 'walk')} ended at the last page`,
  untested: 'no walk reached the last page',
  check({ trace: { beyondLastPage, walks } }) {
    const findings = beyondLastPage.map(({ request, earlier }) => ({
      summary: `${describeRequest(request.exchange)} requests a page beyond the last one, although an earlier page tells where the list ends`,
      expected: 'no request beyond the last page',
      received: describeRequest(request.exchange),
      exchanges: [...(earlier === undefined ? [] : [earlier.exchange]), request.exchange],
    }));
    const ended = new Set(walks.filter(({ hasEnd }) => hasEnd).map(rootOf));
    return { exercised: ended.size, findings };
  },
};
