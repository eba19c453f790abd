import { countNoun } from '../../contract/text.ts';
import type { ListRequest } from '../requests.ts';
import { rootOf, type Walk } from '../traces/trace.ts';

import type { ClientRule } from './client-rule.ts';

/** A client that reads fewer may want no more rows. */
const MIN_PAGES = 3;

/** Reading row by row costs a request for each row. */
export const askForMoreRows: ClientRule = {
  id: 'ask-for-more-rows',
  demand: 'request more than one row per page when reading several pages',
  passed: (count) => `${countNoun(count, 'walk')} of several pages requested more than one row per page`,
  untested: `the client never read ${MIN_PAGES} pages or more of a list`,
  check({ trace: { walks } }) {
    const long = [...groupPages(walks)].filter((pages) => pages.length >= MIN_PAGES);
    const slow = long
      .map((pages) => pages.filter(({ size, hasInvalidSize }) => size === 1 && !hasInvalidSize))
      .filter((pages) => pages.length >= MIN_PAGES);
    const findings = slow.map((pages) => ({
      summary: `a walk of ${countNoun(pages.length, 'page')} requested one row per page`,
      expected: `a page size of up to ${pages[0]?.contract.page.limit.maximum}`,
      received: 1,
      exchanges: pages.slice(0, MIN_PAGES).map(({ exchange }) => exchange),
    }));
    return { exercised: long.length, findings };
  },
};

function groupPages(walks: readonly Walk[]): Iterable<readonly ListRequest[]> {
  const pages = new Map<Walk, ListRequest[]>();
  for (const walk of walks) {
    const root = rootOf(walk);
    const known = pages.get(root);
    if (known === undefined) pages.set(root, [...walk.pages]);
    else known.push(...walk.pages);
  }
  return pages.values();
}
