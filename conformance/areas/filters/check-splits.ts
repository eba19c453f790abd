import type { Filter } from '../../../src/contract/contract.ts';
import type { Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { PageAnswer } from '../../list/answer.ts';
import { hasPage } from '../../list/answer.ts';
import { type Condition, EVERYTHING } from '../../list/list-query.ts';
import { listConditions } from '../../list/matching/list-conditions.ts';
import { createProbe } from '../../survey/create-probe.ts';
import { joinReferences } from '../../survey/join-references.ts';
import { listRangePairs } from '../../survey/range.ts';
import { exhaustiveValues, isHidden } from './filter-requirements.ts';
import { shiftValue } from './shift-value.ts';

/** Splits all rows by what a filter knows, and adds up the totals of the parts: whatever the number of rows. */
export const checkSplits: Check = {
  id: 'filters.splits',
  title: 'adds up the totals of all rows, split in parts',
  verifies: ['total.adds-up'],
  cost: 16,
  appliesTo: ({ envelope: { roles }, filters }) => roles.has('total') && filters.length > 0,
  async run(context) {
    const splits = [...listRangeSplits(context), ...listValueSplits(context)];
    if (splits.length === 0) {
      context.ledger.leaveOpen('total.adds-up', 'no filter splits all rows in parts');
      return;
    }
    const rows = joinReferences(context.survey.head, await createProbe(context.list, EVERYTHING));
    await context.confirm(
      splits.map((split) => (scratch) => addUp(context, scratch, split)),
      rows,
    );
  },
};

/** What comes before a value, and what does not. */
function listRangeSplits({ contract, survey }: CheckContext): readonly (readonly Condition[])[] {
  return listRangePairs(contract).flatMap(({ field, lower, upper }) => {
    const known = survey.head.items.flatMap((item) => listConditions(item, lower));
    const value = known[Math.floor(known.length / 2)]?.value;
    const before = value === undefined ? undefined : shiftValue(value, field.kind, -1);
    // Rows without a value are in neither part.
    const isComplete = known.length === survey.head.items.length && !survey.coarse.has(field.name);
    // Where it is not certain that bounds are inclusive, it is not either that the parts make up the whole.
    const areInclusive = [lower, upper].every(
      ({ parameter }) => contract.provenanceOf(['filters', parameter, 'operator']).mark === 'documented',
    );
    if (value === undefined || before === undefined || !isComplete || !areInclusive) return [];
    return [
      [
        { filter: lower, name: lower.parameter, value },
        { filter: upper, name: upper.parameter, value: before },
      ],
    ];
  });
}

function listValueSplits({ contract }: CheckContext): readonly (readonly Condition[])[] {
  const toConditions = (filter: Filter): readonly Condition[] => {
    return exhaustiveValues(filter).map((value) => ({ filter, name: filter.parameter, value }));
  };
  const filters = contract.filters.filter((filter) => !isHidden(contract, filter) && filter.operator === 'equals');
  return filters.map(toConditions).filter(({ length }) => length > 1);
}

async function addUp({ list }: CheckContext, ledger: Ledger, split: readonly Condition[]): Promise<void> {
  const queries = [EVERYTHING, ...split.map((condition) => ({ conditions: [condition] }))];
  const answers: readonly PageAnswer[] = (
    await Promise.all(queries.map((query) => list.ask({ ...query, limit: 1 })))
  ).filter(hasPage);
  const [all, ...parts] = answers.map(({ page }) => page.total);
  if (answers.length < queries.length || all === undefined) return;
  const sum = parts.reduce<number>((total, part) => total + (part ?? 0), 0);
  if (sum === all) {
    if (parts.filter((part) => part !== 0).length > 1) ledger.exercise('total.adds-up', 'splits');
    return;
  }
  ledger.violate('total.adds-up', {
    summary: `there are ${all} rows, and ${parts.join(' + ')} with ${split.map(({ name, value }) => `${name}=${value}`).join(', ')}`,
    expected: all,
    received: sum,
    answers,
  });
}
