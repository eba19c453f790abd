import type { Filter } from '../../../src/contract/contract.ts';
import type { Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger.ts';
import { hasPage, type Item, type PageAnswer } from '../../list/answer.ts';
import { listConditions, matches } from '../../list/conditions.ts';
import type { Condition } from '../../list/query.ts';

import { listRangePairs } from '../../survey/ranges.ts';
import type { Reference } from '../../survey/window.ts';
import { exhaustiveValues, isHidden } from './requirements.ts';
import { respellInstant } from './values.ts';

/** Beyond the second page, since some links forget the filters only later. */
const PAGES = 3;
/** Filters whose walks also go back a page. */
const MAX_RETURNS = 3;
/** Values whose rows are counted. */
const MAX_VALUES = 200;

/** Each attempt checks for itself whether rows changed. */
const UNWATCHED: Reference = { reread: async () => true };

/** That every row matches is checked by `inspectRows`. */
export const checkKeptFilters: Check = {
  id: 'filters.kept',
  title: 'Walks filtered lists forward and backward in pages of one row',
  verifies: ['walk.filters', 'filter.*.only-matching'],
  cost: 60,
  // With offsets, clients send the filters with every request.
  appliesTo: ({ page }) => page.style !== 'offset',
  async run(context) {
    context.ledger.leaveOpen('walk.filters', 'no filter matches two rows but not all');
    const conditions = context.contract.filters.flatMap((filter) => chooseCondition(context, filter));
    const all = [...conditions, ...listZoned(context)];
    await context.confirm(
      all.map(
        (condition, index) => (scratch) => walkFiltered(context, scratch, { condition, isReturn: index < MAX_RETURNS }),
      ),
      UNWATCHED,
    );
  },
};

/** A value that several known rows have and others lack, preferably one that needs percent-encoding. */
function chooseCondition({ contract, survey }: CheckContext, filter: Filter): readonly Condition[] {
  if (isHidden(contract, filter)) {
    return exhaustiveValues(filter)
      .slice(0, 1)
      .map((value) => ({ filter, name: filter.parameter, value }));
  }
  const { items } = survey.head;
  const counted = listDistinct(items, filter).map((condition) => {
    return { condition, count: items.filter((item) => matches(item, condition, contract) === true).length };
  });
  const rank = ({ condition, count }: (typeof counted)[number]): number => {
    // As few rows as fill the pages: the more rows lack the value, the more likely a forgotten filter shows.
    const fill = count >= PAGES ? count - PAGES : 1000;
    return fill - (/[^\w.-]/.test(condition.value) ? 500 : 0);
  };
  const fitting = counted.filter(({ count }) => count >= 2 && count < items.length);
  return fitting
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, 1)
    .map(({ condition }) => condition);
}

function listDistinct(items: readonly Item[], filter: Filter): readonly Condition[] {
  const conditions = items
    .flatMap((item) => listConditions(item, filter))
    .map((one) => [`${one.name}=${one.value}`, one] as const);
  return [...new Map(conditions).values()].slice(0, MAX_VALUES);
}

/** A bound with a positive UTC offset, whose plus sign an unencoded link turns into a space. */
function listZoned({ contract, survey }: CheckContext): readonly Condition[] {
  return listRangePairs(contract)
    .filter(({ field }) => field.kind === 'instant' && !survey.coarse.has(field.name))
    .flatMap(({ lower }) => {
      const oldest = survey.head.items.flatMap((item) => listConditions(item, lower)).at(-1);
      const zoned = oldest === undefined ? undefined : respellInstant(oldest.value).find((text) => text.includes('+'));
      return zoned === undefined ? [] : [{ filter: lower, name: lower.parameter, value: zoned }];
    });
}

interface FilteredWalk {
  readonly condition: Condition;
  /** Whether it goes back a page at the end. */
  readonly isReturn: boolean;
}

async function walkFiltered(
  { contract, list }: CheckContext,
  ledger: Ledger,
  { condition, isReturn }: FilteredWalk,
): Promise<void> {
  const query = { conditions: [condition], limit: 1 };
  const walk = await list.walk(query, { maxPages: PAGES });
  const last = walk.pages.at(-1);
  const total = walk.pages[0]?.page.total;
  const isShort = walk.ended === 'end' && total !== undefined && walk.ids.length < total;
  const isBroken = (walk.ended === 'broken' && walk.pages.length > 0) || isShort;
  const hasPrevious =
    isReturn && last !== undefined && walk.pages.length > 1 && contract.envelope.roles.has('previous');
  const back = hasPrevious ? await list.go(last, 'previous') : undefined;
  const pages: readonly PageAnswer[] = [...walk.pages, ...(hasPage(back) ? [back] : [])];
  const totals = pages.flatMap(({ page }) => page.total ?? []);
  const isSame = totals.every((total) => total === totals[0]);
  if (!isBroken && isSame) {
    if (pages.length > 1) ledger.exercise('walk.filters', 'filtered walks');
    return;
  }
  const again = await list.ask(query);
  if (again.page?.total !== totals[0]) {
    ledger.leaveOpen('walk.filters', 'rows changed during the check');
    return;
  }
  const what = `\`${condition.name}=${condition.value}\``;
  ledger.violate('walk.filters', {
    summary: isBroken
      ? `there is no page after page ${walk.pages.length} of ${what}, although it has ${total} rows`
      : `the total of ${what} changes from page to page`,
    expected: totals[0],
    received: isBroken ? walk.last?.response.status : totals,
    answers: [...pages, ...(walk.last === undefined ? [] : [walk.last])],
  });
}
