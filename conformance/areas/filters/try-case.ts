import type { Contract } from '../../../src/contract/contract.ts';
import type { CheckContext } from '../../check.ts';
import type { Ledger, Violation } from '../../ledger/ledger.ts';
import { hasPage } from '../../list/answer.ts';
import type { ListClient } from '../../list/list-client.ts';
import type { ListQuery } from '../../list/list-query.ts';
import { matches } from '../../list/matching/matches.ts';
import { identify } from '../../list/read-page.ts';
import type { Walk } from '../../list/walk.ts';
import { areInverted } from './are-inverted.ts';
import type { Base, FilterCase } from './filter-case.ts';

/** Of an answer that is read to its end. */
const MOST_PAGES = 4;

/** Of cases that show these, whoever looks at all rows says what is wrong with one that should not be there. */
const TOLD_BY_ROWS: ReadonlySet<string> = new Set(['exact', 'case', 'zoneless', 'literal', 'within-field']);

/**
 * Asks for a case, and writes to the ledger whether the known rows that match come, and no others that are known. That no row
 * comes which does not match is seen by whoever looks at all rows.
 */
export async function tryCase(context: CheckContext, ledger: Ledger, base: Base, one: FilterCase): Promise<void> {
  const { list, survey } = context;
  const query = { ...base.query, conditions: [...base.query.conditions, ...one.conditions], limit: survey.pageSize };
  const mayBeRefused = one.isDoubtful === true || areInverted(query.conditions);
  const first = await list.ask(query, { purpose: 'either' });
  if (!hasPage(first)) {
    const summary = `is answered with status ${first.response.status}`;
    if (!mayBeRefused) accuse(ledger, requirementOf(one), one, { summary, answers: [first] });
    return;
  }
  const { total, ids } = first.page;
  if (total !== undefined && total > MOST_PAGES * survey.pageSize) {
    judgeUnique(ledger, one, { ids, pages: [first] });
    return;
  }
  const walk = await list.walk(query, { from: first, maxPages: MOST_PAGES });
  if (walk.ended !== 'end') return;
  await judgeTotal(list, ledger, one, walk);
  judgeUnique(ledger, one, walk);
  judgeKnown(context.contract, ledger, base, one, walk);
}

function requirementOf({ requirement, shows, conditions }: FilterCase): string {
  return requirement ?? `filter.${conditions[0]?.filter.parameter}.${shows}`;
}

/** Whatever matches, comes once. */
function judgeUnique(ledger: Ledger, one: FilterCase, { ids, pages }: Pick<Walk, 'ids' | 'pages'>): void {
  const fault = describe(
    'shows twice',
    ids.filter((id, index) => ids.indexOf(id) !== index),
    'rows',
  );
  if (fault === undefined) ledger.exercise('walk.unique', 'filtered answers');
  else accuse(ledger, 'walk.unique', one, { summary: fault, received: ids, answers: pages });
}

function judgeKnown(contract: Contract, ledger: Ledger, base: Base, one: FilterCase, walk: Walk): void {
  const known = base.rows().map((item) => {
    const isExpected = one.conditions.every((condition) => matches(item, condition, contract) === true);
    return { id: identify(item, contract), isExpected };
  });
  const expected = known.filter(({ isExpected }) => isExpected).map(({ id }) => id);
  const shown = new Set(walk.ids);
  const lost = expected.filter((id) => !shown.has(id));
  const strange = known.filter(({ id, isExpected }) => !isExpected && shown.has(id)).map(({ id }) => id);
  const extra = base.closed ? walk.ids.filter((id) => !known.some((row) => row.id === id)) : [];
  const fault =
    describe('loses', lost, 'rows that match') ??
    describe('shows', extra, 'rows that are not there without it') ??
    (TOLD_BY_ROWS.has(one.shows) ? undefined : describe('shows', strange, 'rows that do not match'));
  if (fault === undefined) ledger.exercise(requirementOf(one), 'answers');
  else accuse(ledger, requirementOf(one), one, { summary: fault, expected, received: walk.ids, answers: walk.pages });
}

function describe(verb: string, ids: readonly string[], what: string): string | undefined {
  return ids.length === 0 ? undefined : `${verb} ${ids.length} ${what}, such as ${ids[0]}`;
}

/** All rows were read, so the total is theirs, with whatever filters. */
async function judgeTotal(
  list: ListClient,
  ledger: Ledger,
  one: FilterCase,
  { query, ids, pages }: Walk,
): Promise<void> {
  const totals = pages.map(({ page }) => page.total);
  const [total] = totals;
  if (total === undefined) return;
  if (totals.every((each) => each === ids.length)) {
    ledger.exercise('total.counts', 'filtered sets');
    return;
  }
  const again = await list.ask(query, { purpose: 'either' });
  if (again.page?.total !== total) {
    ledger.leaveOpen('total.counts', 'rows came or went meanwhile');
    return;
  }
  accuse(ledger, 'total.counts', one, {
    summary: `has ${ids.length} rows, and a total of ${[...new Set(totals)].join(', then ')}`,
    expected: ids.length,
    received: total,
    answers: pages,
  });
}

function accuse(ledger: Ledger, requirement: string, one: FilterCase, { summary, ...rest }: Violation): void {
  ledger.violate(requirement, { summary: `${describeConditions(one)} ${summary}`, ...rest });
}

function describeConditions({ conditions }: Pick<ListQuery, 'conditions'>): string {
  return conditions.map(({ name, value }) => `${name}=${value}`).join('&');
}
