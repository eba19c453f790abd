import type { Contract, Filter } from '../../../src/contract/contract.ts';
import type { Check, CheckContext } from '../../check.ts';
import type { Item } from '../../list/answer.ts';
import { chooseBase, chooseHead } from './choose-base.ts';
import type { FilterCase } from './filter-case.ts';
import { declaredValues, isHidden } from './filter-requirements.ts';
import { listCases } from './list-cases.ts';
import { stripAccents } from './strip-accents.ts';
import { tryCase } from './try-case.ts';

/** Of a parameter that takes only a few. */
const MOST_VALUES = 3;

/** Asks for values of known rows, and compares what comes with what has to come. */
export const checkFilters: Check = {
  id: 'filters.values',
  title: 'filters known rows by their own values, and by values next to them',
  verifies: ['filter.*', 'total.counts', 'walk.unique', 'filters.subset'],
  cost: 100,
  async run(context) {
    const { contract, survey } = context;
    for (const filter of contract.filters) {
      if (!isHidden(contract, filter)) await tryFilter(context, filter);
    }
    const { conditions } = survey.window.query;
    const isCoarse = conditions.some(({ filter }) => filter.fields.some(({ name }) => survey.coarse.has(name)));
    if (conditions.length === 0 || isCoarse) return;
    // The rows that the target carved out are trusted only as far as the start of the list agrees.
    const head = chooseHead(survey);
    await context.confirm((scratch) => tryCase(context, scratch, head, { shows: 'all-matching', conditions }), head);
  },
};

async function tryFilter(context: CheckContext, filter: Filter): Promise<void> {
  const { contract, survey, ledger } = context;
  const id = `filter.${filter.parameter}`;
  if (filter.fields.some(({ name }) => survey.coarse.has(name))) {
    ledger.leaveOpen(`${id}.all-matching`, 'the target keeps its times finer than it shows them');
    return;
  }
  const base = chooseBase(contract, survey, filter);
  const cases = base === undefined ? [] : listCases(contract, filter, base.rows());
  if (base === undefined || cases.length === 0) {
    ledger.leaveOpen(`${id}.all-matching`, 'no known row shows a value to filter by');
    return;
  }
  await context.confirm(
    cases.map((one) => (scratch) => tryCase(context, scratch, base, one)),
    base,
  );
  const head = chooseHead(survey);
  const common = listCommon(contract, filter, head.rows());
  await context.confirm(
    common.map((one) => (scratch) => tryCase(context, scratch, head, one)),
    head,
  );
}

/** Of all that is known of the list, not only of a few rows: what most rows have, and where there are only a few values, each. */
function listCommon(contract: Contract, filter: Filter, items: readonly Item[]): readonly FilterCase[] {
  const declared = declaredValues(filter).slice(0, MOST_VALUES);
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
