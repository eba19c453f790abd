import type { Contract, Role } from '../../../src/contract/contract.ts';
import type { Attempt, Check, CheckContext } from '../../check.ts';
import type { Design } from '../../design/design.ts';
import type { Ledger } from '../../ledger.ts';
import { formatRows, hasPage, haveSameRows, type PageAnswer } from '../../list/answer.ts';
import type { ListClient } from '../../list/client.ts';
import { fitSize } from '../../list/query.ts';
import { locateNeighbour, type Walk } from '../../list/walk.ts';
import { listSplittingSizes } from '../../survey/ties.ts';
import type { Window } from '../../survey/window.ts';
import { countsPositions } from './positions.ts';
import { repeatsParameters } from './requirements.ts';
import { judgeOrder } from './row-order.ts';
import { compareWalk, judgeLength } from './walk-comparison.ts';

const ON = {
  complete: 'walk.complete',
  unique: 'walk.unique',
  terminates: 'walk.terminates',
  order: 'walk.order',
  ties: 'walk.ties',
};
const BACK = { complete: 'walk.previous', order: 'walk.order' };

/** Pages of a single row that are walked: where each begins behind a row, it depends on that row. */
const SINGLE_ROWS = { counted: 6, behind: 8 };

export const checkWalks: Check = {
  id: 'paging.walks',
  title: 'Walks a small set forward and backward in pages of several sizes',
  verifies: ['walk.*', 'end.*', 'order.default.*', 'page-number', 'flags.*'],
  cost: 100,
  quick: 2,
  async run(context) {
    const { contract, survey, ledger } = context;
    const { window } = survey;
    if (window.ids.length < 2) {
      for (const id of ['walk.complete', 'walk.unique', 'walk.previous'])
        ledger.leaveOpen(id, 'the list has too few rows for two pages');
    }
    ledger.leaveOpen('walk.ties', 'no rows with equal sort keys met at a page boundary');
    const sizes = context.design.profile === 'quick' ? chooseFew(contract, window) : chooseSizes(contract, window);
    await context.confirm([
      ...sizes.map(
        (limit): Attempt =>
          (scratch) =>
            walkInPages(context, scratch, limit, sizes),
      ),
      ...(sizes.includes(1) ? [] : [(scratch: Ledger) => walkStart(context, scratch)]),
    ]);
  },
};

async function walkInPages(
  { contract, list, survey, design }: CheckContext,
  ledger: Ledger,
  limit: number,
  sizes: readonly number[],
): Promise<void> {
  const { window } = survey;
  const needed = Math.ceil(window.ids.length / limit);
  const maxPages = window.closed ? needed * 2 + 2 : needed;
  const query = { ...window.query, limit };
  const walk = await list.walk(query, { maxPages });
  design.sizes.note(limit, true);
  compareWalk(contract, ledger, walk, window, ON);
  judgeOrder(contract, ledger, walk);
  judgeEnds(contract, ledger, walk);
  judgeNumbers(contract, ledger, walk, limit);
  judgeRowNumbers(contract, ledger, walk);
  judgeFlags(contract, ledger, walk.pages, window);
  // A page behind the last row is no page of the list.
  const from = walk.pages.findLast(({ page }) => page.items.length > 0);
  if (walk.ended !== 'end' || from === undefined || !contract.envelope.roles.has('previous') || limit === 1) return;
  // Where positions are numbers, the page before is read like any other.
  if (repeatsParameters(contract) && limit !== sizes.find((size) => size * 2 < window.ids.length)) return;
  const back = await list.walk(query, { towards: 'previous', from, maxPages });
  compareWalk(contract, ledger, back, window, BACK);
  judgeAdjacent(ledger, back.pages, window);
  judgeBackward(ledger, back, window);
  judgeNumbersBack(ledger, walk, back);
  judgeFlags(contract, ledger, back.pages, window);
  await goOnAgain(list, ledger, back);
}

/** The first few rows one by one, since the smallest pages fail early. */
async function walkStart({ contract, design, list, survey }: CheckContext, ledger: Ledger): Promise<void> {
  const { window } = survey;
  const query = { ...window.query, limit: fitSize(contract, 1) };
  const most = countsPositions(contract) ? SINGLE_ROWS.counted : SINGLE_ROWS.behind;
  const walk = await list.walk(query, { maxPages: Math.min(window.ids.length, most) });
  design.sizes.note(query.limit, true);
  compareWalk(contract, ledger, walk, window, {
    complete: 'walk.complete',
    unique: 'walk.unique',
    terminates: 'walk.terminates',
  });
  if (walk.ended === 'end') judgeLength(ledger, walk, window);
}

/** A page that was reached backward must link forward to where it was reached from; the first page must not link back. */
async function goOnAgain(list: ListClient, ledger: Ledger, { pages, ended }: Walk): Promise<void> {
  const end = pages.at(-1);
  if (ended === 'end' && end !== undefined && end.page.items.length === 0 && pages.length > 1) {
    const answers = pages.slice(-2);
    ledger.violate('end.previous', {
      summary: 'the first page, reached backward, links back to a page without rows',
      answers,
    });
  }
  const [after, from] = pages;
  if (from === undefined || after === undefined) return;
  const again = await list.go(from, 'next');
  if (haveSameRows(list.contract, again, after)) ledger.exercise('walk.return', 'pages');
  else {
    ledger.violate('walk.return', {
      summary:
        again === undefined
          ? 'a page that was reached backward has no next page'
          : 'a page that was reached backward links forward to other rows',
      expected: after.page.ids,
      received: again?.page?.ids ?? again?.response.status,
      answers: again === undefined ? [after, from] : [after, from, again],
    });
  }
}

/** The first page must not have a previous page, and no page an empty next page. */
function judgeEnds(contract: Contract, ledger: Ledger, { pages, ended }: Walk): void {
  const [first] = pages;
  if (first === undefined || !contract.envelope.roles.has('next')) return;
  // A token may name the edge of every page, as long as a flag says that nothing is behind it.
  if (locateNeighbour(contract, first, 'previous') === undefined) ledger.exercise('end.previous', 'first pages');
  else {
    ledger.violate('end.previous', {
      summary: 'the first page has a link or token to a previous page',
      received: first.page.links.previous,
      answers: [first],
    });
  }
  const last = pages.at(-1);
  const previous = pages.at(-2);
  if (last === undefined || ended !== 'end') return;
  if (last.page.items.length > 0 || previous === undefined) ledger.exercise('end.next', 'last pages');
  else {
    ledger.violate('end.next', {
      summary: 'a page links to a next page without rows',
      expected: 'no next page',
      received: 'an empty page',
      answers: [previous, last],
    });
  }
}

/** What a page says of the rows around it. */
function judgeFlags({ envelope }: Contract, ledger: Ledger, pages: readonly PageAnswer[], window: Window): void {
  if (!window.closed) return;
  const judge = (role: Role, isRight: boolean, what: string, answer: PageAnswer): void => {
    if (!envelope.roles.has(role)) return;
    if (isRight) ledger.exercise(`flags.${role}`, 'pages');
    else ledger.violate(`flags.${role}`, { summary: what, answers: [answer] });
  };
  for (const answer of pages) {
    const { ids, hasNext, hasPrevious, remaining } = answer.page;
    const places = ids.map((id) => window.ids.indexOf(id));
    if (ids.length === 0 || places.includes(-1)) continue;
    const after = window.ids.length - 1 - Math.max(...places);
    const before = Math.min(...places);
    const says = `a page says otherwise than that ${formatRows(after)} follow and ${formatRows(before)} come before`;
    judge('hasNext', hasNext === after > 0, says, answer);
    judge('isLast', hasNext === after > 0, says, answer);
    judge('hasPrevious', hasPrevious === before > 0, says, answer);
    judge('isFirst', hasPrevious === before > 0, says, answer);
    judge(
      'remaining',
      remaining === undefined || remaining === after,
      `a page says that ${remaining} rows follow in place of ${after}`,
      answer,
    );
  }
}

/** From the first page on, rows are numbered without a gap. */
function judgeRowNumbers({ envelope: { roles, rowBase = 1 } }: Contract, ledger: Ledger, { pages }: Walk): void {
  let before = rowBase;
  for (const [index, answer] of pages.entries()) {
    const { items, ...says } = answer.page;
    const after = before + items.length;
    for (const [role, due] of [['firstRow', before] as const, ['lastRow', after - 1] as const]) {
      const given = says[role];
      // A page without rows has none to number.
      if (!roles.has(role) || given === undefined || items.length === 0) continue;
      if (given === due) ledger.exercise(`flags.${role}`, 'pages');
      else {
        const summary = `page ${index + 1} of a walk says that its ${role} is ${given} in place of ${due}`;
        const answers = pages.slice(Math.max(0, index - 1), index + 1);
        ledger.violate(`flags.${role}`, { summary, expected: due, received: given, answers });
      }
    }
    before = after;
  }
}

/** Full pages are numbered consecutively. */
function judgeNumbers({ page }: Contract, ledger: Ledger, { pages }: Walk, limit: number): void {
  const start = page.style === 'number' ? page.first : 1;
  const full = pages.findIndex(({ page }) => page.items.length < limit);
  for (const [index, answer] of pages.slice(0, full === -1 ? undefined : full + 1).entries()) {
    const { pageNumber, items } = answer.page;
    // A page behind the last row is no page of the list.
    if (pageNumber === undefined || (items.length === 0 && index > 0)) continue;
    if (pageNumber === index + start) ledger.exercise('page-number', 'pages');
    else {
      ledger.violate('page-number', {
        summary: `page ${index + 1} has the number ${pageNumber}`,
        expected: index + start,
        received: pageNumber,
        answers: [answer],
      });
    }
  }
}

/** A page must have the same number in either direction. */
function judgeNumbersBack(ledger: Ledger, walk: Walk, back: Walk): void {
  const numbers = new Map(walk.pages.map(({ page }) => [String(page.ids), page.pageNumber]));
  for (const answer of back.pages.slice(1)) {
    const expected = numbers.get(String(answer.page.ids));
    const { pageNumber } = answer.page;
    if (expected === undefined || pageNumber === undefined) continue;
    if (pageNumber === expected) ledger.exercise('page-number', 'pages reached backward');
    else {
      const summary = `page ${expected}, reached backward, has the number ${pageNumber}`;
      ledger.violate('page-number', { summary, expected, received: pageNumber, answers: [answer] });
    }
  }
}

/**
 * A page that was reached backward must have the row directly before. Its size and order are tested elsewhere.
 */
export function judgeBackward(
  ledger: Ledger,
  { pages, last }: Pick<Walk, 'pages'> & Partial<Pick<Walk, 'last'>>,
  { ids }: Pick<Window, 'ids'>,
): void {
  const all = hasPage(last) ? [...pages, last] : pages;
  for (const [index, page] of all.slice(1).entries()) {
    const after = all[index];
    const places = after?.page.ids.map((id) => ids.indexOf(id)) ?? [];
    const before = ids[Math.min(...places) - 1];
    if (after === undefined || before === undefined || places.includes(-1)) continue;
    if (page.page.ids.includes(before)) ledger.exercise('walk.backward', 'pages');
    else {
      ledger.violate('walk.backward', {
        summary: `the page before the one that begins with row ${after.page.ids[0]} lacks row ${before}`,
        expected: before,
        received: page.page.ids,
        answers: [after, page],
      });
    }
  }
}

/** Each page that was reached backward must end directly before the page that it was reached from. */
export function judgeAdjacent(ledger: Ledger, pages: readonly PageAnswer[], { ids }: Pick<Window, 'ids'>): void {
  for (const [index, page] of pages.slice(1).entries()) {
    const after = pages[index];
    const from = after?.page.ids[0];
    const end = page.page.ids.at(-1);
    if (
      after === undefined ||
      from === undefined ||
      end === undefined ||
      !page.page.ids.every((id) => ids.includes(id))
    )
      continue;
    if (ids.indexOf(end) === ids.indexOf(from) - 1) ledger.exercise('walk.adjacent', 'pages');
    else {
      ledger.violate('walk.adjacent', {
        summary: `the page before row ${from} ends with row ${end}`,
        expected: ids[ids.indexOf(from) - 1],
        received: end,
        answers: [after, page],
      });
    }
  }
}

/** A size of a few pages, by preference one that splits tied rows, and one of a single page. */
function chooseFew(contract: Contract, window: Pick<Window, 'items' | 'ids'>): readonly number[] {
  const count = window.ids.length;
  return [...new Set([chooseUsual(contract, window), fitSize(contract, Math.max(1, count))])];
}

/** The size in which a quick run walks the window, and asks for its first page for whatever else. */
export function chooseUsual(contract: Contract, window: Pick<Window, 'items' | 'ids'>): number {
  const count = window.ids.length;
  // Some mistakes show on neither the first nor the last page.
  const splitting = listSplittingSizes(contract, window).find((size) => {
    return Math.ceil(count / size) >= MIN_PAGES && Math.ceil(count / size) <= FEW_PAGES;
  });
  return fitSize(contract, splitting ?? Math.max(1, Math.ceil(count / FEW_PAGES)));
}

/** A size of several pages in which the window is walked. */
export function chooseWalked(
  contract: Contract,
  window: Pick<Window, 'items' | 'ids'>,
  profile: Design['profile'],
): number {
  const walked = chooseSizes(contract, window).findLast((size) => size > 1 && size < window.ids.length);
  return (profile === 'quick' ? undefined : walked) ?? chooseUsual(contract, window);
}

/** With a page between two others. */
export const MIN_PAGES = 3;
const FEW_PAGES = 4;

/** Pages of all walks in one direction together. */
const MAX_PAGES = 12;

/**
 * Page sizes to walk a window in: some whose pages end between tied rows, one that divides the count, the count and its
 * neighbours, and small ones.
 */
export function chooseSizes(contract: Contract, window: Pick<Window, 'items' | 'ids'>): readonly number[] {
  const count = window.ids.length;
  const divisor = [3, 4, 2, 5, 6, 7].find((size) => size < count && count % size === 0);
  const splitting = listSplittingSizes(contract, window);
  const largest = splitting.length === 0 ? undefined : Math.max(...splitting);
  // Sizes with few pages first, so that they always fit.
  const wanted = [
    count - 1,
    count,
    count + 1,
    ...splitting.slice(0, 2),
    largest,
    divisor,
    Math.ceil(count / 3),
    3,
    2,
    1,
  ];
  const { limit } = contract.page;
  const sizes = wanted.flatMap((size) => {
    if (size === undefined || size < 1 || size > limit.maximum) return [];
    return [fitSize(contract, size)];
  });
  let pages = 0;
  return [...new Set(sizes)].filter((size) => {
    const needed = Math.ceil(count / size);
    if (pages + needed > MAX_PAGES) return false;
    pages += needed;
    return true;
  });
}
