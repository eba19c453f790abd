import type { ClientRule } from './client-rule.ts';
import { isShort } from './is-short.ts';
import { countNoun } from './words.ts';

/** A walk goes to the last page. */
export const readToTheEnd: ClientRule = {
  id: 'read-to-the-end',
  demand: 'go on as long as there is a next page',
  kept: (count) => `${countNoun(count, 'walk')} of several pages went on to the last`,
  wanting: 'a walk through a list of several pages',
  judge({ trace: { stops, walks } }) {
    const findings = stops
      .filter(({ visit }) => !isShort(visit))
      .map(({ visit, pages }) => {
        return {
          summary:
            pages === 1
              ? 'the first page was read and nothing after it, though it has a next page'
              : `a walk ended after ${countNoun(pages, 'page')}, on one that has a next page`,
          expected: visit.page?.links.next ?? 'a request for the next page',
          received: 'no request for it',
          exchanges: [visit.exchange],
        };
      });
    const whole = walks.filter(({ pages, hasEnd, startsAtFirst }) => startsAtFirst && hasEnd && pages.length > 1);
    return { exercised: whole.length, findings };
  },
};
