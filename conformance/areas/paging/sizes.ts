import type { Contract } from '../../../src/contract/contract.ts';
import type { Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger.ts';
import { type Answer, hasPage } from '../../list/answer.ts';
import { EVERYTHING, fitSize, type PagePosition } from '../../list/query.ts';
import { locateNeighbour } from '../../list/walk.ts';
import { describeTie, listTieKeys } from '../../survey/ties.ts';
import { countsPositions, positionAt } from './positions.ts';
import { canChangeSize } from './requirements.ts';
import { compareWalk, judgeLength, WALK_IDS } from './walk-comparison.ts';

/** What a whole run takes, as far as checks can go by what is left. */
export const REQUESTS = 250;
/** As many sizes are tried as there are requests left, within these bounds. */
const BOUNDS = { whole: { least: 5, most: 48 }, quick: { least: 0, most: 0 } } as const;

/** Pages of each size that are read where it takes no more, and at the most. */
const PAGES = 2;
const MAX_PAGES = 6;

/** A bug may show with a single page size. Each run tries others, those first that pages often have. */
export const checkSizes: Check = {
  id: 'paging.sizes',
  title: 'Reads second pages of many sizes, others in each run',
  verifies: ['position.rows', 'walk.complete', 'walk.unique', 'walk.terminates'],
  cost: 40,
  appliesTo: ({ page }) => page.limit.parameter !== undefined,
  async run(context) {
    const { contract, design, survey, confirm, list } = context;
    const { head } = survey;
    const { least, most } = BOUNDS[design.profile];
    const left = Math.min(most, Math.max(least, REQUESTS - list.target.usage.requests));
    // There is a second page of it, and its rows are known from pages of another size.
    const open = design.sizes.left.filter((size) => size < head.ids.length && size < survey.pageSize);
    const fitting = [...new Set([...listSplitting(context).filter((size) => open.includes(size)), ...open])];
    await confirm((ledger) => goOnUnsized(context, ledger), head);
    if (countsPositions(contract)) {
      const sizes = fitting.slice(0, left);
      await confirm(
        sizes.map((limit) => (ledger) => askSecond(context, ledger, limit)),
        head,
      );
    } else {
      const canChange = canChangeSize(contract);
      const sizes = canChange
        ? await findSuspects(context, fitting.slice(0, left))
        : fitting.slice(0, Math.ceil(left / 2));
      await confirm(
        sizes.map(
          (limit) => (ledger) => walkOn(context, ledger, limit, canChange ? countPages(context, limit) : PAGES),
        ),
        head,
      );
    }
  },
};

/** A size whose first page ends between tied rows. */
function listSplitting({ contract, survey }: CheckContext): readonly number[] {
  const { items } = survey.head;
  const keys = listTieKeys(contract);
  if (keys.length === 0) return [];
  const place = items.findIndex((item, index) => {
    const before = items[index - 1];
    return before !== undefined && index > 1 && describeTie(item, keys) === describeTie(before, keys);
  });
  return place === -1 ? [] : [place];
}

/** The second page where nobody states a size. */
async function goOnUnsized({ contract, list, survey }: CheckContext, ledger: Ledger): Promise<void> {
  // Begun anew: rows may have gone since the survey read the first page.
  const walk = await list.walk(EVERYTHING, { maxPages: 2 });
  compareWalk(contract, ledger, walk, survey.head, WALK_IDS);
}

/** The second page, by its position. */
async function askSecond({ contract, list, survey }: CheckContext, ledger: Ledger, limit: number): Promise<void> {
  if (!countsPositions(contract)) return;
  const { head } = survey;
  const { page } = contract;
  const value = positionAt(page, limit, limit);
  const answer = await list.ask({ ...EVERYTHING, limit }, { position: { value } });
  const expected = head.ids.slice(limit, limit * 2);
  const received = answer.page?.ids ?? [];
  const known = head.closed ? received : received.slice(0, expected.length);
  if (String(known) === String(expected)) ledger.exercise('position.rows', 'pages');
  else {
    ledger.violate('position.rows', {
      summary: `\`${page.position}=${value}\` in pages of ${limit} returns other rows than expected`,
      expected,
      received: hasPage(answer) ? received : answer.response.status,
      answers: [answer],
    });
  }
}

/** As many pages as it takes to read two, and all rows that are tied with the last one of those: before that, none of them is certain. */
function countPages({ contract, survey }: CheckContext, limit: number): number {
  const keys = listTieKeys(contract);
  const ties = survey.head.items.map((item) => describeTie(item, keys));
  const last = limit * PAGES - 1;
  const behind = ties.findIndex((tie, index) => index > last && tie !== ties[last]);
  const rows = behind === -1 || keys.length === 0 ? last : behind;
  return Math.min(MAX_PAGES, Math.ceil((rows + 1) / limit));
}

async function walkOn(
  { contract, list, survey }: CheckContext,
  ledger: Ledger,
  limit: number,
  maxPages: number,
): Promise<void> {
  const walk = await list.walk({ ...EVERYTHING, limit }, { maxPages });
  compareWalk(contract, ledger, walk, survey.head, WALK_IDS);
  if (walk.ended === 'end') judgeLength(ledger, walk, survey.head);
}

/** Reads the known rows in pages of all sizes. @returns those sizes whose pages, or the pages behind them, have other rows */
async function findSuspects(
  { contract, list, survey }: CheckContext,
  sizes: readonly number[],
): Promise<readonly number[]> {
  const { head } = survey;
  const suspects = new Set<number>();
  // The page behind the first one, which is known: a first page shows less than a later one.
  const begin = goOn(contract, survey.opening, 0) ?? { position: {}, start: 0 };
  let place: Place | undefined = begin;
  let before: number | undefined;
  for (const size of sizes) {
    if (place === undefined || place.start + size > head.ids.length) {
      place = begin;
      before = undefined;
    }
    const { position, start }: Place = place;
    const options = { position, purpose: 'either' } as const;
    const answer: Answer = await list.ask({ ...EVERYTHING, limit: fitSize(contract, size) }, options);
    const next = goOn(contract, answer, start);
    if (!isExpected(answer, head.ids, { start, leadsOn: next !== undefined })) {
      for (const one of [size, before]) if (one !== undefined) suspects.add(one);
    }
    before = size;
    place = next;
  }
  return [...suspects];
}

/** Where a page begins, and how many rows come before it. */
interface Place {
  readonly position: PagePosition;
  readonly start: number;
}

function goOn(contract: Contract, answer: Answer, start: number): Place | undefined {
  const position = hasPage(answer) ? locateNeighbour(contract, answer, 'next') : undefined;
  return position === undefined ? undefined : { position, start: start + (answer.page?.ids.length ?? 0) };
}

/** Tied rows may change places; what ends before the known rows do has lost them. */
function isExpected(
  { page }: Answer,
  known: readonly string[],
  { start, leadsOn }: { readonly start: number; readonly leadsOn: boolean },
): boolean {
  const received = page?.ids ?? [];
  const expected = known.slice(start, start + received.length);
  const isEnd = start + received.length >= known.length;
  return received.length > 0 && (leadsOn || isEnd) && String([...received].sort()) === String([...expected].sort());
}
