import type { Contract } from '../../../src/contract/contract.ts';
import type { Inspector } from '../../check.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { hasPage, type PageAnswer, type Purpose } from '../../list/answer.ts';
import type { Condition } from '../../list/list-query.ts';
import { matches } from '../../list/matching/matches.ts';
import { classifyStranger } from './classify-stranger.ts';

const JUDGED: ReadonlySet<Purpose> = new Set(['page', 'either']);

/** Looks at every row of every page, however it was reached, whether it meets the conditions that were asked for. */
export const inspectRows: Inspector = {
  id: 'filters.rows',
  title: 'holds every row of every page against the filters',
  verifies: [
    'filter.*.only-matching',
    'filter.*.inclusive',
    'filter.*.case',
    'filter.*.exact',
    'filter.*.literal',
    'filter.*.within-field',
    'filter.*.zoneless',
  ],
  prepare(contract) {
    return (answer, ledger) => {
      if (!answer.plain || !hasPage(answer) || !JUDGED.has(answer.purpose)) return;
      for (const condition of answer.query.conditions) judgeRows(contract, ledger, answer, condition);
    };
  },
};

/** Writes to the ledger whether the rows of a page meet a condition. */
function judgeRows(contract: Contract, ledger: Ledger, answer: PageAnswer, condition: Condition): void {
  const { items, ids } = answer.page;
  const id = `filter.${condition.filter.parameter}`;
  for (const [index, item] of items.entries()) {
    const strangeness = classifyStranger(item, condition, contract);
    if (strangeness !== undefined) {
      ledger.violate(`${id}.${strangeness}`, {
        summary: `${condition.name}=${condition.value} shows the row ${ids[index]}, which it should not${placeOf(answer)}`,
        expected: `only rows with ${condition.name}=${condition.value}`,
        received: item,
        answers: [answer],
      });
      return;
    }
  }
  const seen = items.filter((item) => matches(item, condition, contract) === true).length;
  ledger.exercise(`${id}.only-matching`, 'rows', seen);
}

function placeOf({ via }: PageAnswer): string {
  return via === undefined ? '' : `, on a page reached by its ${via} link`;
}
