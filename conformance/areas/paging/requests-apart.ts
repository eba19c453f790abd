import type { Contract } from '../../../src/contract/contract.ts';
import type { Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger.ts';
import { type Answer, hasPage, haveSameRowsAndTotal, type PageAnswer } from '../../list/answer.ts';
import { listConditions, matches } from '../../list/conditions.ts';
import { type Condition, EVERYTHING, fitSize, type ListQuery, type PagePosition } from '../../list/query.ts';
import { locateNeighbour } from '../../list/walk.ts';
import { createProbe } from '../../survey/window.ts';

/** Values of a filter that are looked at. */
const MAX_VALUES = 12;
const SMALL = 3;

/** What one request asks for must not stay in force for the next, which asks for less. */
export const checkRequestsApart: Check = {
  id: 'paging.requests-apart',
  title: 'Requests plain pages right after filtered and sorted ones, over the same connection',
  verifies: ['replay.same'],
  cost: 10,
  quick: 0,
  appliesTo: ({ filters, order, page }) =>
    filters.length > 0 || order.parameter !== undefined || page.limit.parameter !== undefined,
  async run(context) {
    const { list, survey, confirm } = context;
    const demanding = chooseDemanding(context);
    await confirm(
      (ledger) => askApart(context, ledger, demanding),
      await createProbe(list, EVERYTHING, survey.opening),
    );
  },
};

/** A request that states all that can be stated, and one that states another filter. */
interface Demanding {
  readonly query: ListQuery;
  readonly other: Condition | undefined;
}

function chooseDemanding({ contract, survey }: CheckContext): Demanding {
  const { items } = survey.head;
  const known = contract.filters.flatMap((filter) => {
    const conditions = items.slice(0, MAX_VALUES).flatMap((item) => listConditions(item, filter));
    const leavesOut = (of: typeof items) => (one: Condition) =>
      of.some((item) => matches(item, one, contract) === false);
    // That it is in force shows on the first page at once where the first row is left out.
    const telling = conditions.find(leavesOut(items.slice(0, 1))) ?? conditions.find(leavesOut(items));
    return telling === undefined ? [] : [telling];
  });
  const [condition, ...others] = known;
  const fields = [...(contract.order.parameter?.fields.keys() ?? [])];
  return {
    query: {
      conditions: condition === undefined ? [] : [condition],
      limit: fitSize(contract, SMALL),
      ...(fields[0] === undefined ? {} : { order: fields[0] }),
    },
    other: others.at(-1),
  };
}

/** Where the second page begins, unless only a link leads there: that says itself what it asks for. */
function locateSecond(contract: Contract, first: PageAnswer): PagePosition | undefined {
  const { page } = contract;
  const position = locateNeighbour(contract, first, 'next');
  if (position === undefined || position.link === undefined) return position;
  if (page.style !== 'number' && page.style !== 'offset') return undefined;
  return { value: page.first + (page.style === 'number' ? 1 : first.page.ids.length) };
}

async function askApart({ contract, list }: CheckContext, ledger: Ledger, { query, other }: Demanding): Promise<void> {
  const same = { memo: false, freshConnection: false } as const;
  const disturb = (): Promise<Answer> => list.ask(query, { ...same, purpose: 'either' });
  // What was asked before may be in force for the first of two.
  await list.ask(EVERYTHING, same);
  const plain = await list.ask(EVERYTHING, same);
  if (!hasPage(plain)) return;
  const compare = async (
    before: PageAnswer,
    again: () => Promise<Answer>,
    reread?: () => Promise<Answer>,
  ): Promise<void> => {
    const between = await disturb();
    const after = await again();
    if (haveSameRowsAndTotal(contract, before, after)) ledger.exercise('replay.same', 'pages after other requests');
    // Rows that have changed stay so; what a request left in force is over with the next.
    else if (reread === undefined || haveSameRowsAndTotal(contract, before, await reread())) {
      ledger.violate('replay.same', {
        summary: 'a page has other rows, or none, after a request with filters, an order or a page size than before it',
        expected: before.page.ids,
        received: after.page?.ids ?? after.response.status,
        answers: [before, between, after],
      });
    }
  };
  await compare(plain, () => list.ask(EVERYTHING, same));
  if (other !== undefined) {
    const read = (): Promise<Answer> => list.ask({ conditions: [other] }, same);
    // Not as it was read before: rows may have changed since.
    const before = await read();
    if (hasPage(before)) await compare(before, read, read);
  }
  const position = locateSecond(contract, plain);
  if (position === undefined || query.conditions.length === 0) return;
  const readSecond = (): Promise<Answer> => list.ask(EVERYTHING, { ...same, position });
  // What was asked of a first page before may be in force for later ones.
  const readAfterFirst = async (): Promise<Answer> => {
    await list.ask(EVERYTHING, same);
    return readSecond();
  };
  const second = await readAfterFirst();
  if (hasPage(second)) await compare(second, readSecond, readAfterFirst);
}
