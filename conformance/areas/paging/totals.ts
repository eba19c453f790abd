import type { Contract } from '../../../src/contract/contract.ts';
import type { Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger.ts';
import type { PageAnswer } from '../../list/answer.ts';
import { EVERYTHING, fitSize, type ListQuery } from '../../list/query.ts';
import type { Walk } from '../../list/walk.ts';
import { createProbe } from '../../survey/window.ts';
import { chooseUsual } from './walks.ts';

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
    if (context.design.profile === 'quick') return;
    const probe = await createProbe(list, EVERYTHING, context.survey.opening);
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
  { contract, design, list, survey }: CheckContext,
  ledger: Ledger,
  query: ListQuery,
  count: () => number | undefined,
): Promise<void> {
  const wanted = design.profile === 'quick' ? [chooseUsual(contract, survey.window)] : [7, survey.pageSize];
  const sizes = new Set(wanted.map((size) => fitSize(contract, size)));
  const walks = await Promise.all([...sizes].map((limit) => list.walk({ ...query, limit }, { maxPages: 2 })));
  judgePresence(contract, ledger, walks);
  const totals = walks.flatMap(listTotals);
  const [first] = totals;
  if (first === undefined) return;
  judge(ledger, 'total.same', first.total, totals);
  const known = count();
  if (known !== undefined) judge(ledger, 'total.counts', known, totals);
}

interface GivenTotal {
  readonly total: number;
  readonly pages: Walk['pages'];
}

function listTotals({ pages }: Walk): readonly GivenTotal[] {
  return pages.flatMap((answer) => {
    const { total } = answer.page;
    return total === undefined ? [] : [{ total, pages: [answer] }];
  });
}

/** A total at its cap is one, although it does not say how many rows there are. */
function judgePresence({ envelope }: Contract, ledger: Ledger, walks: readonly Walk[]): void {
  const isOnFirst = envelope.total?.when === 'firstPage';
  const id = isOnFirst ? 'total.first-page' : 'total.every-page';
  const pages = walks.flatMap((walk) => (isOnFirst ? walk.pages.slice(0, 1) : walk.pages));
  const hasTotal = ({ page }: PageAnswer): boolean => (page.total ?? page.cappedTotal) !== undefined;
  const lacking = pages.find((answer) => !hasTotal(answer));
  if (lacking === undefined) {
    ledger.exercise(id, 'pages', pages.length);
    return;
  }
  const holder = pages.find(hasTotal);
  ledger.violate(id, {
    summary: holder === undefined ? 'no page has a total' : 'some pages have a total, others none',
    expected: 'a total',
    received: 'none',
    answers: [...(holder === undefined ? [] : [holder]), lacking],
  });
}

function judge(ledger: Ledger, id: string, expected: number, totals: readonly GivenTotal[]): void {
  const wrong = totals.find(({ total }) => total !== expected);
  if (wrong === undefined) {
    ledger.exercise(id, 'totals', totals.length);
    return;
  }
  ledger.violate(id, {
    summary: `a page has a total of ${wrong.total} in place of ${expected}`,
    expected,
    received: wrong.total,
    answers: [...new Set([...(totals[0]?.pages ?? []), ...wrong.pages])],
  });
}
