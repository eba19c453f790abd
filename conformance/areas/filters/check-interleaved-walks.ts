import type { Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { hasPage } from '../../list/answer.ts';
import type { Condition } from '../../list/list-query.ts';
import { listConditions } from '../../list/matching/list-conditions.ts';
import { matches } from '../../list/matching/matches.ts';
import { listCertainFilters } from './list-certain-filters.ts';

const LIMIT = 2;

/**
 * Goes through two filtered lists in turns: a server that remembers where its client was, and not where each list was, gives the
 * rows of one for those of the other, which is seen by whoever looks at all rows.
 */
export const checkInterleavedWalks: Check = {
  id: 'filters.interleaved',
  title: 'goes through two filtered lists in turns',
  verifies: ['walk.interleaved', 'filter.*.only-matching'],
  cost: 6,
  appliesTo: ({ filters }) => filters.length > 0,
  run: (context) => context.confirm((ledger) => takeTurns(context, ledger)),
};

async function takeTurns(context: CheckContext, ledger: Ledger): Promise<void> {
  const { contract, list } = context;
  const [one, other] = listPairs(context);
  if (one === undefined || other === undefined) {
    ledger.leaveOpen('walk.interleaved', 'no two values of a filter have more rows than fit on a page of 2');
    return;
  }
  const firsts = [
    await list.ask({ conditions: [one], limit: LIMIT }),
    await list.ask({ conditions: [other], limit: LIMIT }),
  ];
  for (const first of firsts) {
    if (!hasPage(first)) return;
    const next = await list.go(first, 'next');
    const condition = first.query.conditions[0];
    if (!hasPage(next) || condition === undefined) return;
    const stranger = next.page.items.findIndex((item) => matches(item, condition, contract) === false);
    if (stranger === -1) ledger.exercise('walk.interleaved', 'pages');
    else {
      ledger.violate('walk.interleaved', {
        summary: `the second page of ${condition.name}=${condition.value} shows the row ${next.page.ids[stranger]} after another list was asked for`,
        expected: `only rows with ${condition.name}=${condition.value}`,
        received: next.page.ids,
        answers: [...firsts, next],
      });
    }
  }
}

/** Two values of a filter that share no row. */
function listPairs({ contract, survey }: CheckContext): readonly Condition[] {
  const { items } = survey.head;
  for (const filter of listCertainFilters({ contract, survey })) {
    if (filter.operator !== 'equals') continue;
    const conditions = new Map(
      items.flatMap((item) => listConditions(item, filter)).map((one) => [`${one.name}=${one.value}`, one]),
    );
    const common = [...conditions.values()].slice(0, 50).filter((condition) => {
      return items.filter((item) => matches(item, condition, contract) === true).length > LIMIT;
    });
    const [first] = common;
    const second = common.find((one) => {
      return (
        first !== undefined &&
        !items.some((item) => [first, one].every((each) => matches(item, each, contract) === true))
      );
    });
    if (first !== undefined && second !== undefined) return [first, second];
  }
  return [];
}
