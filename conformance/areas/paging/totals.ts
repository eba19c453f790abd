import type { Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger.ts';
import { EVERYTHING, type ListQuery } from '../../list/query.ts';
import type { Walk } from '../../list/walk.ts';
import { createProbe } from '../../survey/window.ts';

export const checkTotals: Check = {
  id: 'paging.totals',
  title: 'Compares totals with rows, and across pages and page sizes',
  verifies: ['total.*'],
  cost: 30,
  appliesTo: ({ envelope }) => envelope.roles.has('total'),
  async run(context) {
    const { list, survey, confirm } = context;
    const { window, head } = survey;
    if (window.closed)
      await confirm((ledger) => compareTotals(context, ledger, window.query, () => window.ids.length), window);
    const probe = await createProbe(list, EVERYTHING);
    await confirm((ledger) => compareTotals(context, ledger, EVERYTHING, () => undefined), probe);
    if (!head.closed || head === window) return;
    await confirm(async (ledger) => {
      const { page } = await list.ask(EVERYTHING);
      if (page?.total !== undefined)
        judge(ledger, 'total.counts', head.ids.length, [{ total: page.total, pages: head.pages }]);
    }, head);
  },
};

/** @param count - how many rows there are, where that is known */
async function compareTotals(
  { contract, list, survey }: CheckContext,
  ledger: Ledger,
  query: ListQuery,
  count: () => number | undefined,
): Promise<void> {
  const sizes = [...new Set([1, 7, survey.pageSize])].filter((size) => size <= contract.page.limit.maximum);
  const walks = await Promise.all(sizes.map((limit) => list.walk({ ...query, limit }, { maxPages: 2 })));
  const totals = walks.flatMap(listTotals);
  const [first] = totals;
  if (first?.total === undefined) return;
  judge(ledger, 'total.same', first.total, totals);
  const known = count();
  if (known !== undefined) judge(ledger, 'total.counts', known, totals);
}

interface GivenTotal {
  readonly total: number | undefined;
  readonly pages: Walk['pages'];
}

function listTotals({ pages }: Walk): readonly GivenTotal[] {
  return pages.map((answer) => ({ total: answer.page.total, pages: [answer] }));
}

function judge(ledger: Ledger, id: string, expected: number, totals: readonly GivenTotal[]): void {
  const wrong = totals.find(({ total }) => total !== expected);
  if (wrong === undefined) {
    ledger.exercise(id, 'totals', totals.length);
    return;
  }
  ledger.violate(id, {
    summary: `a page has ${wrong.total === undefined ? 'no total' : `a total of ${wrong.total}`} in place of ${expected}`,
    expected,
    received: wrong.total ?? 'none',
    answers: [...new Set([...(totals[0]?.pages ?? []), ...wrong.pages])],
  });
}
