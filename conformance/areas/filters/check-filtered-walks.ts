import type { Contract, Filter } from '../../../src/contract/contract.ts';
import type { Attempt, Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Item } from '../../list/answer.ts';
import type { Condition } from '../../list/list-query.ts';
import { listConditions } from '../../list/matching/list-conditions.ts';
import { matches } from '../../list/matching/matches.ts';
import { identify } from '../../list/read-page.ts';
import { joinReferences } from '../../survey/join-references.ts';
import { groupTies, listTieKeys } from '../../survey/sort-values.ts';
import type { Survey, Window } from '../../survey/survey.ts';
import { chooseSizes } from '../paging/choose-sizes.ts';
import { compareWalk } from '../paging/compare-walk.ts';
import { listCertainFilters } from './list-certain-filters.ts';

const RANGES: ReadonlySet<string> = new Set(['gt', 'gte', 'lt', 'lte']);
const FEWEST_ROWS = 4;
const MOST_ROWS = 40;
const MOST_PAGES = 6;
/** Of so many filters, those whose rows are tied the most. */
const MOST_FILTERS = 3;
/** Of so many values of a filter, it is counted how many rows have them. */
const MOST_VALUES = 100;

/** Those of some known rows that meet a condition. */
interface Part {
  readonly of: Window;
  readonly condition: Condition;
  readonly items: readonly Item[];
}

/** Walks the rows that a filter leaves of the list, in pages that end amid tied rows. */
export const checkFilteredWalks: Check = {
  id: 'filters.walks',
  title: 'walks what a filter leaves of the list',
  verifies: ['walk.complete', 'walk.unique', 'walk.ties', 'walk.terminates'],
  cost: 40,
  async run(context) {
    const { contract, survey, confirm } = context;
    const parts = listCertainFilters(context)
      .filter((filter) => !RANGES.has(filter.operator))
      .flatMap((filter) => choosePart(contract, filter, survey));
    const telling = parts.sort((a, b) => countTied(contract, b) - countTied(contract, a)).slice(0, MOST_FILTERS);
    await confirm(
      telling.map(
        (part): Attempt =>
          (scratch) =>
            walkPart(context, scratch, part),
      ),
      joinReferences(survey.head, survey.window),
    );
  },
};

/** Of a filter's values, the one whose rows are tied the most: in the list, or where too many have it, in the window. */
function choosePart(contract: Contract, filter: Filter, { head, window }: Survey): readonly Part[] {
  const isOwn = window.query.conditions.some((condition) => condition.filter === filter);
  const parts = [head, ...(isOwn || window === head ? [] : [window])].map((of) => listParts(contract, filter, of));
  const [first] = parts.find(({ length }) => length > 0) ?? [];
  return first === undefined ? [] : [first];
}

function listParts(contract: Contract, filter: Filter, of: Window): readonly Part[] {
  const values = of.items.flatMap((item) => listConditions(item, filter)).flatMap((one) => listSpellings(filter, one));
  const distinct = [...new Map(values.map((one) => [`${one.name}=${one.value}`, one])).values()].slice(0, MOST_VALUES);
  const parts = distinct.map((condition) => ({ of, condition, items: listMatching(contract, of.items, condition) }));
  const fitting = parts.filter(
    ({ items: { length } }) => length >= FEWEST_ROWS && length <= MOST_ROWS && length < of.items.length,
  );
  return fitting.sort((a, b) => countTied(contract, b) - countTied(contract, a));
}

/** A part of a text is in more rows than the whole. */
function listSpellings({ operator }: Filter, condition: Condition): readonly Condition[] {
  if (operator !== 'contains' && operator !== 'startsWith') return [condition];
  return [{ ...condition, value: condition.value.slice(0, 2) }, condition];
}

function listMatching(contract: Contract, items: readonly Item[], condition: Condition): readonly Item[] {
  return items.filter((item) => matches(item, condition, contract) === true);
}

function countTied(contract: Contract, { items }: Part): number {
  return groupTies(items, listTieKeys(contract)).reduce((sum, { length }) => sum + length, 0);
}

async function walkPart({ contract, list }: CheckContext, ledger: Ledger, { of, condition }: Part): Promise<void> {
  const items = listMatching(contract, of.items, condition);
  const part: Window = {
    ...of,
    items,
    ids: items.map((item) => identify(item, contract)),
    query: { ...of.query, conditions: [...of.query.conditions, condition] },
  };
  const limit = chooseSizes(contract, part).find(
    (size) => Math.ceil(items.length / size) <= MOST_PAGES && size < items.length,
  );
  if (limit === undefined) return;
  // Behind what is known of a longer list, there is nothing to compare with.
  const known = Math.ceil(items.length / limit);
  const walk = await list.walk({ ...part.query, limit }, { maxPages: of.closed ? known * 2 + 2 : known });
  compareWalk(contract, ledger, walk, part, {
    complete: 'walk.complete',
    unique: 'walk.unique',
    terminates: 'walk.terminates',
    ties: 'walk.ties',
  });
}
