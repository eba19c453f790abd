import { countNoun } from '../../contract/text.ts';
import { writeUrl } from '../../journal/exchange.ts';
import type { ListRequest } from '../requests.ts';
import { findNeighbours, readPosition } from '../traces/positions.ts';
import type { OfferedLink } from '../traces/trace.ts';
import { type ClientRule, describeChange, describeRequest } from './client-rule.ts';
import { describeMisdirected, describePathChange } from './misdirections.ts';
import { describeUnevenWalk } from './uneven-walks.ts';

export const readToTheEnd: ClientRule = {
  id: 'read-to-the-end',
  demand: 'request the next page as long as there is one',
  partialExemption: 'a client that reads some pages may stop anywhere',
  passed: (count) => `${countNoun(count, 'walk')} of several pages reached the last page`,
  untested: 'the client never read a list of several pages',
  check({ trace: { abandonedWalks, walks, unevenWalks, misdirections } }) {
    const misrouted = new Map(misdirections.map((misdirection) => [misdirection.offer, misdirection]));
    const gaps = unevenWalks.filter(({ kind }) => kind !== 'overlap').map(describeUnevenWalk);
    const findings = abandonedWalks
      .filter(({ request }) => !isShort(request))
      .map(({ request, pages, next }) => {
        const last = describeRequest(request.exchange);
        const misdirection = misrouted.get(next);
        if (misdirection !== undefined) {
          return {
            summary: `${describeMisdirected(misdirection)} requests the page after ${last} from a wrong path: it ${describeChange(describePathChange(misdirection))}`,
            expected: describeNext(next),
            received: writeUrl(misdirection.exchange),
            exchanges: [request.exchange, { ...misdirection.exchange, contract: request.contract }],
            mistake: 'wrong-path' as const,
            isHeldAnyhow: true as const,
          };
        }
        return {
          summary:
            pages === 1
              ? `a walk ended after the first page, ${last}, although it has a next page`
              : `a walk ended after ${countNoun(pages, 'page')} with ${last}, although it has a next page`,
          expected: describeNext(next),
          received: 'no request for it',
          exchanges: [request.exchange],
        };
      });
    const whole = walks.filter(({ pages, hasEnd, startsAtFirst }) => startsAtFirst && hasEnd && pages.length > 1);
    return { exercised: whole.length, findings: [...gaps, ...findings] };
  },
};

/** The request that a link, token or number asks for. */
export function describeNext({ from }: OfferedLink): string {
  const { next } = from.page?.links ?? {};
  if (next !== undefined) return next;
  const [at] = findNeighbours(from, readPosition(from) ?? Number.NaN).next;
  return at === undefined ? 'a request for the next page' : `a request with ${from.contract.page.position}=${at}`;
}

/** Whether a page has fewer rows than it may, or none. */
export function isShort({ page, size }: ListRequest): boolean {
  return page !== undefined && page.count < size;
}
