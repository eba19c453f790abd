import type { Filter } from '../../../src/contract/contract.ts';
import type { Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger.ts';
import { hasPage } from '../../list/answer.ts';
import { EVERYTHING } from '../../list/query.ts';
import { isHidden } from './requirements.ts';

/** Values that are tried of each filter. */
const MAX_VALUES = 3;

/** Filters by values that the caller knows to exist: of a field that responses do not include, no row tells one. */
export const checkKnownValues: Check = {
  id: 'filters.known-values',
  title: 'Filters by the values that rows are said to have',
  verifies: ['filter.*.narrows', 'filter.*.all-matching', 'filters.subset'],
  cost: 12,
  isUseful: ({ known }) => Object.keys(known).length > 0,
  async run(context) {
    const { contract, list, confirm } = context;
    const attempts = contract.filters.flatMap((filter) => {
      const values = list.target.known[filter.parameter] ?? [];
      return values.slice(0, MAX_VALUES).map((value) => (ledger: Ledger) => tryValue(context, ledger, filter, value));
    });
    if (attempts.length > 0) await confirm(attempts);
  },
};

async function tryValue(
  { contract, list, survey }: CheckContext,
  ledger: Ledger,
  filter: Filter,
  value: string,
): Promise<void> {
  const condition = { filter, name: filter.parameter, value };
  const answer = await list.ask({ ...EVERYTHING, conditions: [condition] });
  if (!hasPage(answer)) return;
  const id = `filter.${filter.parameter}.${isHidden(contract, filter) ? 'narrows' : 'all-matching'}`;
  const { items, total } = answer.page;
  const all = survey.head.query.conditions.length === 0 ? survey.total : undefined;
  if (items.length === 0) {
    ledger.violate(id, {
      summary: `no rows for \`${filter.parameter}=${value}\`, which some rows are said to have`,
      expected: 'at least one row',
      received: 'an empty page',
      answers: [answer],
    });
  } else if (total !== undefined && all !== undefined && total > all) {
    ledger.violate('filters.subset', {
      summary: `the total is ${total} with \`${filter.parameter}=${value}\`, and ${all} without`,
      expected: `at most ${all}`,
      received: total,
      answers: [answer],
    });
  } else {
    ledger.exercise(id, 'known values');
  }
}
