import type { Filter } from '../../../src/contract/contract.ts';
import { readField } from '../../../src/contract/field-values.ts';
import type { Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger.ts';
import { formatRows, hasPage, type PageAnswer } from '../../list/answer.ts';
import { listConditions } from '../../list/conditions.ts';
import { type Condition, EVERYTHING } from '../../list/query.ts';
import type { Walk } from '../../list/walk.ts';
import { listRangePairs } from '../../survey/ranges.ts';
import { createProbe, joinReferences } from '../../survey/window.ts';
import { chooseHead } from './bases.ts';
import { buildQuery } from './case-trial.ts';
import { exhaustiveValues, hasOneValue, isHidden } from './requirements.ts';
import { shiftValue } from './values.ts';

/** Works for any number of rows, since it compares totals only. */
export const checkSplits: Check = {
  id: 'filters.splits',
  title: 'Adds up the totals of all rows, split by filters',
  verifies: ['total.adds-up'],
  cost: 16,
  quick: 0,
  appliesTo: ({ envelope: { roles }, filters }) => roles.has('total') && filters.length > 0,
  async run(context) {
    const ranges = listRangeSplits(context);
    // Bounds run through the same code: one pair of them is enough, another one in each run.
    const turn = context.design.seed % Math.max(1, ranges.length);
    const splits = [...ranges.slice(turn, turn + 1), ...listValueSplits(context)];
    if (splits.length === 0) {
      context.ledger.leaveOpen('total.adds-up', 'no filter splits the rows');
      return;
    }
    const rows = joinReferences(
      context.survey.head,
      await createProbe(context.list, EVERYTHING, context.survey.opening),
    );
    await context.confirm(
      splits.map((split) => (scratch) => addUp(context, scratch, split)),
      rows,
    );
  },
};

/** Splits the rows at a value. */
function listRangeSplits({ contract, survey }: CheckContext): readonly (readonly Condition[])[] {
  const pairs = listRangePairs(contract).filter(({ lower, upper }) => (lower.default ?? upper.default) === undefined);
  return pairs.flatMap(({ field, lower, upper }) => {
    const known = survey.head.items.flatMap((item) => listConditions(item, lower));
    const value = known[Math.floor(known.length / 2)]?.value;
    const before = value === undefined ? undefined : shiftValue(value, field.kind, -1);
    // Rows without a value are in neither part, and they may come later than what is known.
    const isFilled = survey.head.closed || hasOneValue(lower, contract);
    const isComplete = isFilled && known.length === survey.head.items.length && !survey.coarse.has(field.name);
    // The parts add up only where bounds are documented as inclusive.
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
  const filters = contract.filters.filter((filter) => {
    const isPlain = !isHidden(contract, filter) && filter.default === undefined;
    return isPlain && filter.operator === 'equals' && hasOneValue(filter, contract);
  });
  return filters.map(toConditions).filter(({ length }) => length > 1);
}

async function addUp(context: CheckContext, ledger: Ledger, split: readonly Condition[]): Promise<void> {
  const { list, survey } = context;
  const parted = split.map((condition) => {
    // Most values have been filtered by already: the same request needs no other response.
    return buildQuery(context, chooseHead(survey), { shows: 'all-matching', conditions: [condition] });
  });
  const queries = [{ ...EVERYTHING, limit: 1 }, ...parted];
  const answers: readonly PageAnswer[] = (await Promise.all(queries.map((query) => list.ask(query)))).filter(hasPage);
  const [all, ...parts] = answers.map(({ page }) => page.total);
  if (answers.length < queries.length || all === undefined) return;
  const sum = parts.reduce<number>((total, part) => total + (part ?? 0), 0);
  if (sum === all) {
    if (parts.filter((part) => part !== 0).length > 1) ledger.exercise('total.adds-up', 'splits');
    return;
  }
  ledger.violate('total.adds-up', {
    summary: `the total is ${all}, but ${parts.join(' + ')} with ${split.map(({ name, value }) => `\`${name}=${value}\``).join(' and ')}`,
    expected: all,
    received: sum,
    answers,
  });
}

/** Whether the values of an enumeration partition the rows. */
export const checkValuesApart: Check = {
  id: 'filters.values-apart',
  title: 'Filters by each of the values of an enumeration',
  verifies: ['filter.*.partition', 'filter.*.narrows', 'total.counts'],
  cost: 20,
  quick: 0,
  async run(context) {
    const { contract, survey, ledger, confirm } = context;
    for (const filter of contract.filters) {
      const id = `filter.${filter.parameter}`;
      const values = exhaustiveValues(filter);
      if (filter.default !== undefined) continue;
      if (values.length < 2) {
        if (isHidden(contract, filter)) ledger.leaveOpen(`${id}.narrows`, 'no value of a row is known');
        continue;
      }
      if (
        survey.window.query.conditions.some((condition) => condition.filter === filter) ||
        survey.window.ids.length === 0
      ) {
        ledger.leaveOpen(`${id}.partition`, 'no rows are known without this filter');
        continue;
      }
      await confirm((scratch) => tryValues(context, scratch, filter, values));
    }
  },
};

async function tryValues(
  context: CheckContext,
  ledger: Ledger,
  filter: Filter,
  values: readonly string[],
): Promise<void> {
  const { contract, list, survey } = context;
  const { window } = survey;
  const id = `filter.${filter.parameter}`;
  const base = { query: window.query, rows: () => window.items, closed: window.closed };
  const asked = await Promise.all(
    values.map((value) => {
      // One of the values has been filtered by already: the same request needs no other response.
      const query = buildQuery(context, base, {
        shows: 'partition',
        conditions: [{ filter, name: filter.parameter, value }],
      });
      return list.walk(query, { maxPages: 4 });
    }),
  );
  const answers = asked.flatMap(({ pages }) => pages);
  const refused = asked.find(({ ended, pages }) => ended === 'broken' && pages.length === 0);
  if (refused?.last !== undefined) {
    const { status } = refused.last.response;
    const what = refused.query.conditions.at(-1)?.value;
    for (const part of ['narrows', 'partition']) {
      ledger.violate(`${id}.${part}`, {
        summary: `the response to the value ${what} is ${status}`,
        received: status,
        answers: [refused.last],
      });
    }
  }
  if (asked.some(({ ended }) => ended !== 'end')) return;
  for (const walk of asked) judgeTotal(ledger, walk);
  const shown = asked.flatMap(({ ids }) => ids);
  const strange = window.closed ? shown.filter((one) => !window.ids.includes(one)) : [];
  if (strange.length > 0) {
    ledger.violate(`${id}.narrows`, {
      summary: `a value returns ${formatRows(strange.length)} that the list does not return without it`,
      received: strange,
      answers,
    });
  } else if (asked.some(({ ids }) => ids.length < window.ids.length)) ledger.exercise(`${id}.narrows`, 'values');
  const twice = shown.filter((one, index) => shown.indexOf(one) !== index);
  const isUnderOne = (index: number): boolean => {
    if (isHidden(contract, filter)) return hasOneValue(filter, contract);
    const own = filter.fields.flatMap(({ path }) => readField(window.items[index] ?? {}, path));
    return own.some((value) => values.includes(String(value)));
  };
  const lost = window.closed ? window.ids.filter((one, index) => !shown.includes(one) && isUnderOne(index)) : [];
  if (twice.length > 0 || lost.length > 0) {
    const what =
      twice.length > 0
        ? `several values return the same ${formatRows(twice.length)}, such as ${twice[0]}`
        : `no value returns ${formatRows(lost.length)}, such as ${lost[0]}`;
    ledger.violate(`${id}.partition`, { summary: what, expected: window.ids, received: shown, answers });
  } else ledger.exercise(`${id}.partition`, 'values', values.length);
}

/** All rows of a value were read, so the total must be their number. */
function judgeTotal(ledger: Ledger, { ids, pages }: Walk): void {
  const total = pages[0]?.page.total;
  if (total === undefined) return;
  if (total === ids.length) ledger.exercise('total.counts', 'filtered sets');
  else {
    ledger.violate('total.counts', {
      summary: `a filter returns ${formatRows(ids.length)}, but a total of ${total}`,
      expected: ids.length,
      received: total,
      answers: pages,
    });
  }
}
