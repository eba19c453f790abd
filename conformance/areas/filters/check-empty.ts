import type { Filter } from '../../../src/contract/contract.ts';
import type { Check, CheckContext } from '../../check.ts';
import { hasPage } from '../../list/answer.ts';
import type { Condition } from '../../list/list-query.ts';
import { matches } from '../../list/matching/matches.ts';
import { listRangePairs } from '../../survey/range.ts';
import { readSortValues } from '../../survey/sort-values.ts';
import { takesAnyText } from './filter-requirements.ts';
import { listCertainFilters } from './list-certain-filters.ts';
import { NOBODY } from './nobody.ts';

/** Some thirty years, in milliseconds, and far enough for any row in its right mind. */
const FAR = 1_000_000_000_000;
const FARTHEST = 4_000_000_000_000;

/** Filters so that nothing is left. */
export const checkEmpty: Check = {
  id: 'filters.empty',
  title: 'filters so that nothing is left',
  verifies: ['empty.page'],
  cost: 2,
  appliesTo: ({ filters }) => filters.length > 0,
  async run(context) {
    const { contract, list, ledger, confirm } = context;
    const [newest] = listLowerBounds(context);
    const text = listCertainFilters(context).find((filter) => {
      const isIdentity = filter.fields.some(({ name }) => name === contract.identity.name);
      return takesAnyText(filter) && filter.serialization === 'plain' && !isIdentity;
    });
    const condition = newest ?? (text === undefined ? undefined : toNobody(text));
    if (condition === undefined) {
      ledger.leaveOpen('empty.page', 'no filter is known that certainly leaves nothing');
      return;
    }
    await confirm(async (scratch) => {
      const answer = await list.ask({ conditions: [condition] }, { purpose: 'either' });
      if (answer.page?.items.some((item) => matches(item, condition, contract) === true)) {
        scratch.leaveOpen('empty.page', `there are rows with ${condition.name}=${condition.value}`);
        return;
      }
      if (hasPage(answer) && answer.response.status === 200 && (answer.page.total ?? 0) === 0) {
        scratch.exercise('empty.page', 'answers');
        return;
      }
      scratch.violate('empty.page', {
        summary: `${condition.name}=${condition.value}, which nothing matches, is answered with ${hasPage(answer) ? `a total of ${answer.page.total}` : `status ${answer.response.status} and no list of items`}`,
        expected: 'an empty page',
        received: answer.response.json ?? answer.response.status,
        answers: [answer],
      });
    });
  },
};

/** What is an address, is looked for as an address that nobody has. */
function toNobody(filter: Filter): Condition {
  const isAddress = filter.fields.some(({ schema }) => schema['format'] === 'email');
  return { filter, name: filter.parameter, value: isAddress ? `${NOBODY}@example.com` : NOBODY };
}

/** Far behind the newest row that is known. */
function listLowerBounds({ contract, survey }: CheckContext): readonly Condition[] {
  return listRangePairs(contract).flatMap(({ lower, field }) => {
    const values = survey.head.items.map((item) => readSortValues(item, [{ field, direction: 1 }])[0]);
    const newest = Math.max(...values.map((value) => (typeof value === 'number' ? value : Number.NEGATIVE_INFINITY)));
    if (!Number.isFinite(newest) || newest + FAR > FARTHEST) return [];
    const value = field.kind === 'number' ? String(newest + FAR) : new Date(newest + FAR).toISOString();
    return [{ filter: lower, name: lower.parameter, value }];
  });
}
