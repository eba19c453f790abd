import { countNoun } from '../../contract/text.ts';
import type { ListRequest } from '../requests.ts';
import type { ClientRule } from './client-rule.ts';
import { describeUnevenWalk } from './uneven-walks.ts';

export const readToTheEnd: ClientRule = {
  id: 'read-to-the-end',
  demand: 'request the next page as long as there is one',
  partialExemption: 'a client that reads some pages may stop anywhere',
  passed: (count) => `${countNoun(count, 'walk')} of several pages reached the last page`,
  untested: 'the client never read a list of several pages',
  check({ trace: { abandonedWalks, walks, unevenWalks } }) {
    const gaps = unevenWalks.filter(({ kind }) => kind !== 'overlap').map(describeUnevenWalk);
    const findings = abandonedWalks
      .filter(({ request }) => !isShort(request))
      .map(({ request, pages }) => {
        return {
          summary:
            pages === 1
              ? 'a walk ended after the first page, although it has a next page'
              : `a walk ended after ${countNoun(pages, 'page')}, although the last of them has a next page`,
          expected: request.page?.links.next ?? 'a request for the next page',
          received: 'no request for it',
          exchanges: [request.exchange],
        };
      });
    const whole = walks.filter(({ pages, hasEnd, startsAtFirst }) => startsAtFirst && hasEnd && pages.length > 1);
    return { exercised: whole.length, findings: [...gaps, ...findings] };
  },
};

/** Whether a page has fewer rows than it may, or none. */
export function isShort({ page, size }: ListRequest): boolean {
  return page !== undefined && page.count < size;
}
