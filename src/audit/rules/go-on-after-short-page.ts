import type { ClientRule } from './client-rule.ts';
import { isShort } from './is-short.ts';
import { countNoun } from './words.ts';

/** The length of a page does not say whether it is the last one: what the page says of a next one does. */
export const goOnAfterShortPage: ClientRule = {
  id: 'go-on-after-short-page',
  demand: 'go on after a page with few rows or none when it has a next page',
  entries: ({ envelope }) => (envelope.roles.has('next') ? ['page/next', 'page/atEnd'] : undefined),
  kept: (count) => `went on after ${countNoun(count, 'short page')}`,
  wanting: 'a page with few rows that has a next page, as by the faults short-page and empty-page',
  judge({ trace: { stops, follows } }) {
    const findings = stops
      .filter(({ visit }) => isShort(visit))
      .map(({ visit }) => ({
        summary: `a walk ended on a page with ${countNoun(visit.page?.count ?? 0, 'row')} of ${visit.size}, though it has a next page`,
        expected: visit.page?.links.next ?? 'a request for the next page',
        received: 'no request for it',
        exchanges: [visit.exchange],
      }));
    const passed = follows.filter(({ edge: { from, role } }) => role === 'next' && isShort(from));
    return { exercised: passed.length, findings };
  },
};
