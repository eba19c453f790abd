import type { Contract, Filter } from '../../../src/contract/contract.ts';
import { familyOf } from '../../../src/contract/criterion.ts';
import type { Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger.ts';
import { hasPage, type Item } from '../../list/answer.ts';
import { isRange, listConditions, matches } from '../../list/conditions.ts';
import type { Condition, ListQuery } from '../../list/query.ts';
import type { Survey } from '../../survey/survey.ts';
import { groupTies, listSplittingSizes, listTieKeys } from '../../survey/ties.ts';
import { createWindow, type Window } from '../../survey/window.ts';
import { compareWalk } from '../paging/walk-comparison.ts';
import { isHidden, listCertainFilters } from './requirements.ts';

const MIN_ROWS = 4;
const MAX_ROWS = 100;
const MAX_PAGES = 3;
/** Filters that are walked: those with the most tied rows. */
const MAX_FILTERS = 1;
/** Values of a filter whose rows are counted. */
const MAX_VALUES = 100;

/** A query, and how many of its known rows are tied. */
interface Part {
  readonly query: ListQuery;
  readonly tied: number;
}

/** Walks filtered lists in pages that end between tied rows. */
export const checkFilteredWalks: Check = {
  id: 'filters.walks',
  title: 'Walks filtered lists',
  verifies: ['walk.complete', 'walk.unique', 'walk.ties', 'walk.terminates'],
  cost: 40,
  quick: 0,
  async run(context) {
    const { contract, list, survey, confirm } = context;
    const filters = contract.filters.filter((filter) => !isRange(filter) && !isHidden(contract, filter));
    const parts = filters.flatMap((filter) => choosePart(contract, filter, survey)).sort((a, b) => b.tied - a.tied);
    for (const { query } of [...parts.slice(0, MAX_FILTERS), ...joinParts(contract, parts, survey.head)]) {
      // Compares the target with itself, in one page and in several: what a filter matches is tested elsewhere.
      const whole = await list.walk({ ...query, limit: survey.pageSize }, { maxPages: 2 });
      if (whole.ended !== 'end') continue;
      const part = createWindow(list, whole);
      await confirm((scratch) => walkPart(context, scratch, part), part);
    }
  },
};

/** The value of a filter with the most tied rows, in the list or in the window. */
function choosePart(contract: Contract, filter: Filter, { head, window }: Survey): readonly Part[] {
  const isOwn = window.query.conditions.some((condition) => condition.filter === filter);
  const parts = [head, ...(isOwn || window === head ? [] : [window])].flatMap((of) => listParts(contract, filter, of));
  return parts.sort((a, b) => b.tied - a.tied).slice(0, 1);
}

function listParts(contract: Contract, filter: Filter, of: Window): readonly Part[] {
  const values = of.items.flatMap((item) => listConditions(item, filter)).flatMap((one) => listSpellings(filter, one));
  const distinct = [...new Map(values.map((one) => [`${one.name}=${one.value}`, one])).values()].slice(0, MAX_VALUES);
  return distinct.flatMap((condition) => {
    const items = of.items.filter((item) => matches(item, condition, contract) === true);
    const isFitting = items.length >= MIN_ROWS && items.length <= MAX_ROWS && items.length < of.items.length;
    const query = { ...of.query, conditions: [...of.query.conditions, condition] };
    return isFitting ? [{ query, tied: countTied(contract, items) }] : [];
  });
}

/** Two filters at once, where enough rows match: some servers fail only then. */
function joinParts(contract: Contract, parts: readonly Part[], { query, items }: Window): readonly Part[] {
  const conditions = parts.flatMap((part) => part.query.conditions.slice(-1));
  const pairs = conditions.flatMap((one, index) => conditions.slice(index + 1).map((other) => [one, other]));
  const joined = pairs.flatMap((pair) => {
    const left = items.filter((item) => pair.every((one) => matches(item, one, contract) === true));
    return left.length < MIN_ROWS ? [] : [{ query: { ...query, conditions: pair }, tied: left.length }];
  });
  return joined.sort((a, b) => b.tied - a.tied).slice(0, 1);
}

/** A part of a text is in more rows than the whole. */
function listSpellings(filter: Filter, condition: Condition): readonly Condition[] {
  if (familyOf(filter) !== 'part') return [condition];
  return [1, 2].map((length) => ({ ...condition, value: condition.value.slice(0, length) })).concat(condition);
}

function countTied(contract: Contract, items: readonly Item[]): number {
  return groupTies(items, listTieKeys(contract)).reduce((sum, { length }) => sum + length, 0);
}

async function walkPart({ contract, list }: CheckContext, ledger: Ledger, part: Window): Promise<void> {
  const count = part.items.length;
  const fitting = listSplittingSizes(contract, part).find((size) => Math.ceil(count / size) <= MAX_PAGES);
  const limit = fitting ?? Math.ceil(count / 2);
  if (limit >= count) return;
  const walk = await list.walk({ ...part.query, limit }, { maxPages: MAX_PAGES * 2 + 2 });
  compareWalk(contract, ledger, walk, part, {
    complete: 'walk.complete',
    unique: 'walk.unique',
    terminates: 'walk.terminates',
    ties: 'walk.ties',
  });
}

const LIMIT = 2;

/**
 * Reads two filtered lists in turns: a server that keeps the position per client, and not per list, mixes up their rows.
 */
export const checkInterleavedWalks: Check = {
  id: 'filters.interleaved',
  title: 'Walks two filtered lists in turns',
  verifies: ['walk.interleaved', 'filter.*.only-matching'],
  cost: 6,
  quick: 0,
  appliesTo: ({ filters }) => filters.length > 0,
  run: (context) => context.confirm((ledger) => takeTurns(context, ledger)),
};

async function takeTurns(context: CheckContext, ledger: Ledger): Promise<void> {
  const { contract, list } = context;
  const [one, other] = listPairs(context);
  if (one === undefined || other === undefined) {
    ledger.leaveOpen('walk.interleaved', 'no two values of a filter have more than 2 rows each');
    return;
  }
  const firsts = [
    await list.ask({ conditions: [one], limit: LIMIT }, { memo: false }),
    await list.ask({ conditions: [other], limit: LIMIT }, { memo: false }),
  ];
  for (const first of firsts) {
    if (!hasPage(first)) return;
    const next = await list.go(first, 'next', { memo: false });
    const condition = first.query.conditions[0];
    if (!hasPage(next) || condition === undefined) return;
    const stranger = next.page.items.findIndex((item) => matches(item, condition, contract) === false);
    if (stranger === -1) ledger.exercise('walk.interleaved', 'pages');
    else {
      ledger.violate('walk.interleaved', {
        summary: `the second page of \`${condition.name}=${condition.value}\` returns row ${next.page.ids[stranger]} after another list was requested`,
        expected: `only rows matching ${condition.name}=${condition.value}`,
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
