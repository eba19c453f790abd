import type { ListRequest } from '../requests.ts';
import { rootOf, type Walk } from '../traces/trace.ts';

import { type ClientRule, countNoun } from './client-rule.ts';

/** A shorter walk may have wanted no more. */
const MIN_PAGES = 3;

/** A walk of one row at a time costs a request for each row. */
export const askForMoreRows: ClientRule = {
  id: 'ask-for-more-rows',
  demand: 'ask for more than one row at a time when reading several pages',
  kept: (count) => `${countNoun(count, 'walk')} of several pages asked for more than one row at a time`,
  wanting: `a walk of at least ${MIN_PAGES} pages`,
  judge({ trace: { walks } }) {
    const long = [...groupPages(walks)].filter((pages) => pages.length >= MIN_PAGES);
    const slow = long
      .map((pages) => pages.filter(({ size, hasInvalidSize }) => size === 1 && !hasInvalidSize))
      .filter((pages) => pages.length >= MIN_PAGES);
    const findings = slow.map((pages) => ({
      summary: `a walk of ${countNoun(pages.length, 'page')} asked for one row at a time`,
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
