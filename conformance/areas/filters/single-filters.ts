import type { Contract, Filter } from '../../../src/contract/contract.ts';
import type { Check, CheckContext } from '../../check.ts';
import { createRandom } from '../../design/random.ts';
import { type Item, identify } from '../../list/answer.ts';
import { isRange, matches } from '../../list/conditions.ts';
import type { Condition } from '../../list/query.ts';
import type { Survey } from '../../survey/survey.ts';
import { joinReferences, type Reference } from '../../survey/window.ts';
import { tryCase } from './case-trial.ts';
import { type Base, type FilterCase, listKeyCases, listRangeCases } from './cases.ts';
import { chooseKinds } from './kinds-of-cases.ts';
import { declaredValues, isHidden } from './requirements.ts';
import { listContainsCases, listEqualityCases } from './text-cases.ts';
import { stripAccents } from './values.ts';

/** Values that are tried of an enumeration. */
const MAX_VALUES = 3;

/** Filters by values of known rows, and compares the response with the rows that match. */
export const checkFilters: Check = {
  id: 'filters.values',
  title: 'Filters by the values of known rows, and by values next to them',
  verifies: ['filter.*', 'total.counts', 'walk.unique', 'filters.subset'],
  cost: 100,
  async run(context) {
    const { contract, survey, design } = context;
    const shown = contract.filters.filter((filter) => !isHidden(contract, filter));
    if (design.profile === 'quick') {
      await tryKinds(
        context,
        createRandom(design.seed)
          .shuffle(shown)
          .filter((one) => !isCoarse(survey, one)),
      );
      return;
    }
    for (const filter of shown) await tryFilter(context, filter);
    const { conditions } = survey.window.query;
    if (conditions.length === 0 || conditions.some(({ filter }) => isCoarse(survey, filter))) return;
    // The rows of the window come from filters, too: they are trusted only as far as the start of the list agrees.
    const head = chooseHead(survey);
    await context.confirm((scratch) => tryCase(context, scratch, head, { shows: 'all-matching', conditions }), head);
  },
};

/** Whether the target stores what a filter compares with a higher precision than it returns. */
function isCoarse({ coarse }: Survey, { fields }: Filter): boolean {
  return fields.some(({ name }) => coarse.has(name));
}

/** One case of each kind: filters of a kind run through the same code. */
async function tryKinds(context: CheckContext, filters: readonly Filter[]): Promise<void> {
  const { contract, survey } = context;
  const known = filters.flatMap((filter) => {
    const base = chooseBase(contract, survey, filter);
    return base === undefined ? [] : [{ filter, base }];
  });
  const cases = known.flatMap(({ filter, base }) =>
    listCases(contract, filter, base.rows()).map((one) => ({ base, one })),
  );
  const chosen = new Set(chooseKinds(cases.map(({ one }) => one)));
  for (const { base } of known) {
    const own = cases.filter((each) => each.base === base && chosen.has(each.one));
    await context.confirm(
      own.map(
        ({ one }) =>
          (scratch) =>
            tryCase(context, scratch, base, one),
      ),
      base,
    );
  }
}

async function tryFilter(context: CheckContext, filter: Filter): Promise<void> {
  const { contract, survey, ledger } = context;
  const id = `filter.${filter.parameter}`;
  if (isCoarse(survey, filter)) {
    ledger.leaveOpen(`${id}.all-matching`, 'the target stores times with a higher precision than it returns');
    return;
  }
  const base = chooseBase(contract, survey, filter);
  const cases = base === undefined ? [] : listCases(contract, filter, base.rows());
  if (base === undefined || cases.length === 0) {
    ledger.leaveOpen(`${id}.all-matching`, 'no known row has a value to filter by');
    return;
  }
  await context.confirm(
    cases.map((one) => (scratch) => tryCase(context, scratch, base, one)),
    base,
  );
  const head = chooseHead(survey);
  // What the window shows of a filter, the start of the list shows of every second one, others in each run.
  const isTurn = (contract.filters.indexOf(filter) + context.design.seed) % 2 === 0;
  const isKnown = isRange(filter) || (!isTurn && declaredValues(filter).length === 0);
  const isTried = base.closed && base.rows() !== head.rows() && isKnown;
  // Few rows have accents: those of the start are as good a chance as there is.
  const common = listCommon(contract, filter, head.rows()).filter(({ shows }) => !isTried || shows === 'case');
  await context.confirm(
    common.map((one) => (scratch) => tryCase(context, scratch, head, one)),
    head,
  );
}

/** Values of all known rows: the most common ones, and each one of an enumeration. */
function listCommon(contract: Contract, filter: Filter, items: readonly Item[]): readonly FilterCase[] {
  const declared = declaredValues(filter).slice(0, MAX_VALUES);
  if (declared.length > 0) {
    return declared.map((value) => ({
      shows: 'all-matching',
      conditions: [{ filter, name: filter.parameter, value }],
    }));
  }
  const cases = listCases(contract, filter, items).filter(({ shows, isDoubtful }) => {
    return shows === 'all-matching' && isDoubtful !== true;
  });
  const [first] = cases;
  const accents = first === undefined ? [] : stripAccents(filter, items);
  const stripped = accents.map((value): FilterCase => {
    return { shows: 'case', conditions: [{ filter, name: filter.parameter, value }], isDoubtful: true };
  });
  return [...cases.slice(0, 1), ...(filter.operator === 'equals' ? stripped : [])];
}

/**
 * The known rows that a filter is tested with, and the conditions that they meet already: the rows of the window, or where the
 * filter itself selected the window, all known rows that meet its other conditions.
 *
 * @returns `undefined` when no rows are known
 */
export function chooseBase(contract: Contract, survey: Survey, filter: Filter): (Base & Reference) | undefined {
  const { window, head } = survey;
  const isOwn = window.query.conditions.some((condition) => condition.filter === filter);
  // A tighter bound replaces that of the window.
  const conditions = window.query.conditions.filter((condition) => condition.filter !== filter);
  const query = { ...window.query, conditions };
  if (window.ids.length === 0) return undefined;
  if (window.closed && (!isOwn || isRange(filter)))
    return { query, rows: () => window.items, closed: !isOwn, ...joinReferences(window) };
  return { query, rows: () => listKnown(contract, survey, conditions), closed: false, ...joinReferences(window, head) };
}

/** The start of the list, as it is. */
export function chooseHead({ head }: Survey): Base & Reference {
  return { query: head.query, rows: () => head.items, closed: head.closed, ...joinReferences(head) };
}

function listKnown(contract: Contract, { head, window }: Survey, conditions: readonly Condition[]): readonly Item[] {
  const known = new Map<string, Item>();
  for (const item of [...head.items, ...window.items]) {
    if (conditions.every((one) => matches(item, one, contract) === true)) known.set(identify(item, contract), item);
  }
  return [...known.values()];
}

/** The cases for a filter, by the values of known rows. */
export function listCases(contract: Contract, filter: Filter, items: readonly Item[]): readonly FilterCase[] {
  switch (filter.operator) {
    case 'equals':
    case 'in':
      return listEqualityCases(contract, filter, items);
    case 'contains':
    case 'startsWith':
      return listContainsCases(contract, filter, items);
    case 'hasKey':
      return listKeyCases(contract, filter, items);
    default:
      return listRangeCases(contract, filter, items);
  }
}
