import type { Contract, NumberPage, OffsetPage, Page } from '../../../src/contract/contract.ts';
import type { Check, CheckContext } from '../../check.ts';
import type { Ledger } from '../../ledger.ts';
import { type Answer, formatRows, hasPage, haveSameRows } from '../../list/answer.ts';
import type { ListClient } from '../../list/client.ts';
import { EVERYTHING, fitSize } from '../../list/query.ts';
import { locateNeighbour } from '../../list/walk.ts';
import { createProbe } from '../../survey/window.ts';
import { judgeRejection } from '../rejections.ts';
import { isInBody } from './size-requirements.ts';

export const checkPositions: Check = {
  id: 'paging.positions',
  title: 'Requests pages by position, past the end and out of range',
  verifies: [
    'position.rows',
    'position.first',
    'position.past-end.*',
    'position.past-end',
    'position.past-end.links',
    'position.below.*',
    'position.last-word',
    'total.same',
    'echo.position',
  ],
  cost: 30,
  quick: 1,
  appliesTo: countsPositions,
  async run(context) {
    const { list, survey, confirm } = context;
    const places = listPlaces(context);
    if (places.length === 0) context.ledger.leaveOpen('position.rows', 'the list has no rows');
    // By its word, the last page is asked for as well as by its number.
    const few = context.design.profile === 'quick' && hasLastWord(context) ? [] : places;
    await confirm(few.map((place) => (ledger) => askAt(context, ledger, place)));
    await confirm((ledger) => askPastEnd(context, ledger), await createProbe(list, EVERYTHING, survey.opening));
    await confirm((ledger) => askBelow(context, ledger));
    if (context.design.profile === 'quick') {
      if (hasLastWord(context)) await confirm((ledger) => askLastWord(context, ledger), survey.window);
      return;
    }
    await confirm((ledger) => askFirst(context, ledger), survey.window);
    await confirm((ledger) => askLastWord(context, ledger), survey.window);
  },
};

function hasLastWord({ contract: { page }, survey }: CheckContext): boolean {
  return page.style === 'number' && page.lastWord !== undefined && survey.window.closed;
}

interface Place {
  readonly limit: number;
  readonly value: number;
}

/** Pages of several sizes, and with offsets also positions at which no page begins. */
function listPlaces({ contract: { page }, survey }: CheckContext): readonly Place[] {
  if (!isCounted(page)) return [];
  const count = survey.window.ids.length;
  const wanted = [3, count - 1].filter((size) => size >= 1 && size <= page.limit.maximum);
  const sizes = new Set(wanted.map((size) => fitSize({ page }, size)));
  return [...sizes]
    .flatMap((limit): readonly Place[] => {
      const last = Math.ceil(count / limit);
      const places =
        page.style === 'number' ? [last - 1, ...(limit > 3 ? [] : [1])] : [1, limit, limit + 1, limit * 3, count - 1];
      return [...new Set(places)].map((place) => ({ limit, value: place + page.first }));
    })
    .filter(({ limit, value }) => startOf(page, value, limit) >= 0 && startOf(page, value, limit) < count);
}

async function askAt({ contract, list, survey }: CheckContext, ledger: Ledger, { limit, value }: Place): Promise<void> {
  const { page } = contract;
  const { window } = survey;
  const answer = await list.ask({ ...window.query, limit }, { position: { value } });
  const start = startOf(page, value, limit);
  const expected = window.ids.slice(start, start + limit);
  const received = answer.page?.ids ?? [];
  // More rows may follow after the known start of a longer list.
  const known = window.closed ? received : received.slice(0, expected.length);
  if (String(known) === String(expected)) ledger.exercise('position.rows', 'pages');
  else {
    ledger.violate('position.rows', {
      summary: `\`${page.position}=${value}\` in pages of ${limit} returns other rows than expected`,
      expected,
      received,
      answers: [answer],
    });
  }
}

/** The first page by its number has the rows of the first page without one, under filters as well. */
async function askFirst({ contract, list, survey }: CheckContext, ledger: Ledger): Promise<void> {
  const { page } = contract;
  if (!isCounted(page)) return;
  const { query } = survey.window;
  const plain = await list.ask(query);
  const answer = await list.ask(query, { position: { value: page.first }, purpose: 'either' });
  if (plain.page?.ids.length === 0) return;
  if (haveSameRows(contract, plain, answer)) ledger.exercise('position.first', 'pages');
  else {
    ledger.violate('position.first', {
      summary: `\`${page.position}=${page.first}\` returns other rows than the first page`,
      expected: plain.page?.ids,
      received: answer.page?.ids ?? answer.response.status,
      answers: [plain, answer],
    });
  }
}

async function askPastEnd({ contract, list, survey, design }: CheckContext, ledger: Ledger): Promise<void> {
  const { page } = contract;
  if (!isCounted(page)) return;
  const isQuick = design.profile === 'quick';
  const { page: now } = await list.ask(EVERYTHING);
  const known = now?.total ?? survey.total;
  const total = known ?? survey.head.ids.length;
  const isKnown = known !== undefined || survey.head.closed;
  const far = listFar(page, total, isKnown);
  for (const value of isQuick ? far.slice(0, 1) : far) {
    const answer = await list.ask(EVERYTHING, { position: { value }, purpose: 'either' });
    const what = `\`${page.position}=${value}\``;
    const rows = answer.page?.items.length ?? 0;
    if (rows > 0) {
      ledger.violate('position.past-end', {
        summary: `${what} of ${total} rows returns ${formatRows(rows)}`,
        expected: 'no rows',
        received: answer.page?.ids,
        answers: [answer],
      });
    } else if (total > 0) ledger.exercise('position.past-end', 'positions past the end');
    judgeRejection(contract, ledger, answer, { id: 'position.past-end', condition: 'invalidPosition', what });
    if (page.pastEnd === 'empty') judgeEmpty(ledger, answer, { value, total: known });
    await followPastEnd(list, ledger, answer, what);
  }
}

/** Who has come past the end finds no way on, and at the most one back. */
async function followPastEnd(list: ListClient, ledger: Ledger, answer: Answer, what: string): Promise<void> {
  const { contract } = list;
  if (!hasPage(answer) || answer.page.items.length > 0 || !ledger.has('position.past-end.links')) return;
  const id = 'position.past-end.links';
  const violate = (summary: string, answers: readonly Answer[]): void =>
    ledger.violate(id, { summary, expected: 'no next page', answers });
  if (contract.envelope.roles.has('next')) {
    if (locateNeighbour(contract, answer, 'next') === undefined) ledger.exercise(id, 'empty pages');
    else violate(`the empty page at ${what} leads on to a next page`, [answer]);
  }
  if (locateNeighbour(contract, answer, 'previous') === undefined) return;
  const back = await list.go(answer, 'previous', { purpose: 'either' });
  if (back === undefined || hasPage(back)) ledger.exercise(id, 'previous pages');
  else {
    const summary = `the previous page of the empty one at ${what} is ${back.response.status}`;
    ledger.violate(id, { summary, expected: 'a page', received: back.response.status, answers: [answer, back] });
  }
}

/** Where nobody says how many rows there are, only what is far away is certainly past them. */
function listFar(page: NumberPage | OffsetPage, total: number, isKnown: boolean): readonly number[] {
  const near = [...(page.style === 'offset' ? [total + page.first] : []), total + 1000];
  return [...(isKnown ? near : []), total + 1_000_000];
}

/** An empty page still has the total and its position. */
function judgeEmpty(
  ledger: Ledger,
  answer: Answer,
  { value, total }: { readonly value: number; readonly total: number | undefined },
): void {
  const expect = (id: string, isRight: boolean, expected: unknown, received: unknown): void => {
    if (isRight) ledger.exercise(id, 'positions past the end');
    else
      ledger.violate(id, {
        summary: `past the end, at ${value}, the response has ${String(received)}`,
        expected,
        received,
        answers: [answer],
      });
  };
  const { status } = answer.response;
  expect('position.past-end.empty', hasPage(answer), 'an empty page', status);
  if (!hasPage(answer) || answer.page.items.length > 0) return;
  const { total: given } = answer.page;
  if (given !== undefined && total !== undefined) expect('total.same', given === total, total, given);
  const { position } = answer.page.echo;
  if (position !== undefined) expect('echo.position', Number(position) === value, value, position);
}

/** Positions before the first one, and texts that are not positions. */
async function askBelow({ contract, design, list }: CheckContext, ledger: Ledger): Promise<void> {
  const { page } = contract;
  if (!isCounted(page)) return;
  const below = [...(page.first === 1 ? ['0'] : []), '-1'].slice(0, design.profile === 'quick' ? 1 : undefined);
  const values = [...below, ...(isInBody(contract, page.position) ? [] : ['abc'])];
  const condition = page.style === 'number' ? 'invalidPosition' : 'invalidParameter';
  for (const value of values) {
    const answer = await list.ask(EVERYTHING, { parameters: [[page.position, value]], purpose: 'either' });
    judgeRejection(contract, ledger, answer, {
      id: 'position.below',
      condition,
      what: `\`${page.position}=${value}\``,
    });
  }
}

async function askLastWord({ contract, list, survey }: CheckContext, ledger: Ledger): Promise<void> {
  const { page } = contract;
  if (page.style !== 'number' || page.lastWord === undefined) return;
  const { window } = survey;
  if (!window.closed || window.ids.length < 2) {
    ledger.leaveOpen('position.last-word', 'the list has no second page');
    return;
  }
  const limit = fitSize(contract, Math.max(1, Math.ceil(window.ids.length / 3)));
  const position = { value: page.lastWord };
  const answer = await list.ask({ ...window.query, limit }, { position, purpose: 'either' });
  const expected = window.ids.slice((Math.ceil(window.ids.length / limit) - 1) * limit);
  if (String(answer.page?.ids) === String(expected)) ledger.exercise('position.last-word', 'pages');
  else {
    ledger.violate('position.last-word', {
      summary: `\`${page.position}=${page.lastWord}\` returns other rows than the last page`,
      expected,
      received: answer.page?.ids ?? answer.response.status,
      answers: [answer],
    });
  }
}

/** Whether clients compute positions themselves, as page numbers or offsets. */
export function countsPositions(contract: Contract): contract is Contract & { readonly page: NumberPage | OffsetPage } {
  return isCounted(contract.page);
}

function isCounted(page: Page): page is NumberPage | OffsetPage {
  return page.style === 'number' || page.style === 'offset';
}

/** How many rows come before the page at a position. */
export function startOf(page: Page, value: number, limit: number): number {
  if (!isCounted(page)) return 0;
  return page.style === 'number' ? (value - page.first) * limit : value - page.first;
}

/** The position of the page before which so many rows come: the inverse of `startOf`. Of page numbers, a whole number of pages. */
export function positionAt(page: NumberPage | OffsetPage, start: number, limit: number): number {
  return page.first + (page.style === 'number' ? start / limit : start);
}
