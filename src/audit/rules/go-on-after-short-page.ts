import { countNoun } from '../../contract/text.ts';
import { type ClientRule, describeRequest } from './client-rule.ts';
import { describeNext, isShort } from './read-to-the-end.ts';

/** Whether there is a next page is what the page says, not how many rows it has. */
export const goOnAfterShortPage: ClientRule = {
  id: 'go-on-after-short-page',
  demand: 'request the next page even after a page with few or no rows',
  entries: ({ envelope }) => (envelope.roles.has('next') ? ['page/next', 'page/atEnd'] : undefined),
  passed: (count) => `the client read on after ${countNoun(count, 'short page')}`,
  untested: 'no short page had a next page; the faults short-page and empty-page make one',
  check({ reads, trace: { abandonedWalks, follows } }) {
    // A client that reads some pages may have had enough.
    const findings = abandonedWalks
      .filter(({ request }) => reads === 'all' && isShort(request))
      .map(({ request, next }) => ({
        summary: `a walk ended on ${describeRequest(request.exchange)}, a page with ${countNoun(request.page?.count ?? 0, 'row')} of ${request.size}, although it has a next page`,
        expected: describeNext(next),
        received: 'no request for it',
        exchanges: [request.exchange],
      }));
    const passed = follows.filter(({ offer: { from, role } }) => role === 'next' && isShort(from));
    return { exercised: passed.length, findings };
  },
};
