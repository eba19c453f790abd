import type { Visit } from '../visits/visit.ts';
import { rootOf } from '../walks/root-of.ts';
import type { Walk } from '../walks/trace.ts';
import type { ClientRule } from './client-rule.ts';
import { countNoun } from './words.ts';

/** A shorter walk may have wanted no more. */
const LEAST_PAGES = 3;

/** A walk of one row at a time costs a request for each row. */
export const askForMoreRows: ClientRule = {
  id: 'ask-for-more-rows',
  demand: 'ask for more than one row at a time when reading several pages',
  kept: (count) => `${countNoun(count, 'walk')} of several pages asked for more than one row at a time`,
  wanting: `a walk of at least ${LEAST_PAGES} pages`,
  judge({ trace: { walks } }) {
    const long = [...groupPages(walks)].filter((pages) => pages.length >= LEAST_PAGES);
    const slow = long
      .map((pages) => pages.filter(({ size, isOddlySized }) => size === 1 && !isOddlySized))
      .filter((pages) => pages.length >= LEAST_PAGES);
    const findings = slow.map((pages) => ({
      summary: `a walk of ${countNoun(pages.length, 'page')} asked for one row at a time`,
      expected: `a page size of up to ${pages[0]?.contract.page.limit.maximum}`,
      received: 1,
      exchanges: pages.slice(0, LEAST_PAGES).map(({ exchange }) => exchange),
    }));
    return { exercised: long.length, findings };
  },
};

function groupPages(walks: readonly Walk[]): Iterable<readonly Visit[]> {
  const pages = new Map<Walk, Visit[]>();
  for (const walk of walks) {
    const root = rootOf(walk);
    const known = pages.get(root);
    if (known === undefined) pages.set(root, [...walk.pages]);
    else known.push(...walk.pages);
  }
  return pages.values();
}
