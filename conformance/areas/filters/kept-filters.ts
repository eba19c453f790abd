import type { Contract, Filter } from '../../../src/contract/contract.ts';
import type { Attempt, Check, CheckContext } from '../../check.ts';
import { createRandom } from '../../design/random.ts';
import type { Ledger } from '../../ledger.ts';
import { hasPage, type Item, type PageAnswer } from '../../list/answer.ts';
import type { ListClient } from '../../list/client.ts';
import { listConditions, matches } from '../../list/conditions.ts';
import type { Condition } from '../../list/query.ts';
import type { Walk } from '../../list/walk.ts';
import { listRangePairs } from '../../survey/ranges.ts';
import type { Reference } from '../../survey/window.ts';
import { repeatsParameters } from '../paging/requirements.ts';
import { exhaustiveValues, isHidden } from './requirements.ts';
import { respellInstant } from './values.ts';

/** Beyond the second page, since some links forget the filters only later. */
const PAGES = 3;
/** Filters whose walks also go back a page, where links repeat the parameters and where they do not. */
const MAX_RETURNS = { shown: 1, opaque: 2 };
/** Filters that are walked, others in each run. */
const MAX_SHOWN = 2;
const MAX_OPAQUE = 3;
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
  quick: 1,
  // With offsets, clients send the filters with every request.
  appliesTo: ({ page }) => page.style !== 'offset',
  async run(context) {
    context.ledger.leaveOpen('walk.filters', 'no filter matches two rows but not all');
    const conditions = context.contract.filters.flatMap((filter) => chooseCondition(context, filter));
    // Where links repeat the parameters of the request, every link shows whether they do.
    const isShown = repeatsParameters(context.contract);
    const most = isShown ? MAX_SHOWN : MAX_OPAQUE;
    const returns = isShown ? MAX_RETURNS.shown : MAX_RETURNS.opaque;
    const unsized = listUnsized(context);
    // What is walked without a size beside another filter, is not walked once more with one.
    const isBeside = unsized.some(({ length }) => length > 1);
    const zoned = isBeside ? [] : listZoned(context);
    const all = [...createRandom(context.design.seed).shuffle(conditions).slice(0, most), ...zoned];
    await context.confirm(
      [
        // In a quick run this alone: with sizes, the window has been walked.
        ...unsized.map(
          (conditions): Attempt =>
            (scratch) =>
              walkUnsized(context, scratch, conditions),
        ),
        ...all.map(
          (condition, index): Attempt =>
            async (scratch) => {
              await walkFiltered(context, scratch, { conditions: [condition], isReturn: index < returns });
            },
        ),
        ...(isBeside ? [] : listTogether(context, conditions)).map(
          (pair): Attempt =>
            async (scratch) => {
              await walkFiltered(context, scratch, { conditions: pair, isReturn: false });
            },
        ),
      ],
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
function listZoned(
  { contract, survey }: CheckContext,
  items: readonly Item[] = survey.head.items,
): readonly Condition[] {
  return listRangePairs(contract)
    .filter(({ field }) => field.kind === 'instant' && !survey.coarse.has(field.name))
    .flatMap(({ lower }) => {
      const oldest = items.flatMap((item) => listConditions(item, lower)).at(-1);
      const zoned = oldest === undefined ? undefined : respellInstant(oldest.value).find((text) => text.includes('+'));
      return zoned === undefined ? [] : [{ filter: lower, name: lower.parameter, value: zoned }];
    });
}

/** Two filters, each of which some rows meet without the other: a link may forget either. */
function listTogether(
  { contract, survey }: CheckContext,
  chosen: readonly Condition[],
): readonly (readonly Condition[])[] {
  const { items } = survey.head;
  const shown = contract.filters.filter((filter) => !isHidden(contract, filter));
  const known = [...chosen, ...shown.flatMap((filter) => listDistinct(items, filter).slice(0, MAX_TOGETHER))];
  const sets = known.map((condition) => ({
    condition,
    met: new Set(items.filter((item) => matches(item, condition, contract) === true)),
  }));
  const pairs = sets.flatMap((one, index) => {
    return sets.slice(index + 1).flatMap((other) => {
      const both = [...one.met].filter((item) => other.met.has(item)).length;
      const isTelling = both >= 2 && both < one.met.size && both < other.met.size;
      return isTelling && one.condition.filter !== other.condition.filter
        ? [{ pair: [one.condition, other.condition], both }]
        : [];
    });
  });
  const sorted = pairs.sort((a, b) => a.both - b.both);
  const [smallest] = sorted;
  if (smallest === undefined) return [];
  for (const { pair } of sorted.filter(({ both }) => both > 2).slice(0, MAX_TRIED)) {
    const third = findThird(contract, items, pair);
    if (third.length > 0) return [[...pair, ...third]];
  }
  return [smallest.pair];
}

/** A third filter that enough rows of a pair meet and some do not, while each of the pair keeps out rows that it lets in. */
function findThird(
  contract: Contract,
  items: readonly Item[],
  pair: readonly Condition[],
  least: number = 2,
): readonly Condition[] {
  const meets = (item: Item, conditions: readonly Condition[]): boolean =>
    conditions.every((one) => matches(item, one, contract) === true);
  const met = items.filter((item) => meets(item, pair));
  const thirds = contract.filters
    .filter((filter) => !isHidden(contract, filter) && pair.every((one) => one.filter !== filter))
    .flatMap((filter) => listDistinct(met, filter).slice(0, MAX_TOGETHER));
  const fitting = thirds.find((third) => {
    const left = met.filter((item) => meets(item, [third])).length;
    const isTelling = pair.every((_, index) => {
      const others = [...pair.toSpliced(index, 1), third];
      return items.filter((item) => meets(item, others)).length > left;
    });
    return left >= least && left < met.length && isTelling;
  });
  return fitting === undefined ? [] : [fitting];
}

/** Values of a filter that are combined with those of others. */
const MAX_TOGETHER = 12;
/** Pairs to which a third filter is looked for. */
const MAX_TRIED = 12;

/** A value that more rows have than fit on a page whose size nobody states, where possible beside a bound that some of them do not meet. */
function listUnsized(context: CheckContext): readonly (readonly Condition[])[] {
  const { contract, survey } = context;
  const { items } = survey.head;
  const { default: usual, parameter } = contract.page.limit;
  const known = contract.filters
    .filter((filter) => parameter !== undefined && !isHidden(contract, filter))
    .flatMap((filter) => listDistinct(items, filter).slice(0, MAX_TOGETHER));
  const [common] = known.filter((condition) => {
    const count = items.filter((item) => matches(item, condition, contract) === true).length;
    return count > usual && count < items.length;
  });
  if (common === undefined) return [];
  const met = items.filter((item) => matches(item, common, contract) === true);
  const beside = listZoned(context, met.slice(0, -1)).find((bound) => {
    return (
      bound.filter !== common.filter && met.filter((item) => matches(item, bound, contract) === true).length > usual
    );
  });
  if (beside === undefined) return [[common]];
  return [[common, beside, ...findThird(contract, items, [common, beside], usual + 1)]];
}

/** Where a server does not take the bound, without it. */
async function walkUnsized(context: CheckContext, ledger: Ledger, conditions: readonly Condition[]): Promise<void> {
  const asked = { isReturn: false, isUnsized: true };
  const isRead = await walkFiltered(context, ledger, { conditions, ...asked });
  if (!isRead) await walkFiltered(context, ledger, { conditions: conditions.slice(0, 1), ...asked });
}

interface FilteredWalk {
  readonly conditions: readonly Condition[];
  /** Whether it goes back a page at the end. */
  readonly isReturn: boolean;
  /** Whether no page size is stated. */
  readonly isUnsized?: boolean;
}

/** @returns whether there was a page to read */
async function walkFiltered({ contract, list }: CheckContext, ledger: Ledger, asked: FilteredWalk): Promise<boolean> {
  const { conditions, isReturn, isUnsized = false } = asked;
  const query = { conditions, ...(isUnsized ? {} : { limit: 1 }) };
  const walk = await list.walk(query, { maxPages: isReturn ? PAGES : 2 });
  const last = walk.pages.at(-1);
  const hasPrevious =
    isReturn && last !== undefined && walk.pages.length > 1 && contract.envelope.roles.has('previous');
  const back = hasPrevious ? await list.go(last, 'previous') : undefined;
  const pages: readonly PageAnswer[] = [...walk.pages, ...(hasPage(back) ? [back] : [])];
  const totals = pages.flatMap(({ page }) => page.total ?? []);
  const isBroken = hasBroken(walk);
  if (!isBroken && totals.every((total) => total === totals[0])) {
    if (pages.length > 1) ledger.exercise('walk.filters', 'filtered walks');
    return pages.length > 0;
  }
  if (!(await isSteady(list, walk))) {
    ledger.leaveOpen('walk.filters', 'rows changed during the check');
    return true;
  }
  const what = `\`${conditions.map(({ name, value }) => `${name}=${value}`).join('&')}\``;
  ledger.violate('walk.filters', {
    summary: isBroken
      ? `there is no page after page ${walk.pages.length} of ${what}, although it has ${totals[0]} rows`
      : `the total of ${what} changes from page to page`,
    expected: totals[0],
    received: isBroken ? walk.last?.response.status : totals,
    answers: [...pages, ...(walk.last === undefined ? [] : [walk.last])],
  });
  return true;
}

/** Whether a walk goes the same way once more. Where rows come and go, the first total may be right again by chance. */
async function isSteady(list: ListClient, walk: Walk): Promise<boolean> {
  const from = await list.ask(walk.query, { memo: false });
  if (!hasPage(from)) return false;
  const again = await list.walk(walk.query, { from, maxPages: walk.pages.length });
  const totals = [walk, again].map(({ pages }) => pages.map(({ page }) => page.total).join());
  return String(again.ids) === String(walk.ids) && totals[0] === totals[1];
}

/** Whether a walk ended before the rows that it said there are. */
function hasBroken({ ended, pages, ids }: Walk): boolean {
  const total = pages[0]?.page.total;
  const isShort = ended === 'end' && total !== undefined && ids.length < total;
  return (ended === 'broken' && pages.length > 0) || isShort;
}
