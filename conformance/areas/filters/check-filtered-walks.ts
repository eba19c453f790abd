import type { Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Condition } from '../../list/list-query.ts';
import { listConditions } from '../../list/matching/list-conditions.ts';
import { matches } from '../../list/matching/matches.ts';
import type { Window } from '../../survey/survey.ts';
import { chooseSizes } from '../paging/choose-sizes.ts';
import { compareWalk } from '../paging/compare-walk.ts';
import { listCertainFilters } from './list-certain-filters.ts';

const RANGES: ReadonlySet<string> = new Set(['gt', 'gte', 'lt', 'lte']);
const FEWEST_ROWS = 4;
const MOST_PAGES = 6;

/** Walks those rows of the window that a filter leaves, in pages that end amid tied rows. */
export const checkFilteredWalks: Check = {
  id: 'filters.walks',
  title: 'walks a part of the small set that a filter leaves',
  verifies: ['walk.complete', 'walk.unique', 'walk.ties', 'walk.terminates'],
  cost: 40,
  async run(context) {
    const conditions = listTelling(context);
    await context.confirm(conditions.map((condition) => (scratch) => walkPart(context, scratch, condition)));
  },
};

/** For each filter that did not carve the window, the value that most of its rows share, but not all. */
function listTelling({ contract, survey }: CheckContext): readonly Condition[] {
  const { window } = survey;
  const used = new Set(window.query.conditions.map(({ filter }) => filter));
  const filters = listCertainFilters({ contract, survey }).filter((filter) => {
    return !RANGES.has(filter.operator) && !used.has(filter);
  });
  return filters.flatMap((filter) => {
    const found = window.items
      .flatMap((item) => listConditions(item, filter))
      .map((condition) => {
        return { condition, count: window.items.filter((item) => matches(item, condition, contract) === true).length };
      });
    const fitting = found.filter(({ count }) => count >= FEWEST_ROWS && count < window.items.length);
    return fitting
      .sort((a, b) => b.count - a.count)
      .slice(0, 1)
      .map(({ condition }) => condition);
  });
}

async function walkPart({ contract, list, survey }: CheckContext, ledger: Ledger, condition: Condition): Promise<void> {
  const { window } = survey;
  if (!window.closed) return;
  const kept = window.items.flatMap((item, index) => {
    const id = window.ids[index];
    return id !== undefined && matches(item, condition, contract) === true ? [{ item, id }] : [];
  });
  const part: Window = {
    ...window,
    closed: true,
    items: kept.map(({ item }) => item),
    ids: kept.map(({ id }) => id),
    query: { ...window.query, conditions: [...window.query.conditions, condition] },
  };
  const limit = chooseSizes(contract, part).find(
    (size) => Math.ceil(kept.length / size) <= MOST_PAGES && size < kept.length,
  );
  if (limit === undefined) return;
  const walk = await list.walk({ ...part.query, limit }, { maxPages: MOST_PAGES + 2 });
  compareWalk(contract, ledger, walk, part, {
    complete: 'walk.complete',
    unique: 'walk.unique',
    terminates: 'walk.terminates',
    ties: 'walk.ties',
  });
}
