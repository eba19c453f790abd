import type { Contract } from '../../../src/contract/contract.ts';
import { formatCount } from '../../../src/contract/text.ts';
import type { Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger.ts';
import { type Answer, formatRows, hasPage, type PageAnswer } from '../../list/answer.ts';
import { EVERYTHING, fitSize } from '../../list/query.ts';
import { locateNeighbour } from '../../list/walk.ts';
import { createProbe, type Window } from '../../survey/window.ts';
import { countsPositions, positionAt, startOf } from './positions.ts';
import { canChangeSize } from './requirements.ts';
import { judgeOrder } from './row-order.ts';
import { REQUESTS } from './sizes.ts';
import { compareWalk, WALK_IDS } from './walk-comparison.ts';

/** Where caps and windows of servers begin. */
const FAR = 1000;
const FARTHER = 10_000;
/** Pages that are read on where positions are no numbers: with few requests left, and with many. */
const MIN_PAGES = 16;
const MAX_PAGES = 32;
/** Requests for what follows on it: back, and in another size. */
const AFTERWARDS = 10;
/** Pages of another size. */
const AGAIN = 5;

const IDS = { ...WALK_IDS, order: 'walk.order' };

/** What is right on the first pages may be wrong where nobody looks. */
export const checkFarRows: Check = {
  id: 'paging.far-rows',
  title: 'Reads far into a long list in its largest pages, and compares what it finds there',
  verifies: [
    'walk.complete',
    'walk.unique',
    'walk.terminates',
    'walk.order',
    'walk.previous',
    'walk.adjacent',
    'position.rows',
    'position.deep',
    'total.same',
    'total.counts',
    'order.default.*',
  ],
  cost: MAX_PAGES + AFTERWARDS,
  quick: 0,
  async run(context) {
    const { contract, list, survey, confirm } = context;
    // A list that is known whole has been compared.
    if (survey.head.ended !== 'cap') return;
    const probe = await createProbe(list, EVERYTHING, survey.opening);
    const marks = countsPositions(contract) ? listMarks(context) : [];
    const pages = countPages(context);
    await confirm(
      countsPositions(contract)
        ? marks.map((mark) => (ledger) => readAround(context, sayWhere(ledger), mark))
        : (ledger) => readOn(context, sayWhere(ledger), pages),
      probe,
    );
  },
};

/** The ledger, in which every violation says that it is not one of the first pages. */
function sayWhere(ledger: Ledger): Ledger {
  return {
    ...ledger,
    violate: (id, violation) =>
      ledger.violate(id, { ...violation, summary: `far into the list, ${violation.summary}` }),
  };
}

/** Rows around which a list is read whose positions are numbers. */
function listMarks({ survey }: CheckContext): readonly number[] {
  const { head, total } = survey;
  return [FAR, FARTHER].filter((mark) => mark > head.ids.length && (total ?? FAR + 1) > mark);
}

/** At least so many as lead past the first mark, or as many as there are requests left for. */
function countPages({ survey, list }: CheckContext): number {
  const { head, pageSize, total = Number.POSITIVE_INFINITY } = survey;
  const least = Math.min(MIN_PAGES, Math.ceil((FAR + 2 * pageSize - head.ids.length) / pageSize));
  const left = Math.min(MAX_PAGES, REQUESTS - list.target.usage.requests - AFTERWARDS);
  // One page more than the total says: it may be too small.
  return Math.min(Math.max(least, left), Math.ceil((total - head.ids.length) / pageSize) + 1);
}

/** Pages that follow on each other from the first one. */
interface Reading {
  readonly pages: readonly PageAnswer[];
  readonly ids: readonly string[];
  /** Whether the target says that this is all, or shows no more. */
  readonly isWhole: boolean;
}

async function readOn(context: CheckContext, ledger: Ledger, count: number): Promise<void> {
  const { contract, list, survey, design } = context;
  const from = survey.head.pages.at(-1);
  if (from === undefined) return;
  const onward = await list.walk(from.query, { from, maxPages: count + 1 });
  const pages = [...survey.head.pages.slice(0, -1), ...onward.pages];
  const ids = pages.flatMap(({ page }) => page.ids);
  design.reach.note(ids.length);
  if (onward.ended === 'loop' || onward.ended === 'broken') {
    const status = onward.last?.response.status;
    ledger.violate('walk.terminates', {
      summary: `${describeWalk(context)} ${onward.ended === 'loop' ? 'returns to an earlier page' : `ends in status ${status} or an invalid link`} after ${formatRows(ids.length)}`,
      expected: 'a next page, or the end',
      received: status,
      answers: [...pages.slice(-1), ...(onward.last === undefined ? [] : [onward.last])],
    });
  } else ledger.exercise('walk.terminates', 'pages far into the list', onward.pages.length);
  // A page without rows may lead on to some, but hardly two of them in turn.
  const isDry = pages.slice(-2).every(({ page }) => page.ids.length === 0);
  const reading: Reading = { pages, ids, isWhole: onward.ended === 'end' || isDry };
  judgeRepeated(context, ledger, reading);
  for (const [index, page] of pages.entries()) {
    const before = pages[index - 1];
    if (before !== undefined) judgeSeam(contract, ledger, before, page);
  }
  judgeTotals(context, ledger, reading);
  await goBack(context, ledger, reading);
  await readAgain(context, ledger, reading);
}

function describeWalk({ survey }: CheckContext): string {
  return `a walk forward in pages of ${survey.pageSize}`;
}

function judgeRepeated(context: CheckContext, ledger: Ledger, { pages, ids }: Reading): void {
  const seen = new Set<string>();
  const repeated = ids.find((id) => seen.size === seen.add(id).size);
  if (repeated === undefined) ledger.exercise('walk.unique', 'pages far into the list', pages.length);
  else {
    ledger.violate('walk.unique', {
      summary: `${describeWalk(context)} returns row ${repeated} twice, the second time after ${formatRows(ids.lastIndexOf(repeated))}`,
      expected: 'each row once',
      answers: pages.filter(({ page }) => page.ids.includes(repeated)),
    });
  }
}

/** Each page is in order by itself: this is about where two meet. */
function judgeSeam(contract: Contract, ledger: Ledger, before: PageAnswer, after: PageAnswer): void {
  const items = [...before.page.items.slice(-1), ...after.page.items.slice(0, 1)];
  judgeOrder(contract, ledger, { items, pages: [before, after] });
}

/** The total must stay what it is, and be neither less nor more than the rows that there are. */
function judgeTotals(context: CheckContext, ledger: Ledger, { pages, ids, isWhole }: Reading): void {
  const [first] = pages;
  const last = pages.at(-1);
  const total = first?.page.total;
  if (first === undefined || last === undefined || total === undefined) return;
  judgeSameTotal(ledger, total, first, pages);
  const count = new Set(ids).size;
  if (count > total) {
    ledger.violate('total.counts', {
      summary: `the total is ${total}, and ${describeWalk(context)} returns ${formatRows(count)}`,
      expected: `at least ${formatCount(count)}`,
      received: total,
      answers: [first, last],
    });
  } else if (isWhole && count < total) {
    ledger.violate('walk.complete', {
      summary: `${describeWalk(context)} ends after ${formatCount(count)} of ${formatRows(total)}`,
      expected: total,
      received: count,
      answers: [last],
    });
  } else if (isWhole) ledger.exercise('walk.complete', 'walks to the end of the list');
}

function judgeSameTotal(ledger: Ledger, total: number, first: Answer, pages: readonly PageAnswer[]): void {
  const other = pages.find(({ page }) => page.total !== undefined && page.total !== total);
  if (other === undefined) ledger.exercise('total.same', 'pages far into the list', pages.length);
  else {
    ledger.violate('total.same', {
      summary: `a page has a total of ${other.page.total} in place of ${total}`,
      expected: total,
      received: other.page.total,
      answers: [first, other],
    });
  }
}

/** The page before the last one that was read holds the rows directly before it. */
async function goBack({ contract, list }: CheckContext, ledger: Ledger, { pages, ids }: Reading): Promise<void> {
  const last = pages.findLast(({ page }) => page.ids.length > 0);
  if (last === undefined || pages.length < 2 || !contract.envelope.roles.has('previous')) return;
  const start = ids.indexOf(last.page.ids[0] ?? '');
  const back = await list.go(last, 'previous');
  const what = `the page before row ${last.page.ids[0]}, the ${formatCount(start + 1)}th,`;
  const received = back?.page?.ids ?? back?.response.status;
  const answers = [last, ...(back === undefined ? [] : [back])];
  const stranger = back?.page?.ids.find((id) => !ids.includes(id));
  if (!hasPage(back) || back.page.ids.length === 0) {
    ledger.violate('walk.previous', { summary: `${what} is not there`, expected: 'a page', received, answers });
  } else if (stranger !== undefined) {
    const summary = `${what} has row ${stranger}, which the walk forward did not return`;
    ledger.violate('walk.complete', { summary, expected: 'rows of the walk forward', received, answers });
  } else if (back.page.ids.at(-1) === ids[start - 1]) ledger.exercise('walk.adjacent', 'pages');
  else {
    const summary = `${what} ends with row ${back.page.ids.at(-1)}`;
    ledger.violate('walk.adjacent', { summary, expected: ids[start - 1], received, answers });
  }
}

/** The same rows in pages of another size, which end elsewhere. */
async function readAgain(context: CheckContext, ledger: Ledger, { pages, ids }: Reading): Promise<void> {
  const { contract, list, survey } = context;
  const limit = fitSize(contract, Math.ceil(survey.pageSize * 0.7));
  const far = pages.findIndex((_, index) => countBefore(pages, index + 1) >= FAR);
  const index = Math.max(1, Math.min(far === -1 ? pages.length : far, pages.length - 3));
  const before = pages[index - 1];
  const position = before === undefined ? undefined : locateNeighbour(contract, before, 'next');
  if (position === undefined || limit === survey.pageSize || !canChangeSize(contract)) return;
  const first = await list.ask({ ...EVERYTHING, limit }, { position, purpose: 'either' });
  if (!hasPage(first)) return;
  const walk = await list.walk(first.query, { from: first, maxPages: AGAIN });
  const known = createPart(survey.head, pages.slice(index));
  compareWalk(contract, ledger, walk, known, IDS);
  const reach = walk.ids.findLastIndex((id) => known.ids.includes(id));
  const stranger = walk.ids.slice(0, reach).find((id) => !ids.includes(id));
  if (stranger === undefined) return;
  ledger.violate('walk.complete', {
    summary: `pages of ${limit} have row ${stranger}, which ${describeWalk(context)} did not return`,
    expected: known.ids,
    received: walk.ids,
    answers: walk.pages,
  });
}

function countBefore(pages: readonly PageAnswer[], index: number): number {
  return pages.slice(0, index).reduce((sum, { page }) => sum + page.ids.length, 0);
}

/** Rows in the midst of a list, of which neither end is known. */
function createPart({ query, total }: Window, pages: readonly PageAnswer[]): Window {
  const items = pages.flatMap(({ page }) => page.items);
  const ids = pages.flatMap(({ page }) => page.ids);
  return { query, total, closed: false, items, ids, pages, ended: 'cap', reread: async () => true };
}

/** Two pages that meet at or before a row, and one of another size or place that lies across. */
async function readAround(context: CheckContext, ledger: Ledger, mark: number): Promise<void> {
  const { contract, list, survey, design } = context;
  if (!countsPositions(contract)) return;
  const { page } = contract;
  const { pageSize: size, total } = survey;
  const start = Math.floor((mark - 1) / size) * size;
  const value = positionAt(page, start, size);
  const first = await list.ask({ ...EVERYTHING, limit: size }, { position: { value } });
  // Without a total, the list may have ended before.
  if (total === undefined && !hasPage(first)) return;
  judgeCount(ledger, first, {
    what: `\`${page.position}=${value}\` in pages of ${size}`,
    due: total === undefined ? 0 : Math.min(size, total - start),
  });
  if (!hasPage(first)) return;
  const second = await list.go(first, 'next');
  const end = start + first.page.ids.length;
  design.reach.note(end + (second?.page?.ids.length ?? 0));
  if (!hasPage(second)) {
    if (total !== undefined && end < total) judgeNoNext(ledger, { first, second, end, total });
    return;
  }
  const pages = [first, second];
  judgeRepeated(context, ledger, { pages, ids: pages.flatMap((one) => one.page.ids), isWhole: false });
  judgeSeam(contract, ledger, first, second);
  if (total !== undefined) judgeSameTotal(ledger, total, survey.opening, pages);
  await readAcross(context, ledger, { mark, start, pages });
}

function judgeCount(
  ledger: Ledger,
  answer: Answer,
  { what, due }: { readonly what: string; readonly due: number },
): void {
  const count = answer.page?.ids.length;
  if (count !== undefined && count >= due) ledger.exercise('position.rows', 'pages far into the list');
  else {
    ledger.violate('position.rows', {
      summary: `${what} returns ${count === undefined ? answer.response.status : formatRows(count)}`,
      expected: formatRows(due),
      received: count ?? answer.response.status,
      answers: [answer],
    });
  }
}

interface NoNext {
  readonly first: PageAnswer;
  readonly second: Answer | undefined;
  readonly end: number;
  readonly total: number;
}

function judgeNoNext(ledger: Ledger, { first, second, end, total }: NoNext): void {
  ledger.violate(second === undefined ? 'walk.complete' : 'walk.terminates', {
    summary: `after ${formatCount(end)} of ${formatRows(total)} there is no next page`,
    expected: 'a next page',
    received: second?.response.status,
    answers: [first, ...(second === undefined ? [] : [second])],
  });
}

interface Meeting {
  readonly mark: number;
  /** How many rows come before the first page. */
  readonly start: number;
  readonly pages: readonly PageAnswer[];
}

async function readAcross(
  { contract, list, survey }: CheckContext,
  ledger: Ledger,
  { mark, start, pages }: Meeting,
): Promise<void> {
  if (!countsPositions(contract)) return;
  const { page } = contract;
  const { pageSize } = survey;
  const limit = page.style === 'number' ? findAcross(contract, mark, start, pageSize) : pageSize;
  if (limit === undefined) return;
  const at = page.style === 'number' ? Math.floor(mark / limit) * limit : mark - Math.ceil(pageSize / 2);
  const value = positionAt(page, at, limit);
  const answer = await list.ask({ ...EVERYTHING, limit }, { position: { value } });
  const known = pages.flatMap((one) => one.page.ids).slice(at - start);
  const received = answer.page?.ids ?? [];
  const expected = known.slice(0, limit);
  if (String(received.slice(0, expected.length)) === String(expected)) ledger.exercise('position.deep', 'pages');
  else {
    ledger.violate('position.deep', {
      summary: `after ${formatCount(startOf(page, value, limit))} rows, a page of ${limit} has other rows than pages of ${pageSize}`,
      expected,
      received: hasPage(answer) ? received : answer.response.status,
      answers: [...pages, answer],
    });
  }
}

/** A size in which a page begins between the first page and the mark. */
function findAcross(contract: Contract, mark: number, start: number, largest: number): number | undefined {
  const sizes = Array.from({ length: Math.max(0, largest - 2) }, (_, index) => largest - 1 - index);
  return sizes.find((size) => {
    const at = Math.floor(mark / size) * size;
    return fitSize(contract, size) === size && at > start && at < mark;
  });
}
