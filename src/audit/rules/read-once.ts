import { countNoun } from '../../contract/text.ts';
import { type ClientRule, describeRequest } from './client-rule.ts';

export const readOnce: ClientRule = {
  id: 'read-once',
  demand: 'NOT read the same page twice in one walk',
  passed: (count) => `${countNoun(count, 'page')} after the first read, none of them twice in one walk`,
  untested: 'the client never requested a second page',
  check({ trace: { repeats, follows } }) {
    const findings = repeats.map(({ request, earlier }) => ({
      summary: `${describeRequest(request.exchange)} requests a page that the same walk has read`,
      expected: 'a page that was not read yet, or the first page of a new walk',
      received: describeRequest(request.exchange),
      exchanges: [...(earlier === undefined ? [] : [earlier.exchange]), request.exchange],
      unseen: request,
    }));
    return { exercised: follows.length, findings };
  },
};
