import type { Contract, Filter } from '../../../src/contract/contract.ts';
import { familyOf } from '../../../src/contract/criterion.ts';
import { readField } from '../../../src/contract/field-values.ts';
import type { Check, CheckContext } from '../../check.ts';
import type { Item } from '../../list/answer.ts';
import { isRange, listConditions, matches } from '../../list/conditions.ts';
import type { Condition } from '../../list/query.ts';
import { groupByValue, listRangePairs, type RangePair } from '../../survey/ranges.ts';
import type { Reference } from '../../survey/window.ts';
import { chooseBase, chooseHead, isCoarse, type KnownCase, listCases } from './bases.ts';
import { listPairedBounds } from './bounds.ts';
import { tryParts } from './case-parts.ts';
import { tryCase } from './case-trial.ts';
import type { Base, FilterCase } from './cases.ts';
import { listWindow, tryKinds } from './few-cases.ts';
import { shareOut } from './kinds-of-cases.ts';
import { declaredValues, isHidden } from './requirements.ts';
import { shiftValue, stripAccents } from './values.ts';

/** Values that are tried of an enumeration. */
const MAX_VALUES = 3;
/** Values of a bounded field that lie behind a bound which the start of the list is filtered by. */
const FEW_VALUES = 8;

/** Filters by values of known rows, and compares the response with the rows that match. */
export const checkFilters: Check = {
  id: 'filters.values',
  title: 'Filters by the values of known rows, and by values next to them',
  verifies: ['filter.*', 'total.counts', 'walk.unique', 'filters.subset'],
  cost: 100,
  async run(context) {
    const { contract, design } = context;
    if (design.profile === 'quick') {
      await tryKinds(context);
      return;
    }
    const shown = contract.filters.filter((filter) => !isHidden(contract, filter));
    const pairs = listRangePairs(contract).filter(({ lower, upper }) => {
      return shown.includes(lower) && shown.includes(upper) && !isCoarse(context.survey, lower);
    });
    const paired = new Set(pairs.flatMap(({ lower, upper }) => [lower, upper]));
    const single = shown
      .filter((one) => !paired.has(one))
      .map((filter) => {
        const base = isCoarse(context.survey, filter) ? undefined : chooseBase(contract, context.survey, filter);
        return { filter, base, cases: base === undefined ? [] : listCases(contract, filter, base.rows()) };
      });
    const both = pairs.map((pair) => ({ pair, cases: listPairedBounds(contract, context.survey, pair) }));
    const shared = new Set(
      shareOut(
        [...single.map(({ cases }) => cases), ...both.map(({ cases }) => cases.map(({ one }) => one))],
        design.seed,
      ).flat(),
    );
    for (const one of single) {
      await tryFilter(context, { ...one, cases: one.cases.filter((each) => shared.has(each)) });
    }
    for (const { pair, cases } of both) {
      await tryPair(
        context,
        pair,
        cases.filter(({ one }) => shared.has(one)),
      );
    }
    for (const { base, one } of listWindow(context)) {
      await context.confirm((scratch) => tryCase(context, scratch, base, one), base);
    }
  },
};

/** A filter, and what it is tried with. */
interface Single {
  readonly filter: Filter;
  readonly base: (Base & Reference) | undefined;
  readonly cases: readonly FilterCase[];
}

async function tryFilter(context: CheckContext, { filter, base, cases }: Single): Promise<void> {
  const { survey, ledger } = context;
  const id = `filter.${filter.parameter}`;
  if (isCoarse(survey, filter)) {
    ledger.leaveOpen(`${id}.all-matching`, 'the target stores times with a higher precision than it returns');
    return;
  }
  if (base === undefined || cases.length === 0) {
    ledger.leaveOpen(`${id}.all-matching`, NO_VALUE);
    return;
  }
  await context.confirm(
    cases.map((one) => (scratch) => tryCase(context, scratch, base, one)),
    base,
  );
  await tryHead(context, filter, base);
}

const NO_VALUE = 'no known row has a value to filter by';

async function tryPair(context: CheckContext, { lower, upper }: RangePair, cases: readonly KnownCase[]): Promise<void> {
  const { ledger } = context;
  const [base] = cases.map((each) => each.base);
  if (base === undefined) {
    for (const { parameter } of [lower, upper]) ledger.leaveOpen(`filter.${parameter}.all-matching`, NO_VALUE);
    return;
  }
  await context.confirm(
    cases.map(
      ({ one }) =>
        (scratch) =>
          tryParts(context, scratch, base, one),
    ),
    base,
  );
  for (const filter of [lower, upper]) await tryHead(context, filter, base);
}

async function tryHead(context: CheckContext, filter: Filter, base: Base): Promise<void> {
  const { contract, survey } = context;
  const head = chooseHead(survey);
  // What the window shows of a filter, the start of the list shows of every second one, others in each run.
  const isTurn = (contract.filters.indexOf(filter) + context.design.seed) % 2 === 0;
  const isKnown = isRange(filter) || (!isTurn && declaredValues(filter).length === 0);
  const isTried = base.closed && base.rows() !== head.rows() && isKnown;
  // Few rows have accents, or several values: those of the start are as good a chance as there is.
  const common = listCommon(contract, filter, head.rows(), survey.pageSize).filter(({ shows }) => {
    return !isTried || shows === 'case' || familyOf(filter) === 'part';
  });
  const isOurs = contract.provenanceOf(['filters', filter.parameter, 'field']).mark === 'chosen';
  const isPlain = filter.operator === 'equals' && filter.serialization === 'plain' && !isOurs;
  const several = isPlain ? listSeveral(filter, head.rows()) : [];
  const isMissed = base.rows() !== head.rows() && listSeveral(filter, base.rows()).length === 0;
  if (isMissed) common.push(...several.filter((one) => !common.some((other) => isSame(one, other))));
  await context.confirm(
    common.map((one) => (scratch) => tryCase(context, scratch, head, one)),
    head,
  );
}

/** Values of rows that have several: of these, some servers compare only one, or return the row once for each. */
function listSeveral(filter: Filter, items: readonly Item[]): readonly FilterCase[] {
  const isRich = (item: Item): boolean => filter.fields.some(({ path }) => readField(item, path).length > 1);
  const rows = items.filter(isRich).map((item) => listConditions(item, filter));
  const known = new Map(rows.flat().map((one) => [one.value, one]));
  // In as many rows as possible neither the first nor the last of them.
  const count = (value: string): number => {
    const apart = [0, -1].map((end) => rows.filter((row) => has(row, value) && row.at(end)?.value !== value).length);
    return Math.min(...apart);
  };
  const counted = [...known.values()].map((condition) => ({ condition, worth: count(condition.value) }));
  const [best] = counted.sort((a, b) => b.worth - a.worth);
  return best === undefined ? [] : [{ shows: 'all-matching', conditions: [best.condition] }];
}

function has(row: readonly Condition[], value: string): boolean {
  return row.some((one) => one.value === value);
}

function isSame({ conditions: [one] }: FilterCase, { conditions: [other] }: FilterCase): boolean {
  return one?.name === other?.name && one?.value === other?.value;
}

/** Values of all known rows: the most common ones, and each one of an enumeration. */
function listCommon(contract: Contract, filter: Filter, items: readonly Item[], most: number): FilterCase[] {
  const declared = declaredValues(filter).slice(0, MAX_VALUES);
  if (declared.length > 0) {
    return declared.map((value) => ({
      shows: 'all-matching',
      conditions: [{ filter, name: filter.parameter, value }],
    }));
  }
  const known = listCases(contract, filter, items).filter(({ isDoubtful }) => isDoubtful !== true);
  const cases = known.filter(({ shows }) => shows === 'all-matching');
  // What most rows have that fit on a page: where rows come back that are in no list, they are among as many as possible.
  const parts = known
    .map((one) => ({ one, count: countMatching(contract, items, one) }))
    .filter(({ count }) => count <= most)
    .sort((a, b) => b.count - a.count)
    .map(({ one }) => one);
  const [first] = isRange(filter) ? listFarBound(filter, items) : familyOf(filter) === 'part' ? parts : cases;
  const accents = first === undefined ? [] : stripAccents(filter, items);
  const stripped = accents.map((value): FilterCase => {
    return { shows: 'case', conditions: [{ filter, name: filter.parameter, value }], isDoubtful: true };
  });
  return [...(first === undefined ? [] : [first]), ...(filter.operator === 'equals' ? stripped : [])];
}

function countMatching(contract: Contract, items: readonly Item[], { conditions }: FilterCase): number {
  return items.filter((item) => conditions.every((one) => matches(item, one, contract) === true)).length;
}

/** A bound just beside a value that leaves so few of the known rows that they fit on one page. */
function listFarBound(filter: Filter, items: readonly Item[]): readonly FilterCase[] {
  const [field] = filter.fields;
  if (field === undefined) return [];
  const isUpper = filter.operator === 'lte' || filter.operator === 'lt';
  const values = groupByValue(field, items);
  const place = Math.min(FEW_VALUES, Math.floor(values.length / 2));
  const text = values.at(isUpper ? -1 - place : place)?.text;
  const value = text === undefined ? undefined : shiftValue(text, field.kind, isUpper ? 1 : -1);
  return value === undefined
    ? []
    : [{ shows: 'all-matching', conditions: [{ filter, name: filter.parameter, value }] }];
}
