import { type ClientRule, countNoun, describeRequest } from './client-rule.ts';

/** A page that came is not asked for again within its walk. */
export const readOnce: ClientRule = {
  id: 'read-once',
  demand: 'read each page of a walk once, and not go round in circles',
  kept: (count) => `${countNoun(count, 'page')} after the first read, none of them twice in one walk`,
  wanting: 'a request for a page after the first',
  judge({ trace: { repeats, follows } }) {
    const findings = repeats.map(({ request, earlier }) => ({
      summary: `${describeRequest(request.exchange)} asks again for a page of the same walk that had been answered well`,
      expected: 'a page that was not read yet, or the first page of another walk',
      received: describeRequest(request.exchange),
      exchanges: [...(earlier === undefined ? [] : [earlier.exchange]), request.exchange],
      unseen: request,
    }));
    return { exercised: follows.length, findings };
  },
};
