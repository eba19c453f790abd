import type { Contract } from '../../../src/contract/contract.ts';
import { countNoun } from '../../../src/contract/text.ts';
import type { Ledger, Violation } from '../../ledger.ts';
import { formatRows, type Item, identify } from '../../list/answer.ts';
import type { Walk } from '../../list/walk.ts';
import { describeTie, listTieKeys } from '../../survey/ties.ts';
import type { Window } from '../../survey/window.ts';

/** The requirements that a walk tests; omitted ones are not tested. */
export interface WalkIds {
  readonly complete: string;
  readonly unique?: string;
  readonly terminates?: string;
  readonly order?: string;
  readonly ties?: string;
}

const WALKS = 'walks of several pages';

/** Those of plain walks. */
export const WALK_IDS = { complete: 'walk.complete', unique: 'walk.unique', terminates: 'walk.terminates' } as const;

/** Writes to the ledger whether a walk returned every row of a window exactly once and in the order of the window. */
export function compareWalk(contract: Contract, ledger: Ledger, walk: Walk, window: Window, ids: WalkIds): void {
  const ends = ids.terminates ?? ids.complete;
  const how = describeWalk(walk);
  const answers = [...walk.pages, ...(walk.last === undefined ? [] : [walk.last])];
  const broken = findBreak(walk, window);
  if (broken !== undefined) {
    ledger.violate(ends, { ...broken, summary: `${how} ${broken.summary}`, answers });
    return;
  }
  for (const [id, fault] of listFindings(contract, walk, window, ids)) {
    if (fault !== undefined) ledger.violate(id, { ...fault, summary: `${how} ${fault.summary}`, answers });
    else if (walk.pages.length > 1 && (id !== ids.ties || listSplitTies(contract, walk, window).size > 0)) {
      ledger.exercise(id, WALKS);
    }
  }
  if (walk.ended === 'end' && walk.pages.length > 1) ledger.exercise(ends, WALKS);
}

type Fault = Omit<Violation, 'answers'>;

/** The fault of a walk for each requirement, if any. */
function listFindings(
  contract: Contract,
  walk: Walk,
  window: Window,
  ids: WalkIds,
): readonly (readonly [id: string, fault: Fault | undefined])[] {
  const certain = listCertain(contract, window, walk);
  return [
    [ids.unique ?? ids.complete, findRepeated(walk)],
    [ids.complete, findMissing(walk, window, certain)],
    ...(ids.order === undefined ? [] : [[ids.order, findDisorder(contract, walk, window)] as const]),
    ...(ids.ties === undefined ? [] : [[ids.ties, findSplitTies(contract, walk, window, certain)] as const]),
  ];
}

/** Why a walk did not reach the end. */
function findBreak(walk: Walk, window: Window): Fault | undefined {
  const { ended, pages, last } = walk;
  if (ended === 'cap' && window.closed) {
    const before = new Set(pages.slice(0, -1).flatMap(({ page }) => page.ids));
    const isOver = window.ids.length > 0 && window.ids.every((id) => before.has(id));
    return isOver
      ? { summary: `does not end after all rows, in ${countNoun(pages.length, 'page')}`, expected: 'an end' }
      : undefined;
  }
  if (ended !== 'loop' && ended !== 'broken') return undefined;
  const status = last?.response.status;
  const why = ended === 'loop' ? 'returns to an earlier page' : `ends in status ${status} or an invalid link`;
  return {
    summary: `${why} after ${countNoun(pages.length, 'page')}`,
    expected: 'a next page, or the end',
    received: status,
  };
}

function findRepeated({ ids }: Walk): Fault | undefined {
  const repeated = ids.filter((id, index) => ids.indexOf(id) !== index);
  if (repeated.length === 0) return undefined;
  return {
    summary: `returns ${formatRows(repeated.length)} twice, such as ${repeated[0]}`,
    expected: 'each row once',
    received: ids,
  };
}

function findMissing(walk: Walk, window: Window, certain: readonly string[]): Fault | undefined {
  const lost = certain.filter((id) => !walk.ids.includes(id));
  const extra = window.closed ? walk.ids.filter((id) => !window.ids.includes(id)) : [];
  if (lost.length === 0 && extra.length === 0) return undefined;
  const summary =
    lost.length > 0
      ? `misses ${formatRows(lost.length)}, such as ${lost[0]}`
      : `returns ${formatRows(extra.length)} too many, such as ${extra[0]}`;
  return { summary, expected: window.ids, received: walk.ids };
}

/** Tied rows may change places; where tied rows are not adjacent, no row may. */
function findDisorder(contract: Contract, walk: Walk, window: Window): Fault | undefined {
  const places = rankRows(contract, window);
  const ranks = walk.ids.flatMap((id) => places.get(id) ?? []);
  const wrong = ranks.findIndex((rank, index) => index > 0 && rank < (ranks[index - 1] ?? 0));
  if (wrong === -1) return undefined;
  return {
    summary: `returns the rows in another order from ${walk.ids[wrong]} on`,
    expected: window.ids,
    received: walk.ids,
  };
}

function rankRows(contract: Contract, { items }: Pick<Window, 'items'>): ReadonlyMap<string, number> {
  const keys = listTieKeys(contract);
  const ties = items.map((item) => describeTie(item, keys));
  const groups = ties.filter((tie, index) => index === 0 || tie !== ties[index - 1]);
  const areTogether = keys.length > 0 && groups.length === new Set(groups).size;
  return new Map(
    items.map((item, index) => [identify(item, contract), areTogether ? groups.indexOf(ties[index] ?? '') : index]),
  );
}

/** Dropped and repeated rows among those that tie across a page boundary. */
function findSplitTies(contract: Contract, walk: Walk, window: Window, certain: readonly string[]): Fault | undefined {
  const split = listSplitTies(contract, walk, window);
  const keys = listTieKeys(contract);
  const tied = window.items
    .filter((item) => split.has(describeTie(item, keys)))
    .map((item) => identify(item, contract));
  const lost = tied.filter((id) => certain.includes(id) && !walk.ids.includes(id));
  const repeated = tied.filter((id) => walk.ids.indexOf(id) !== walk.ids.lastIndexOf(id));
  if (lost.length === 0 && repeated.length === 0) return undefined;
  const what = lost.length > 0 ? `misses row ${lost[0]}` : `repeats row ${repeated[0]}`;
  return {
    summary: `${what}, whose sort keys are equal to those of the row across a page boundary`,
    expected: window.ids,
    received: walk.ids,
  };
}

/** The groups of tied rows that are split across a page boundary. */
function listSplitTies(contract: Contract, { pages, towards }: Walk, { items }: Window): ReadonlySet<string> {
  const keys = listTieKeys(contract);
  if (keys.length === 0) return new Set();
  const count = (rows: readonly Item[], tie: string): number =>
    rows.filter((item) => describeTie(item, keys) === tie).length;
  const split = pages.slice(0, -1).flatMap(({ page }, index) => {
    const edge = page.items.at(towards === 'next' ? -1 : 0);
    if (edge === undefined) return [];
    const tie = describeTie(edge, keys);
    const shown = pages.slice(0, index + 1).flatMap((one) => one.page.items);
    return count(shown, tie) < count(items, tie) ? [tie] : [];
  });
  return new Set(split);
}

/** Rows that the walk must return: all of them, or for a walk that was cut short, those certainly before its end. */
function listCertain(contract: Contract, window: Window, walk: Walk): readonly string[] {
  if (walk.ended === 'end' && window.closed) return window.ids;
  // A backward walk that was cut short has not reached the first rows.
  if (walk.towards === 'previous') return [];
  const reach = Math.max(...walk.ids.map((id) => window.ids.indexOf(id)), -1);
  const edge = window.items[reach];
  if (edge === undefined) return [];
  const keys = listTieKeys(contract);
  if (keys.length === 0) return window.ids.slice(0, reach);
  const tie = describeTie(edge, keys);
  return window.ids.slice(0, reach).filter((_, index) => describeTie(window.items[index] ?? {}, keys) !== tie);
}

/** Writes to the ledger that a walk ended before it had returned as many rows as are known. */
export function judgeLength(ledger: Ledger, walk: Walk, { ids }: Window): void {
  if (walk.ids.length >= ids.length) return;
  ledger.violate('walk.complete', {
    summary: `${describeWalk(walk)} ends after ${walk.ids.length} of ${ids.length} rows`,
    expected: ids,
    received: walk.ids,
    answers: walk.pages,
  });
}

/** What a verdict calls a walk: `a walk backward in pages of 7`. */
function describeWalk({ towards, query }: Walk): string {
  const direction = towards === 'next' ? 'forward' : 'backward';
  return `a walk ${direction} ${query.limit === undefined ? 'without a page size' : `in pages of ${query.limit}`}`;
}
