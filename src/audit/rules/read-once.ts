import type { ClientRule } from './client-rule.ts';
import { describeRequest } from './describe-request.ts';
import { countNoun } from './words.ts';

/** A page that came is not asked for again within its walk. */
export const readOnce: ClientRule = {
  id: 'read-once',
  demand: 'read each page of a walk once, and not go round in circles',
  kept: (count) => `${countNoun(count, 'page')} after the first read, none of them twice in one walk`,
  wanting: 'a request for a page after the first',
  judge({ trace: { repeats, follows } }) {
    const findings = repeats.map(({ visit, earlier }) => ({
      summary: `${describeRequest(visit.exchange)} asks again for a page of the same walk that had been answered well`,
      expected: 'a page that was not read yet, or the first page of another walk',
      received: describeRequest(visit.exchange),
      exchanges: [...(earlier === undefined ? [] : [earlier.exchange]), visit.exchange],
      unseen: visit,
    }));
    return { exercised: follows.length, findings };
  },
};
