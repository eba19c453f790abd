import type { ListRequest } from '../requests.ts';
import { type ClientRule, countNoun } from './client-rule.ts';

/** A walk goes to the last page. */
export const readToTheEnd: ClientRule = {
  id: 'read-to-the-end',
  demand: 'go on as long as there is a next page',
  kept: (count) => `${countNoun(count, 'walk')} of several pages went on to the last`,
  wanting: 'a walk through a list of several pages',
  judge({ trace: { abandonedWalks, walks } }) {
    const findings = abandonedWalks
      .filter(({ request }) => !isShort(request))
      .map(({ request, pages }) => {
        return {
          summary:
            pages === 1
              ? 'the first page was read and nothing after it, though it has a next page'
              : `a walk ended after ${countNoun(pages, 'page')}, on one that has a next page`,
          expected: request.page?.links.next ?? 'a request for the next page',
          received: 'no request for it',
          exchanges: [request.exchange],
        };
      });
    const whole = walks.filter(({ pages, hasEnd, startsAtFirst }) => startsAtFirst && hasEnd && pages.length > 1);
    return { exercised: whole.length, findings };
  },
};

/** Whether a page has fewer rows than it may, or none. */
export function isShort({ page, size }: ListRequest): boolean {
  return page !== undefined && page.count < size;
}
