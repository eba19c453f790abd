import type { Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger.ts';
import { type Answer, formatRows, hasPage, haveSameRows, type PageAnswer } from '../../list/answer.ts';
import type { ListClient } from '../../list/client.ts';
import { EVERYTHING, fitSize, type PagePosition } from '../../list/query.ts';
import { locateNeighbour } from '../../list/walk.ts';
import { joinReferences } from '../../survey/window.ts';
import { hasTokens } from '../integrity/requirements.ts';
import { canChangeSize } from './requirements.ts';
import { judgeOrder } from './row-order.ts';
import { compareWalk, judgeLength, WALK_IDS } from './walk-comparison.ts';
import { chooseSizes } from './walks.ts';

/** Requests the same pages again: later, concurrently, and over other connections. */
export const checkReplay: Check = {
  id: 'paging.replay',
  title: 'Requests pages again, and several concurrently',
  verifies: ['replay.*'],
  cost: 20,
  quick: 0,
  async run(context) {
    const { list, survey, confirm } = context;
    const { window } = survey;
    // Of a size that was walked before, so that the first reading costs nothing.
    const walked = chooseSizes(list.contract, window).find((size) => window.ids.length > size * 2);
    const limit = walked ?? fitSize(list.contract, Math.max(1, Math.floor(window.ids.length / 4)));
    let before: readonly PageAnswer[] = [];
    await confirm(async (ledger) => {
      const { pages, ended } = await list.walk({ ...window.query, limit }, { maxPages: 3 });
      const [from, expected] = [pages.at(-1), before[pages.length]];
      if (ended === 'broken' && from !== undefined && expected !== undefined) {
        await replay(context, ledger, 'replay.same', { from, expected });
        return;
      }
      before = pages;
      if (pages.length < 2) {
        for (const id of ['replay.same', 'replay.concurrent']) ledger.leaveOpen(id, 'the list has no second page');
        return;
      }
      const steps = pages.slice(1).flatMap((expected, index) => {
        const from = pages[index];
        return from === undefined ? [] : [{ from, expected }];
      });
      for (const step of [...steps].reverse()) await replay(context, ledger, 'replay.same', step);
      await Promise.all(steps.map((step) => replay(context, ledger, 'replay.concurrent', step)));
    });
  },
};

interface Step {
  readonly from: PageAnswer;
  readonly expected: PageAnswer;
}

async function replay({ list }: CheckContext, ledger: Ledger, id: string, { from, expected }: Step): Promise<void> {
  const how = id === 'replay.concurrent' ? { freshConnection: true } : { memo: false };
  const answer = await list.go(from, 'next', how);
  if (haveSameRows(list.contract, answer, expected)) {
    ledger.exercise(id, 'pages');
    return;
  }
  ledger.violate(id, {
    summary: 'a page has other rows, or none, when it is requested again',
    expected: expected.page.ids,
    received: answer?.page?.ids ?? answer?.response.status,
    answers: answer === undefined ? [from] : [from, expected, answer],
  });
}

const MAX_DEFAULT_SIZE_PAGES = 2;

/** Requests a next page of another size than the page before it. */
export const checkMixedSizes: Check = {
  id: 'paging.mixed-sizes',
  title: 'Walks a small set with another page size on every page',
  verifies: ['walk.mixed-sizes'],
  cost: 12,
  quick: 0,
  appliesTo: canChangeSize,
  run: (context) => context.confirm((ledger) => walkMixed(context, ledger)),
};

const MIXED_PAGES = 10;

async function walkMixed({ contract, list, survey }: CheckContext, ledger: Ledger): Promise<void> {
  const { window } = survey;
  const sizes = [...new Set([3, 5, 2, 7].map((size) => fitSize(contract, size)))];
  if (sizes.length < 2 || window.ids.length <= Math.max(...sizes)) {
    ledger.leaveOpen('walk.mixed-sizes', 'the list has too few rows for pages of several sizes');
    return;
  }
  const pages: PageAnswer[] = [];
  let position: PagePosition | undefined = {};
  for (let index = 0; index < MIXED_PAGES && position !== undefined; index += 1) {
    const limit = sizes[index % sizes.length] ?? 1;
    const answer: Answer = await list.ask({ ...window.query, limit }, { position, purpose: 'either' });
    // That a token is good for other sizes is tested elsewhere.
    if (!hasPage(answer)) return;
    pages.push(answer);
    position = locateNeighbour(contract, answer, 'next');
  }
  await goBackFarther(list, ledger, pages);
  const ids = pages.flatMap(({ page }) => page.ids);
  const expected = position === undefined && window.closed ? window.ids : window.ids.slice(0, ids.length);
  const received = window.closed ? ids : ids.slice(0, expected.length);
  if (pages.length < 2) return;
  if (sort(expected) === sort(received)) ledger.exercise('walk.mixed-sizes', 'walks of several pages');
  else {
    ledger.violate('walk.mixed-sizes', {
      summary: `a walk in pages of ${sizes.join(', ')} in turn returns ${formatRows(ids.length)}, not each of them once`,
      expected,
      received: ids,
      answers: pages,
    });
  }
}

/** Back from the second page, in pages of more rows than come before it: there are no others to fill it with. */
async function goBackFarther(list: ListClient, ledger: Ledger, pages: readonly PageAnswer[]): Promise<void> {
  const { contract } = list;
  const [first, second] = pages;
  if (first === undefined || second === undefined || !hasTokens(contract)) return;
  const position = locateNeighbour(contract, second, 'previous');
  const limit = fitSize(contract, first.page.ids.length + second.page.ids.length);
  if (position === undefined || position.link !== undefined || limit <= first.page.ids.length) return;
  const back = await list.ask({ ...second.query, limit }, { position, purpose: 'either' });
  if (!hasPage(back)) return;
  const strange = back.page.ids.filter((id) => second.page.ids.includes(id));
  if (strange.length === 0) {
    ledger.exercise('walk.mixed-sizes', 'pages on the way back');
    return;
  }
  ledger.violate('walk.mixed-sizes', {
    summary: `the page before the second one, in pages of ${limit}, has ${formatRows(strange.length)} of it, such as ${strange[0]}`,
    expected: first.page.ids,
    received: back.page.ids,
    answers: [first, second, back],
  });
}

/** Which rows there are: their order is tested elsewhere, and tied rows may change places. */
function sort(ids: readonly string[]): string {
  return [...ids].sort().join('\n');
}

/** Walks the start of the list in other page sizes than the survey did. */
export const checkStart: Check = {
  id: 'paging.start',
  title: 'Walks the start of the list in large pages and in pages of the default size',
  verifies: ['walk.complete', 'walk.unique', 'walk.terminates', 'walk.order', 'walk.ties', 'order.default.*'],
  cost: 16,
  quick: 0,
  async run(context) {
    const { window, head } = context.survey;
    await context.confirm((scratch) => walkHead(context, scratch), head);
    await context.confirm((scratch) => walkDefaultSize(context, scratch), joinReferences(window, head));
  },
};

/** Without a page size, for which some servers have another code path. */
async function walkDefaultSize({ contract, list, survey }: CheckContext, ledger: Ledger): Promise<void> {
  for (const rows of new Set([survey.window, survey.head])) {
    const pages = Math.ceil(rows.ids.length / contract.page.limit.default);
    const walk = await list.walk(rows.query, { maxPages: Math.min(MAX_DEFAULT_SIZE_PAGES, pages + 1) });
    compareWalk(contract, ledger, walk, rows, WALK_IDS);
    // A walk that ends too early has dropped the rest.
    if (walk.ended === 'end') judgeLength(ledger, walk, rows);
  }
}

/** Smaller pages must return the same rows as the largest ones. */
async function walkHead({ contract, list, survey }: CheckContext, ledger: Ledger): Promise<void> {
  const { head, pageSize } = survey;
  if (head.ended === 'loop' || head.ended === 'broken') {
    // Where the list cannot be read to its end, that is the violation.
    const again = await list.walk({ ...EVERYTHING, limit: pageSize }, { maxPages: head.pages.length + 1 });
    compareWalk(contract, ledger, again, head, { ...WALK_IDS, order: 'walk.order', ties: 'walk.ties' });
  }
  if (head.pages.length < 2 || pageSize < 4) return;
  const limit = fitSize(contract, Math.ceil((pageSize * 2) / 3));
  const walk = await list.walk({ ...EVERYTHING, limit }, { maxPages: Math.ceil(head.ids.length / limit) });
  compareWalk(contract, ledger, walk, head, { ...WALK_IDS, order: 'walk.order', ties: 'walk.ties' });
  judgeOrder(contract, ledger, walk);
  if (new Set(head.ids).size < head.ids.length) {
    ledger.violate('walk.unique', {
      summary: `a walk in pages of ${pageSize} returns rows twice`,
      answers: head.pages,
    });
  }
}
