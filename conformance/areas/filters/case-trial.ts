import type { Contract } from '../../../src/contract/contract.ts';
import { readField, toComparable } from '../../../src/contract/field-values.ts';

import type { CheckContext } from '../../check.ts';
import type { Ledger, Violation } from '../../ledger.ts';
import { formatRows, hasPage, type Item, identify } from '../../list/answer.ts';
import type { ListClient } from '../../list/client.ts';
import { matches, needsAllLetters, readOperand } from '../../list/conditions.ts';
import { type Condition, fitSize, type ListQuery } from '../../list/query.ts';
import type { Walk } from '../../list/walk.ts';
import type { Base, FilterCase } from './cases.ts';

/** Cases that an empty response passes. */
const NARROW_CASES: ReadonlySet<string> = new Set(['exact', 'case', 'literal', 'within-field']);

/** Pages that are read of one filtered list. */
const MAX_PAGES = 4;

/**
 * Requests a case, and writes to the ledger whether all known rows that match are returned. That no other rows are returned is
 * checked by `inspectRows`.
 */
export async function tryCase(context: CheckContext, ledger: Ledger, base: Base, one: FilterCase): Promise<void> {
  const { list, survey } = context;
  const query = buildQuery(context, base, one);
  const mayBeRefused = one.isDoubtful === true || areInverted(query.conditions);
  const first = await list.ask(query, {
    purpose: 'either',
    ...(one.isInOrder === true ? { reversed: false } : {}),
  });
  if (!hasPage(first)) {
    const summary = `returns status ${first.response.status}`;
    // A rejected value returns no rows.
    if (mayBeRefused && NARROW_CASES.has(one.shows) && first.response.status < 500)
      ledger.exercise(requirementOf(one), 'rejections');
    if (!mayBeRefused) reportCase(ledger, requirementOf(one), one, { summary, answers: [first] });
    return;
  }
  const { total, ids } = first.page;
  if (total !== undefined && total > MAX_PAGES * survey.pageSize) {
    judgeUnique(ledger, one, { ids, pages: [first] });
    return;
  }
  const walk = await list.walk(query, { from: first, maxPages: MAX_PAGES });
  if (walk.ended !== 'end') return;
  await judgeTotal(list, ledger, one, walk);
  judgeUnique(ledger, one, walk);
  judgeExpected(context.contract, ledger, base, one, walk);
}

/** The request of a case: the same each time. */
export function buildQuery(context: CheckContext, base: Base, one: FilterCase): ListQuery {
  const conditions = [...base.query.conditions, ...one.conditions];
  return { ...base.query, conditions, limit: one.limit ?? chooseSize(context, base, one) };
}

/** Any size that all rows fit in that are known to match, if not to the base: which one it is makes no difference. */
function chooseSize({ contract, design, survey }: CheckContext, base: Base, { conditions }: FilterCase): number {
  const all = [...base.query.conditions, ...conditions];
  const count = (items: readonly Item[], met: readonly Condition[]): number =>
    items.filter((item) => met.every((one) => matches(item, one, contract) === true)).length;
  const known = Math.max(count(base.rows(), conditions), count(survey.head.items, all));
  const names = all.map(({ name, value }) => [name, value]);
  const least = Math.min(known + 1, survey.pageSize);
  return fitSize(contract, design.sizes.choose(JSON.stringify(names), least, survey.pageSize));
}

/** The requirement that a case tests. */
export function requirementOf({ requirement, shows, conditions }: FilterCase): string {
  return requirement ?? `filter.${conditions[0]?.filter.parameter}.${shows}`;
}

function judgeUnique(ledger: Ledger, one: FilterCase, { ids, pages }: Pick<Walk, 'ids' | 'pages'>): void {
  const fault = describe(
    ids.filter((id, index) => ids.indexOf(id) !== index),
    (rows) => `returns ${rows} twice`,
  );
  if (fault === undefined) ledger.exercise('walk.unique', 'filtered responses');
  else reportCase(ledger, 'walk.unique', one, { summary: fault, received: ids, answers: pages });
}

function judgeExpected(contract: Contract, ledger: Ledger, base: Base, one: FilterCase, walk: Walk): void {
  const rows = base.rows();
  const expected = rows.filter((item) =>
    one.conditions.every((condition) => matches(item, condition, contract) === true),
  );
  const shown = new Set(walk.ids);
  const lost = expected.filter((item) => !shown.has(identify(item, contract)));
  const evidence = {
    expected: expected.map((item) => identify(item, contract)),
    received: walk.ids,
    answers: walk.pages,
  };
  // A value in the place of a default selects rows that are not in the list without it.
  const isSubset = base.closed && one.conditions.every(({ filter }) => filter.default === undefined);
  const extra = isSubset ? findExtra(contract, rows, walk) : [];
  for (const requirement of one.mayLose === true
    ? []
    : new Set(lost.map((item) => findBrokenRequirement(contract, one, item)))) {
    const items = lost.filter((item) => findBrokenRequirement(contract, one, item) === requirement);
    const summary = describe(
      items.map((item) => identify(item, contract)),
      (rows) => `misses ${rows} that match${items.length === 1 ? 'es' : ''}`,
    );
    if (summary !== undefined) reportCase(ledger, requirement, one, { summary, ...evidence });
  }
  const fault = describe(extra, (rows) => `returns ${rows} not in the list without it`);
  if (fault !== undefined) reportCase(ledger, 'filters.subset', one, { summary: fault, ...evidence });
  else if (isSubset) ledger.exercise('filters.subset', 'filtered responses');
  if (lost.length > 0) return;
  for (const requirement of new Set(expected.map((item) => findBrokenRequirement(contract, one, item))))
    if (requirement.endsWith('.letters')) ledger.exercise(requirement, 'responses');
  ledger.exercise(requirementOf(one), 'responses');
  if (walk.ids.length === 0 && isUnknownTo(contract, base, one)) {
    ledger.exercise(`filter.${one.conditions[0]?.filter.parameter}.unknown-value`, 'responses');
  }
}

/** Whether a case has nothing but a plain value that no known row has. */
export function isUnknownTo(contract: Contract, base: Base, { shows, conditions }: FilterCase): boolean {
  const [condition] = conditions;
  if (condition === undefined || conditions.length > 1 || (shows !== 'exact' && shows !== 'case')) return false;
  const isKnown = base.rows().some((item) => matches(item, condition, contract) !== false);
  return !isKnown && !/[%_*\\]/.test(condition.value);
}

function findExtra(contract: Contract, rows: readonly Item[], walk: Walk): readonly string[] {
  const known = new Set(rows.map((item) => identify(item, contract)));
  return walk.ids.filter((id) => !known.has(id));
}

/** A missing row exactly at a bound breaks only the requirement on inclusive bounds, unless the document says that the bound is inclusive. */
function findBrokenRequirement(contract: Contract, one: FilterCase, item: Item): string {
  // Where a time without offset lies is another matter than whether the bound counts.
  if (one.shows === 'zoneless') return requirementOf(one);
  const lettered = one.conditions.find((condition) => needsAllLetters(item, condition));
  if (lettered !== undefined) return `filter.${lettered.filter.parameter}.letters`;
  const bound = one.conditions.find(({ filter, value }) => {
    if (filter.operator !== 'gte' && filter.operator !== 'lte') return false;
    if (contract.provenanceOf(['filters', filter.parameter, 'operator']).mark === 'documented') return false;
    const operand = readOperand(value, filter, contract);
    return filter.fields.some(({ path, kind }) =>
      readField(item, path).some((raw) => toComparable(raw, kind) === operand),
    );
  });
  return bound === undefined ? requirementOf(one) : `filter.${bound.filter.parameter}.inclusive`;
}

function describe(ids: readonly string[], toText: (rows: string) => string): string | undefined {
  return ids.length === 0 ? undefined : `${toText(formatRows(ids.length))}, such as ${ids[0]}`;
}

/** All rows were read, so the total must be their number. */
async function judgeTotal(
  list: ListClient,
  ledger: Ledger,
  one: FilterCase,
  { query, ids, pages }: Walk,
): Promise<void> {
  const totals = pages.flatMap(({ page }) => page.total ?? []);
  const [total] = totals;
  if (total === undefined) return;
  if (totals.every((each) => each === ids.length)) {
    ledger.exercise('total.counts', 'filtered sets');
    return;
  }
  const again = await list.ask(query, { purpose: 'either' });
  if (again.page?.total !== total) {
    ledger.leaveOpen('total.counts', 'rows changed during the check');
    return;
  }
  reportCase(ledger, 'total.counts', one, {
    summary: `returns ${formatRows(ids.length)}, but a total of ${[...new Set(totals)].join(', then ')}`,
    expected: ids.length,
    received: total,
    answers: pages,
  });
}

function reportCase(ledger: Ledger, requirement: string, one: FilterCase, { summary, ...rest }: Violation): void {
  ledger.violate(requirement, { summary: `${describeConditions(one)} ${summary}`, ...rest });
}

function describeConditions({ conditions }: Pick<ListQuery, 'conditions'>): string {
  return `\`${conditions.map(({ name, value }) => `${name}=${value}`).join('&')}\``;
}

/** Whether a lower bound is above the upper one, which a server may reject or answer with an empty page. */
export function areInverted(conditions: readonly Condition[]): boolean {
  return conditions.some((lower) => {
    if (lower.filter.operator !== 'gte' && lower.filter.operator !== 'gt') return false;
    return conditions.some(({ filter, value }) => {
      const isUpper = filter.operator === 'lte' || filter.operator === 'lt';
      if (!isUpper || filter.fields[0]?.name !== lower.filter.fields[0]?.name) return false;
      const kind = filter.fields[0]?.kind ?? 'string';
      const [from, to] = [lower.value, value].map((text) =>
        toComparable(kind === 'number' ? Number(text) : text, kind),
      );
      return from !== null && to !== null && from !== undefined && to !== undefined && from > to;
    });
  });
}
