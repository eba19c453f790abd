import type { Contract, Filter } from '../../../src/contract/contract.ts';
import { readField, toComparable } from '../../../src/contract/field-values.ts';
import type { CheckContext } from '../../check.ts';
import type { Oracle, OracleReading } from '../../hooks/oracle.ts';
import { withHook } from '../../hooks/time-limit.ts';
import type { Ledger } from '../../ledger.ts';
import { formatRows, type Item } from '../../list/answer.ts';
import { isRange, listConditions, matches, readOperand } from '../../list/conditions.ts';
import { type Condition, EVERYTHING, fitSize } from '../../list/query.ts';
import type { Walk } from '../../list/walk.ts';
import { isHidden } from '../filters/requirements.ts';
import { readFresh } from '../fresh-walk.ts';
import { createKnowledge, type Knowledge } from './knowledge.ts';

/** Values that are tried of a filter whose field no response shows, and of another one. */
const MAX_HIDDEN = 3;
const MAX_SHOWN = 1;
/** Pages that are read of one filtered list. */
const MAX_PAGES = 4;
/** Rows whose values are looked at, and values whose rows are counted. */
const SAMPLE = 500;
const MAX_CANDIDATES = 60;

/** The conditions to try: by values of rows that the target has not shown, then those that most rows have, but not all. */
export function listFilterCases(contract: Contract, known: Knowledge, pageSize: number): readonly Condition[] {
  return contract.filters.flatMap((filter) => {
    const rows = [...known.rows];
    if (rows.length === 0 || !rows.every(([id, row]) => shows(contract, filter, row, known.shown.has(id)))) return [];
    const conditions = new Map<string, { readonly condition: Condition; readonly isLost: boolean }>();
    for (const [id, row] of rows.slice(0, SAMPLE)) {
      for (const condition of listConditions(row, filter)) {
        const key = `${condition.name}=${condition.value}`;
        const isLost = !known.shown.has(id) || (conditions.get(key)?.isLost ?? false);
        conditions.set(key, { condition, isLost });
      }
    }
    const candidates = [...conditions.values()].toSorted((a, b) => Number(b.isLost) - Number(a.isLost));
    const counted = candidates.slice(0, MAX_CANDIDATES).map((one) => {
      return { ...one, count: selectRows(contract, known, one.condition).expected.length };
    });
    const fitting = counted.filter(({ count }) => count > 0 && count < rows.length && count <= MAX_PAGES * pageSize);
    return fitting
      .toSorted((a, b) => Number(b.isLost) - Number(a.isLost) || b.count - a.count)
      .slice(0, isHidden(contract, filter) ? MAX_HIDDEN : MAX_SHOWN)
      .map(({ condition }) => condition);
  });
}

/** Whether it is known of a row what a filter looks for: what the target shows lacks only values that there are not. */
function shows(contract: Contract, filter: Filter, row: Item, isShown: boolean): boolean {
  if (isShown && !isHidden(contract, filter)) return true;
  return filter.fields.every(({ path }) => Object.hasOwn(row, path[0] ?? ''));
}

interface Selected {
  readonly expected: readonly string[];
  /** Rows that match by no reading of the condition. */
  readonly forbidden: ReadonlySet<string>;
  /** Whether every row is one or the other. */
  readonly isCertain: boolean;
}

function selectRows(contract: Contract, { rows }: Knowledge, condition: Condition): Selected {
  // What a condition means is remembered with it, and it is shown to others for which the field is hidden.
  const open = { ...contract, hidden: {} };
  const own = { ...condition };
  const loose = { ...condition, filter: { ...condition.filter, ignoreCase: true } };
  const expected: string[] = [];
  const forbidden = new Set<string>();
  for (const [id, row] of rows) {
    if (isAtBound(contract, row, condition)) continue;
    if (matches(row, own, open) === true) expected.push(id);
    else if (matches(row, loose, open) === false) forbidden.add(id);
  }
  return { expected, forbidden, isCertain: expected.length + forbidden.size === rows.size };
}

/** Whether bounds are inclusive is tested elsewhere. */
function isAtBound(contract: Contract, row: Item, { filter, value }: Condition): boolean {
  if (!isRange(filter)) return false;
  const operand = readOperand(value, filter, contract);
  return filter.fields.some(({ path, kind }) =>
    readField(row, path).some((raw) => toComparable(raw, kind) === operand),
  );
}

/** What is said of an oracle that failed. */
export const UNREADABLE = 'the oracle cannot be read:';

/** What one filter is tried with. */
export interface FilterTrial {
  readonly oracle: Oracle;
  readonly first: OracleReading;
  /** By that reading alone. */
  readonly known: Knowledge;
  /** Over the list without filters. */
  readonly walk: Walk;
  readonly condition: Condition;
}

/** Filters by a value, and compares with the rows that the oracle has under it. */
export async function tryFilter(context: CheckContext, ledger: Ledger, trial: FilterTrial): Promise<void> {
  const { contract, survey } = context;
  const { oracle, first, known, walk, condition } = trial;
  const limit = fitSize(contract, survey.pageSize);
  const found = await readFresh(
    context,
    { ...EVERYTHING, conditions: [condition], limit },
    { maxPages: MAX_PAGES + 1 },
  );
  if (found.ended === 'broken' || found.ended === 'loop') return;
  const comparison = compare(contract, known, condition, found);
  if (comparison.isRight) {
    judge(contract, ledger, comparison, condition, found);
    return;
  }
  const ids = [`filter.${condition.filter.parameter}.all-matching`];
  await withHook(ledger, { ids, what: UNREADABLE }, async () => {
    const both = createKnowledge(contract, [first, await oracle.read()], walk);
    judge(contract, ledger, compare(contract, both, condition, found), condition, found);
  });
}

interface Comparison {
  readonly expected: readonly string[];
  readonly lost: readonly string[];
  readonly extra: readonly string[];
  /** What the total has to be, as far as that is known. */
  readonly total?: number;
  readonly isRight: boolean;
}

function compare(contract: Contract, known: Knowledge, condition: Condition, { ids, pages, ended }: Walk): Comparison {
  const { expected, forbidden, isCertain } = selectRows(contract, known, condition);
  const shown = new Set(ids);
  const lost = ended === 'end' ? expected.filter((id) => !shown.has(id)) : [];
  const extra = isHidden(contract, condition.filter) ? ids.filter((id) => forbidden.has(id)) : [];
  const given = pages[0]?.page.total;
  const isCounted = given !== undefined && isCertain && known.isSteady && known.rows.size === known.ids.length;
  const isRight = lost.length === 0 && extra.length === 0 && (!isCounted || given === expected.length);
  return { expected, lost, extra, isRight, ...(isCounted ? { total: expected.length } : {}) };
}

function judge(
  contract: Contract,
  ledger: Ledger,
  { expected, lost, extra, total }: Comparison,
  condition: Condition,
  found: Walk,
): void {
  const what = `\`${condition.name}=${condition.value}\``;
  const id = `filter.${condition.filter.parameter}`;
  const report = (requirement: string, rows: readonly string[], how: string): void => {
    if (rows.length === 0) ledger.exercise(requirement, 'values of the oracle');
    else {
      const summary = `${what} ${how}, such as ${rows[0]}`;
      ledger.violate(requirement, { summary, expected, received: found.ids, answers: found.pages });
    }
  };
  if (found.ended === 'end')
    report(`${id}.all-matching`, lost, `misses ${formatRows(lost.length)} that the oracle has under it`);
  if (isHidden(contract, condition.filter)) {
    const how = `returns ${formatRows(extra.length)} that the oracle has under another value`;
    report(`${id}.only-matching`, extra, how);
    if (found.ended === 'end' && extra.length === 0) ledger.exercise(`${id}.narrows`, 'values of the oracle');
  }
  const given = found.pages[0]?.page.total;
  if (given === undefined || total === undefined || given === total) return;
  ledger.violate('total.counts', {
    summary: `${what} has a total of ${given} in place of ${total}, as the oracle says`,
    expected: total,
    received: given,
    answers: found.pages.slice(0, 1),
  });
}
