import type { Contract } from '../../../src/contract/contract.ts';
import type { Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger.ts';
import { formatRows, hasPage, type PageAnswer } from '../../list/answer.ts';
import { EVERYTHING, fitSize } from '../../list/query.ts';
import { locateNeighbour } from '../../list/walk.ts';
import { createProbe } from '../../survey/window.ts';
import { countsPositions, startOf } from './positions.ts';

/** Fewer rows are walked in several page sizes anyway. */
const MIN_ROWS = 12;
const SIZES = [6, 3] as const;

export const checkDeepPositions: Check = {
  id: 'paging.deep-positions',
  title: 'Compares pages of several sizes deep in the list, and counts the rows of the last page',
  verifies: ['position.deep', 'position.end'],
  cost: 16,
  quick: 0,
  appliesTo: countsPositions,
  async run(context) {
    const { list, survey, ledger, confirm } = context;
    const total = survey.total ?? 0;
    if (total < MIN_ROWS) {
      for (const id of ['position.deep', 'position.end'])
        ledger.leaveOpen(id, `the list has fewer than ${MIN_ROWS} rows`);
      return;
    }
    const probe = await createProbe(list, EVERYTHING, survey.opening);
    await confirm(async (scratch) => {
      // Of a list that is known whole, every page is compared elsewhere.
      if (!survey.head.closed) await comparePages(context, scratch, Math.max(6, Math.floor(total / 2 / 6) * 6));
      await comparePages(context, scratch, Math.max(6, Math.floor((total - 1) / 6) * 6 - 6));
      await countLast(context, scratch);
    }, probe);
  },
};

/** The same six rows in one page and in two; with offsets, from a position where no page would begin. */
async function comparePages({ contract, list }: CheckContext, ledger: Ledger, at: number): Promise<void> {
  const { page } = contract;
  if (!countsPositions(contract) || SIZES.some((size) => fitSize(contract, size) !== size)) {
    ledger.leaveOpen('position.deep', 'the contract does not have pages of 3 and of 6');
    return;
  }
  const { first } = contract.page;
  const start = page.style === 'offset' ? at - 1 : at;
  const readings = await Promise.all(
    SIZES.map(async (limit) => {
      const starts = Array.from({ length: 6 / limit }, (_, index) => start + index * limit);
      const answers = await Promise.all(
        starts.map((from) =>
          list.ask(
            { ...EVERYTHING, limit },
            { position: { value: first + (page.style === 'number' ? from / limit : from) } },
          ),
        ),
      );
      return { limit, answers, ids: answers.flatMap((answer) => answer.page?.ids ?? []) };
    }),
  );
  const [whole, ...parts] = readings;
  const other = parts.find(({ ids }) => String(ids) !== String(whole?.ids));
  if (whole === undefined) return;
  if (other === undefined) ledger.exercise('position.deep', 'pages', readings.length);
  else {
    ledger.violate('position.deep', {
      summary: `after ${start} rows, pages of ${other.limit} have other rows than a page of 6`,
      expected: whole.ids,
      received: other.ids,
      answers: [...whole.answers, ...other.answers],
    });
  }
}

/** The total tells how many rows the last page must have. */
async function countLast({ contract, list }: CheckContext, ledger: Ledger): Promise<void> {
  if (!countsPositions(contract)) return;
  const { page } = contract;
  const limit = fitSize(contract, 5);
  const first = await list.ask({ ...EVERYTHING, limit });
  const total = first.page?.total;
  if (!hasPage(first) || total === undefined) return;
  const value = page.first + (page.style === 'number' ? Math.ceil(total / limit) - 1 : Math.max(0, total - 3));
  const due = Math.min(limit, total - startOf(page, value, limit));
  const answer = await list.ask({ ...EVERYTHING, limit }, { position: { value } });
  const count = answer.page?.items.length;
  const isFollowed = hasPage(answer) && hasNextLink(contract, answer);
  if (count === due && !isFollowed) ledger.exercise('position.end', 'last pages');
  else {
    ledger.violate('position.end', {
      summary: `\`${page.position}=${value}\` of ${total} rows returns ${formatRows(count)}${isFollowed ? ' and a next page' : ''}`,
      expected: `${due} rows and no next page`,
      received: count ?? answer.response.status,
      answers: [first, answer],
    });
  }
}

/** A list that never ends has a next link behind its last row, too. */
function hasNextLink(contract: Contract, answer: PageAnswer): boolean {
  const { atEnd, roles } = contract.envelope;
  return atEnd !== 'self' && roles.has('next') && locateNeighbour(contract, answer, 'next') !== undefined;
}
