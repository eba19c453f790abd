import type { Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { hasPage, type PageAnswer } from '../../list/answer.ts';
import { EVERYTHING } from '../../list/list-query.ts';
import { describeTie, listTieKeys } from '../../survey/sort-values.ts';
import type { Window } from '../../survey/survey.ts';
import { compareWalk } from './compare-walk.ts';

/** How many pages all walks in one direction may take together. */
const MOST_PAGES = 40;

/** Page sizes whose pages end within groups of rows that the order does not tell apart, divide the count, and just miss it. */
export function chooseSizes({ contract }: Pick<CheckContext, 'contract'>, window: Window): readonly number[] {
  const count = window.ids.length;
  const keys = listTieKeys(contract);
  const ties = window.items.flatMap((item, index) => {
    const next = window.items[index + 1];
    return next !== undefined && describeTie(item, keys) === describeTie(next, keys) ? [index + 1] : [];
  });
  const divisor = [2, 3, 4, 5, 6, 7].find((size) => size < count && count % size === 0);
  const wanted = [divisor, ...ties.slice(0, 2), count - 1, Math.ceil(count / 3), 3, 2, count, 1, count + 1];
  let pages = 0;
  return [...new Set(wanted)].filter((size): size is number => {
    if (size === undefined || size < 1 || size > contract.page.limit.maximum) return false;
    const needed = Math.ceil(count / size);
    if (pages + needed > MOST_PAGES) return false;
    pages += needed;
    return true;
  });
}

/** Walks the window at several sizes, on and back. */
export const checkWalks: Check = {
  id: 'paging.walks',
  title: 'walks a small set on and back, in pages of several sizes',
  verifies: ['walk.*', 'end.*'],
  cost: 100,
  async run(context) {
    const { contract, list, survey, ledger } = context;
    const { window } = survey;
    if (window.ids.length < 2) {
      for (const id of ['walk.complete', 'walk.unique', 'walk.previous'])
        ledger.leaveOpen(id, 'there are too few rows for two pages');
    }
    await context.confirm(async (scratch) => {
      const sizes = chooseSizes(context, window);
      await Promise.all(
        sizes.map(async (limit) => {
          const maxPages = Math.ceil(window.ids.length / limit) * 2 + 2;
          const cap = window.closed ? maxPages : Math.ceil(window.ids.length / limit);
          const walk = await list.walk({ ...window.query, limit }, { maxPages: cap });
          compareWalk(contract, scratch, walk, window, {
            complete: 'walk.complete',
            unique: 'walk.unique',
            terminates: 'walk.terminates',
          });
          judgeEnds(scratch, walk.pages, walk.ended === 'end', contract.envelope.roles.has('next'));
          const from = walk.pages.at(-1);
          if (walk.ended !== 'end' || from === undefined || !contract.envelope.roles.has('previous') || limit === 1)
            return;
          const back = await list.walk({ ...window.query, limit }, { towards: 'previous', from, maxPages: cap });
          compareWalk(contract, scratch, back, window, { complete: 'walk.previous' });
          judgeAdjacent(scratch, back.pages, window);
        }),
      );
    });
    await context.confirm((scratch) => walkHead(context, scratch), survey.window);
  },
};

/** The first page leads nowhere back, and one that holds all rows leads nowhere at all. */
function judgeEnds(ledger: Ledger, pages: readonly PageAnswer[], isWhole: boolean, hasLinks: boolean): void {
  const [first] = pages;
  if (first === undefined || !hasLinks) return;
  const back = first.page.links.previous;
  if (back === undefined) ledger.exercise('end.previous', 'first pages');
  else
    ledger.violate('end.previous', {
      summary: 'the first page has a link or token to a previous one',
      received: back,
      answers: [first],
    });
  const last = pages.at(-1);
  const previous = pages.at(-2);
  if (last === undefined || !isWhole) return;
  if (last.page.items.length > 0 || previous === undefined) ledger.exercise('end.next', 'last pages');
  else
    ledger.violate('end.next', {
      summary: 'a page leads on to one without rows',
      expected: 'no further page',
      received: 'an empty page',
      answers: [previous, last],
    });
}

/** Each page that was reached backward ends just before the one that it was reached from. */
function judgeAdjacent(ledger: Ledger, pages: readonly PageAnswer[], window: Window): void {
  for (const [index, page] of pages.slice(1).entries()) {
    const after = pages[index];
    const from = after?.page.ids[0];
    const end = page.page.ids.at(-1);
    if (after === undefined || from === undefined || end === undefined) continue;
    if (window.ids.indexOf(end) === window.ids.indexOf(from) - 1) ledger.exercise('walk.adjacent', 'pages');
    else
      ledger.violate('walk.adjacent', {
        summary: `the page before ${from} ends with ${end}`,
        expected: window.ids[window.ids.indexOf(from) - 1],
        received: end,
        answers: [after, page],
      });
  }
}

/** The largest pages of the whole list show the same start as smaller ones do. */
async function walkHead({ contract, list, survey }: CheckContext, ledger: Ledger): Promise<void> {
  const { head } = survey;
  const size = head.query.limit ?? 0;
  if (head.pages.length < 2 || size < 4) return;
  const limit = Math.ceil((size * 2) / 3);
  const walk = await list.walk({ ...EVERYTHING, limit }, { maxPages: Math.ceil(head.ids.length / limit) });
  const whole: Window = {
    query: EVERYTHING,
    closed: survey.whole,
    items: head.items,
    ids: head.ids,
    total: survey.total,
    pages: head.pages,
    reread: async () => true,
  };
  compareWalk(contract, ledger, walk, whole, {
    complete: 'walk.complete',
    unique: 'walk.unique',
    terminates: 'walk.terminates',
  });
  if (new Set(head.ids).size < head.ids.length) {
    ledger.violate('walk.unique', { summary: `a walk in pages of ${size} shows rows twice`, answers: head.pages });
  }
}

/** Asks for the same pages again: later, at once, and over connections of their own. */
export const checkReplay: Check = {
  id: 'paging.replay',
  title: 'asks for the same pages again, and for several at once',
  verifies: ['replay.*'],
  cost: 20,
  async run({ list, survey, confirm }) {
    const { window } = survey;
    const limit = Math.max(1, Math.floor(window.ids.length / 4));
    await confirm(async (ledger) => {
      const walk = await list.walk({ ...window.query, limit }, { maxPages: 4 });
      if (walk.pages.length < 2) {
        ledger.leaveOpen('replay.same', 'there is no second page');
        return;
      }
      const steps = walk.pages.slice(0, -1);
      const again = async (
        id: string,
        options: { readonly freshConnection?: boolean },
        page: PageAnswer,
        index: number,
      ): Promise<void> => {
        const answer = await list.go(page, 'next', options);
        const expected = walk.pages[index + 1]?.page.ids ?? [];
        if (hasPage(answer) && String(answer.page.ids) === String(expected)) ledger.exercise(id, 'pages');
        else
          ledger.violate(id, {
            summary: `page ${index + 2} has other rows when it is asked for again, or none`,
            expected,
            received: answer?.page?.ids ?? answer?.response.status,
            answers: answer === undefined ? [page] : [page, answer],
          });
      };
      for (const [index, page] of steps.entries()) await again('replay.same', {}, page, index);
      await Promise.all(steps.map((page, index) => again('replay.concurrent', { freshConnection: true }, page, index)));
    });
  },
};
