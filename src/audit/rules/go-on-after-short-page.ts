import { type ClientRule, countNoun } from './client-rule.ts';
import { isShort } from './read-to-the-end.ts';

/** The length of a page does not say whether it is the last one: what the page says of a next one does. */
export const goOnAfterShortPage: ClientRule = {
  id: 'go-on-after-short-page',
  demand: 'go on after a page with few rows or none when it has a next page',
  entries: ({ envelope }) => (envelope.roles.has('next') ? ['page/next', 'page/atEnd'] : undefined),
  kept: (count) => `went on after ${countNoun(count, 'short page')}`,
  wanting: 'a page with few rows that has a next page, as by the faults short-page and empty-page',
  judge({ trace: { abandonedWalks, follows } }) {
    const findings = abandonedWalks
      .filter(({ request }) => isShort(request))
      .map(({ request }) => ({
        summary: `a walk ended on a page with ${countNoun(request.page?.count ?? 0, 'row')} of ${request.size}, though it has a next page`,
        expected: request.page?.links.next ?? 'a request for the next page',
        received: 'no request for it',
        exchanges: [request.exchange],
      }));
    const passed = follows.filter(({ offer: { from, role } }) => role === 'next' && isShort(from));
    return { exercised: passed.length, findings };
  },
};
