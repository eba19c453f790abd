import type { Check, CheckContext } from '../../check.ts';
import type { Oracle, OracleReading } from '../../hooks/oracle.ts';
import { withHook } from '../../hooks/time-limit.ts';
import type { Ledger } from '../../ledger.ts';
import { EVERYTHING, fitSize, type ListQuery } from '../../list/query.ts';
import type { Walk } from '../../list/walk.ts';
import { readFresh } from '../fresh-walk.ts';
import { listFilterCases, tryFilter, UNREADABLE } from './filters.ts';
import { createKnowledge } from './knowledge.ts';
import { compareRows, hasNone, judgeRows } from './rows.ts';

/** Requests that reading all rows leaves for other checks, and for its own confirmation. */
const RESERVE = 40;

export const checkOracle: Check = {
  id: 'oracle.rows',
  title: 'Compares the rows with an independent list of them',
  verifies: ['rows.*', 'total.counts', 'filter.*.all-matching', 'filter.*.only-matching', 'filter.*.narrows'],
  cost: 150,
  async run(context) {
    const { hooks, ledger, confirm } = context;
    const { oracle } = hooks ?? {};
    if (oracle === undefined) return;
    const first = await ask(oracle, ledger);
    if (first === undefined) return;
    const attempt = { walk: undefined as Walk | undefined };
    // The oracle is asked again before anything is held against the target.
    const steady = { reread: async () => true };
    await confirm(async (scratch) => {
      attempt.walk = await compareAll(context, oracle, first, scratch);
    }, steady);
    const { walk } = attempt;
    if (walk === undefined || context.design.profile === 'quick') return;
    const known = createKnowledge(context.contract, [first], walk);
    for (const condition of listFilterCases(context.contract, known, context.survey.pageSize)) {
      await confirm((scratch) => tryFilter(context, scratch, { oracle, first, known, walk, condition }), steady);
    }
  },
};

const ROWS = ['rows.complete', 'rows.existing', 'rows.values'];

function ask(oracle: Oracle, ledger: Ledger): Promise<OracleReading | undefined> {
  return withHook(ledger, { ids: ROWS, what: UNREADABLE }, () => oracle.read());
}

/** @returns all rows that the target has shown; undefined where it has shown none */
async function compareAll(
  context: CheckContext,
  oracle: Oracle,
  first: OracleReading,
  ledger: Ledger,
): Promise<Walk | undefined> {
  const { contract, list, survey } = context;
  const query: ListQuery = { ...EVERYTHING, limit: fitSize(contract, survey.pageSize) };
  const needed = Math.ceil(Math.max(first.ids.length, survey.total ?? 0) / (query.limit ?? 1)) + 1;
  const room = Math.max(2, Math.floor((list.target.remaining - RESERVE) / 2));
  const walk = await readFresh(context, query, { maxPages: Math.min(needed + 1, room) });
  if (walk.pages.length === 0) {
    for (const id of ROWS) ledger.leaveOpen(id, 'the target has returned no page');
    return undefined;
  }
  let known = createKnowledge(contract, [first], walk);
  // Rows that came or went meanwhile are no matter of the target.
  if (!hasNone(compareRows(known, walk))) {
    const again = await ask(oracle, ledger);
    if (again === undefined) return undefined;
    known = createKnowledge(contract, [first, again], walk);
  }
  judgeRows(ledger, known, walk);
  if (walk.ended === 'cap') {
    const pages = `its ${first.ids.length} rows take ${needed} requests or more, twice: raise --max-requests`;
    ledger.leaveOpen('rows.complete', `not all rows were read: ${pages}`);
  }
  return walk;
}
