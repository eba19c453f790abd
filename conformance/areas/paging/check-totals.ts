import type { Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { EVERYTHING, type ListQuery } from '../../list/list-query.ts';
import { listConditions } from '../../list/matching/list-conditions.ts';

/** Counts rows, and compares totals over pages, page sizes and filters. */
export const checkTotals: Check = {
  id: 'paging.totals',
  title: 'compares totals with rows, over pages and page sizes, with filters',
  verifies: ['total.*', 'walk.total'],
  cost: 30,
  appliesTo: ({ envelope }) => envelope.roles.has('total'),
  async run(context) {
    const { survey, confirm } = context;
    await confirm(async (ledger) => {
      const { window } = survey;
      if (window.closed) await compareTotals(context, ledger, window.query, window.ids.length);
      await Promise.all(listFiltered(context).map((query) => countFiltered(context, ledger, query)));
      await compareTotals(context, ledger, EVERYTHING, survey.whole ? survey.head.ids.length : undefined);
    });
  },
};

/** Single filters and pairs of them, by values of the window's rows. */
function listFiltered({ contract, survey }: CheckContext): readonly ListQuery[] {
  const { window } = survey;
  const used = new Set(window.query.conditions.map(({ filter }) => filter));
  const conditions = contract.filters.flatMap((filter) => {
    const found = window.items.flatMap((item) => listConditions(item, filter))[0];
    return found === undefined || used.has(filter) || filter.operator === 'gt' || filter.operator === 'lt'
      ? []
      : [found];
  });
  const pairs = conditions.slice(1).map((one, index) => [conditions[index] ?? one, one]);
  return [...conditions.map((one) => [one]), ...pairs]
    .slice(0, 8)
    .map((more) => ({ ...window.query, conditions: [...window.query.conditions, ...more] }));
}

/** A filtered set that ends within a few pages has as many rows as its total says, on each of its pages. */
async function countFiltered({ list, survey }: CheckContext, ledger: Ledger, query: ListQuery): Promise<void> {
  const limit = Math.max(1, Math.ceil(survey.window.ids.length / 3));
  const walk = await list.walk({ ...query, limit }, { maxPages: 5 });
  if (walk.ended !== 'end' || walk.pages.length === 0) return;
  const totals = walk.pages.map(({ page }) => page.total);
  const answers = walk.pages;
  const what = query.conditions.map(({ name, value }) => `${name}=${value}`).join('&');
  if (totals.some((total) => total !== totals[0]))
    ledger.violate('walk.total', {
      summary: `totals of ${what} change from page to page`,
      expected: totals[0],
      received: totals,
      answers,
    });
  else if (totals.length > 1) ledger.exercise('walk.total', 'filtered walks');
  if (totals[0] === walk.ids.length) ledger.exercise('total.counts', 'filtered sets');
  else
    ledger.violate('total.counts', {
      summary: `${what} has ${walk.ids.length} rows, and a total of ${totals[0]}`,
      expected: walk.ids.length,
      received: totals[0],
      answers,
    });
}

async function compareTotals(
  { contract, list }: CheckContext,
  ledger: Ledger,
  query: ListQuery,
  count: number | undefined,
): Promise<void> {
  const sizes = [1, 2, 7, contract.page.limit.maximum].filter((size) => size <= contract.page.limit.maximum);
  const walks = await Promise.all(sizes.map((limit) => list.walk({ ...query, limit }, { maxPages: 3 })));
  for (const walk of walks) {
    const totals = walk.pages.map(({ page }) => page.total);
    const wrong = totals.findIndex((total) => total !== (count ?? walks[0]?.pages[0]?.page.total));
    const [first] = walk.pages;
    if (first === undefined) continue;
    if (wrong < 0) {
      ledger.exercise('total.same', 'page sizes');
      if (count !== undefined) ledger.exercise('total.counts', 'walks');
      continue;
    }
    const id = count === undefined ? 'total.same' : 'total.counts';
    ledger.violate(id, {
      summary: `in pages of ${walk.query.limit}, page ${wrong + 1} has a total of ${totals[wrong]}`,
      expected: count ?? walks[0]?.pages[0]?.page.total,
      received: totals[wrong],
      answers: walk.pages,
    });
  }
}
