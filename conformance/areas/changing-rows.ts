import type { Contract } from '../../src/contract/contract.ts';
import type { Check, CheckContext } from '../check.ts';
import type { ChangePhase } from '../hooks/hooks.ts';
import { withHook } from '../hooks/time-limit.ts';
import type { Ledger } from '../ledger.ts';
import { hasPage } from '../list/answer.ts';
import { EVERYTHING, type ListQuery } from '../list/query.ts';
import { locateNeighbour, type Walk } from '../list/walk.ts';
import { judgeChange } from './changed-walks.ts';
import { BETWEEN_PAGES, chooseFewRows, describeChange, readFresh } from './fresh-walk.ts';

/** Of the walk between whose pages rows change. */
const MAX_PAGES = 4;
/** Of the walks before and after, which have to reach further however the rows have shifted. */
const MAX_PAGES_AROUND = MAX_PAGES + 2;

export const checkChanges: Check = {
  id: 'stability.changes',
  title: 'Reads on after rows were added or deleted between two pages',
  verifies: ['stability.insert', 'stability.delete'],
  cost: 100,
  async run(context) {
    const { contract, hooks, confirm, design } = context;
    if (hooks?.change === undefined) return;
    const isQuick = design.profile === 'quick';
    for (const trip of listTrips(contract)) {
      if (isQuick && trip.towards === 'previous') continue;
      // What a verdict rests on is read before and after, so that nothing else has to stay the same.
      await confirm((ledger) => tryTrip(context, ledger, trip), { reread: async () => true });
    }
  },
};

/** A way to read on after a change. */
interface Trip {
  readonly phase: Extract<ChangePhase, 'insert' | 'delete'>;
  readonly towards: 'next' | 'previous';
  /** Which row of the page before the change is to be deleted. */
  readonly row?: 'first' | 'last';
}

function listTrips({ page, envelope }: Contract): readonly Trip[] {
  const isBothWays = envelope.roles.has('previous');
  return [
    { phase: 'insert', towards: 'next' },
    ...(isBothWays ? [{ phase: 'insert', towards: 'previous' } as const] : []),
    { phase: 'delete', towards: 'next', row: 'first' },
    // Where a position is the key of a row, a page cannot begin behind a row that is gone.
    ...(page.style === 'key' ? [] : [{ phase: 'delete', towards: 'next', row: 'last' } as const]),
  ];
}

async function tryTrip(context: CheckContext, ledger: Ledger, trip: Trip): Promise<void> {
  const id = `stability.${trip.phase}`;
  await withHook(ledger, { ids: [id], what: BETWEEN_PAGES }, async () => {
    const query = { ...EVERYTHING, limit: chooseFewRows(context) };
    const before = await readFresh(context, query, { maxPages: MAX_PAGES_AROUND });
    if (before.pages.length < 2) {
      ledger.leaveOpen(id, 'the list has no second page');
      return;
    }
    const walk = await readOn(context, query, trip);
    const after = await readFresh(context, query, { maxPages: MAX_PAGES_AROUND });
    judgeChange(context.contract, ledger, { ...trip, before, walk, after });
  });
}

/** Reads one page, or backward a few, has rows changed, and reads on. */
async function readOn(context: CheckContext, query: ListQuery, { towards, phase, row }: Trip): Promise<Walk> {
  const start = await readFresh(context, query, { maxPages: towards === 'next' ? 1 : MAX_PAGES - 1 });
  const from = start.pages.at(-1);
  // What is no page is found by whatever else reads one.
  if (from === undefined || !hasPage(from) || locateNeighbour(context.contract, from, towards) === undefined) {
    return { ...start, towards };
  }
  const { ids } = from.page;
  const id = row === 'last' ? ids.at(-1) : ids[0];
  await context.hooks?.change?.({
    phase,
    page: start.pages.length,
    ...describeChange(context, from, towards),
    ...(row === undefined || id === undefined ? {} : { id }),
  });
  return readFresh(context, query, { from, towards, maxPages: MAX_PAGES });
}
