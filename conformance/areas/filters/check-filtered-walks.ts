import type { Contract, Filter } from '../../../src/contract/contract.ts';
import type { Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Item } from '../../list/answer.ts';
import type { Condition, ListQuery } from '../../list/list-query.ts';
import { isRange } from '../../list/matching/is-range.ts';
import { listConditions } from '../../list/matching/list-conditions.ts';
import { matches } from '../../list/matching/matches.ts';
import { createWindow } from '../../survey/create-window.ts';
import { groupTies, listTieKeys } from '../../survey/sort-values.ts';
import type { Survey, Window } from '../../survey/survey.ts';
import { compareWalk } from '../paging/compare-walk.ts';
import { listSplittingSizes } from '../paging/list-splitting-sizes.ts';
import { isHidden } from './filter-requirements.ts';

const FEWEST_ROWS = 4;
const MOST_ROWS = 100;
const MOST_PAGES = 6;
/** Of so many filters, those whose rows are tied the most. */
const MOST_FILTERS = 2;
/** Of so many values of a filter, it is counted how many rows have them. */
const MOST_VALUES = 100;

/** A query for some rows, and how many of those that are known are tied. */
interface Part {
  readonly query: ListQuery;
  readonly tied: number;
}

/** Walks the rows that a filter leaves of the list, in pages that end amid tied rows. */
export const checkFilteredWalks: Check = {
  id: 'filters.walks',
  title: 'walks what a filter leaves of the list',
  verifies: ['walk.complete', 'walk.unique', 'walk.ties', 'walk.terminates'],
  cost: 40,
  async run(context) {
    const { contract, list, survey, confirm } = context;
    const filters = contract.filters.filter((filter) => !isRange(filter) && !isHidden(contract, filter));
    const parts = filters.flatMap((filter) => choosePart(contract, filter, survey)).sort((a, b) => b.tied - a.tied);
    for (const { query } of [...parts.slice(0, MOST_FILTERS), ...joinParts(contract, parts, survey.head)]) {
      // What a filter goes by is tried elsewhere: here it is what the target itself makes of it, in one go and in small pages.
      const whole = await list.walk({ ...query, limit: survey.pageSize }, { maxPages: 2 });
      if (whole.ended !== 'end') continue;
      const part = createWindow(list, whole);
      await confirm((scratch) => walkPart(context, scratch, part), part);
    }
  },
};

/** Of a filter's values, the one whose rows are tied the most: in the list or in the window. */
function choosePart(contract: Contract, filter: Filter, { head, window }: Survey): readonly Part[] {
  const isOwn = window.query.conditions.some((condition) => condition.filter === filter);
  const parts = [head, ...(isOwn || window === head ? [] : [window])].flatMap((of) => listParts(contract, filter, of));
  return parts.sort((a, b) => b.tied - a.tied).slice(0, 1);
}

function listParts(contract: Contract, filter: Filter, of: Window): readonly Part[] {
  const values = of.items.flatMap((item) => listConditions(item, filter)).flatMap((one) => listSpellings(filter, one));
  const distinct = [...new Map(values.map((one) => [`${one.name}=${one.value}`, one])).values()].slice(0, MOST_VALUES);
  return distinct.flatMap((condition) => {
    const items = of.items.filter((item) => matches(item, condition, contract) === true);
    const isFitting = items.length >= FEWEST_ROWS && items.length <= MOST_ROWS && items.length < of.items.length;
    const query = { ...of.query, conditions: [...of.query.conditions, condition] };
    return isFitting ? [{ query, tied: countTied(contract, items) }] : [];
  });
}

/** Two filters at once, where that leaves more than a few rows: some servers lose their way only then. */
function joinParts(contract: Contract, parts: readonly Part[], { query, items }: Window): readonly Part[] {
  const conditions = parts.flatMap((part) => part.query.conditions.slice(-1));
  const pairs = conditions.flatMap((one, index) => conditions.slice(index + 1).map((other) => [one, other]));
  const joined = pairs.flatMap((pair) => {
    const left = items.filter((item) => pair.every((one) => matches(item, one, contract) === true));
    return left.length < FEWEST_ROWS ? [] : [{ query: { ...query, conditions: pair }, tied: left.length }];
  });
  return joined.sort((a, b) => b.tied - a.tied).slice(0, 1);
}

/** A part of a text is in more rows than the whole. */
function listSpellings({ operator }: Filter, condition: Condition): readonly Condition[] {
  if (operator !== 'contains' && operator !== 'startsWith') return [condition];
  return [1, 2].map((length) => ({ ...condition, value: condition.value.slice(0, length) })).concat(condition);
}

function countTied(contract: Contract, items: readonly Item[]): number {
  return groupTies(items, listTieKeys(contract)).reduce((sum, { length }) => sum + length, 0);
}

async function walkPart({ contract, list }: CheckContext, ledger: Ledger, part: Window): Promise<void> {
  const count = part.items.length;
  const fitting = listSplittingSizes(contract, part).find((size) => Math.ceil(count / size) <= MOST_PAGES);
  const limit = fitting ?? Math.ceil(count / 3);
  if (limit >= count) return;
  const walk = await list.walk({ ...part.query, limit }, { maxPages: MOST_PAGES * 2 + 2 });
  compareWalk(contract, ledger, walk, part, {
    complete: 'walk.complete',
    unique: 'walk.unique',
    terminates: 'walk.terminates',
    ties: 'walk.ties',
  });
}
