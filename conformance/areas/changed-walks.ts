import type { Contract } from '../../src/contract/contract.ts';
import type { Ledger } from '../ledger.ts';
import { formatRows, identify } from '../list/answer.ts';
import type { Walk } from '../list/walk.ts';
import { describeTie, listTieKeys } from '../survey/ties.ts';

/** A walk between whose pages rows were changed, and the rows before and after it. */
export interface ChangedWalk {
  readonly phase: 'insert' | 'delete';
  readonly row?: 'first' | 'last';
  readonly before: Walk;
  readonly walk: Walk;
  readonly after: Walk;
}

/**
 * Writes to the ledger whether the rows that were there all the while were all returned, each once. Which rows came and went is seen
 * by what was read before and after, whatever was asked for.
 */
export function judgeChange(contract: Contract, ledger: Ledger, changed: ChangedWalk): void {
  const { before, after, phase } = changed;
  const own = `stability.${phase}`;
  const broken = [before, after].find(({ ended }) => ended === 'broken' || ended === 'loop');
  if (broken !== undefined) {
    ledger.leaveOpen(own, 'the list could not be read before and after the change');
    return;
  }
  const stay = listStaying(contract, before, after);
  if (stay === undefined) {
    ledger.leaveOpen(own, 'rows changed places during the check');
    return;
  }
  const { came, gone } = findChanges(stay, changed);
  if (came.length === 0 && gone.length === 0) {
    ledger.leaveOpen(own, `no row came or went in the phase ${phase}, which is to ${TASKS[phase]}`);
    return;
  }
  const kind = came.length > 0 && gone.length > 0 ? phase : came.length > 0 ? 'insert' : 'delete';
  judgeRows(ledger, `stability.${kind}`, stay, changed, { came, gone });
}

function judgeRows(ledger: Ledger, id: string, stay: readonly string[], changed: ChangedWalk, changes: Changes): void {
  const { walk } = changed;
  const what = describeChange(changes);
  if (walk.ended === 'broken' || walk.ended === 'loop') {
    judgeBreak(ledger, id, changed, { gone: changes.gone, what });
    return;
  }
  const reach = findReach(stay, changed);
  const required = stay.slice(0, reach + 1);
  const shown = new Set(walk.ids);
  const lost = required.filter((one) => !shown.has(one));
  const repeated = stay.filter((one) => walk.ids.indexOf(one) !== walk.ids.lastIndexOf(one));
  const report = (rows: readonly string[], how: string): void => {
    if (rows.length === 0) return;
    const were = rows.length === 1 ? 'was' : 'were';
    ledger.violate(id, {
      summary: `after ${what}, the walk ${how} that ${were} there all along, such as ${rows[0]}`,
      expected: required,
      received: walk.ids,
      answers: walk.pages,
    });
  };
  report(lost, `misses ${formatRows(lost.length)}`);
  report(repeated, `returns twice ${formatRows(repeated.length)}`);
  if (lost.length > 0 || repeated.length > 0) return;
  if (countShift(stay, changed, changes) !== 0) ledger.exercise(id, 'walks during which rows changed');
  else {
    const place = walk.towards === 'next' ? 'on or before the page that was just read' : 'before that page';
    ledger.leaveOpen(id, `${what}, which could shift no row: it has to be sorted ${place}`);
  }
}

const TASKS = { insert: 'add a row', delete: 'delete the row that it names' };

function describeChange({ came, gone }: Changes): string {
  const parts = [
    ...(came.length === 0 ? [] : [`${nameRows(came)} came`]),
    ...(gone.length === 0 ? [] : [`${nameRows(gone)} went`]),
  ];
  return parts.join(' and ');
}

function nameRows([first = '', ...others]: readonly string[]): string {
  return others.length === 0 ? `row ${first}` : `row ${first} and ${others.length} more`;
}

/**
 * The rows that are there before and after, with the same sort keys, in their order.
 *
 * @returns `undefined` where they are in another order afterwards
 */
function listStaying(contract: Contract, before: Walk, after: Walk): readonly string[] | undefined {
  const keys = listTieKeys(contract);
  const sorted = (walk: Walk): ReadonlyMap<string, string> => {
    return new Map(walk.items.map((item) => [identify(item, contract), describeTie(item, keys)]));
  };
  const [then, now] = [sorted(before), sorted(after)];
  const stays = (id: string): boolean => then.has(id) && then.get(id) === now.get(id);
  const ids = before.ids.filter(stays);
  return String(ids) === String(after.ids.filter(stays)) ? ids : undefined;
}

interface Changes {
  readonly came: readonly string[];
  readonly gone: readonly string[];
}

/** Rows that are in one reading only; behind the last row that both have, that is because both end somewhere. */
function findChanges(stay: readonly string[], { before, after }: ChangedWalk): Changes {
  const isWhole = before.ended === 'end' && after.ended === 'end';
  const only = (one: Walk, other: Walk): readonly string[] => {
    const others = new Set(other.ids);
    const reach = isWhole ? one.ids.length : one.ids.indexOf(stay.at(-1) ?? '');
    return one.ids.filter((id, index) => index < reach && !others.has(id));
  };
  return { came: only(after, before), gone: only(before, after) };
}

/** The place of the last row that the walk certainly had to return. */
function findReach(stay: readonly string[], { before, walk, after }: ChangedWalk): number {
  const places = walk.ids.map((id) => stay.indexOf(id));
  if (walk.towards === 'previous') {
    // It has begun at a known row; where it was cut short, nothing is certain.
    return walk.ended === 'end' ? Math.max(...(walk.pages[0]?.page.ids.map((id) => stay.indexOf(id)) ?? []), -1) : -1;
  }
  const isWhole = [before, walk, after].every(({ ended }) => ended === 'end');
  return isWhole ? stay.length - 1 : Math.max(...places, -1);
}

/** By how many rows a page that is counted from the front would have shifted. */
function countShift(stay: readonly string[], { before, walk, after }: ChangedWalk, { came, gone }: Changes): number {
  const edge = new Set(walk.pages[0]?.page.ids);
  const places = before.ids.flatMap((id, index) => (edge.has(id) ? [index] : []));
  const end = walk.towards === 'next' ? Math.max(...places, -1) : Math.min(...places, before.ids.length) - 1;
  const isBefore = (id: string): boolean => before.ids.indexOf(id) <= end;
  const next = stay.find((id) => before.ids.indexOf(id) > end);
  const bound = next === undefined ? after.ids.length : after.ids.indexOf(next);
  return came.filter((id) => after.ids.indexOf(id) < bound).length - gone.filter(isBefore).length;
}

/** A position may be refused whose own row is gone. */
function judgeBreak(
  ledger: Ledger,
  id: string,
  { walk, row }: ChangedWalk,
  { gone, what }: Pick<Changes, 'gone'> & { readonly what: string },
): void {
  const status = walk.last?.response.status ?? 0;
  const edge = walk.pages[0]?.page.ids.at(-1) ?? '';
  if (row === 'last' && gone.includes(edge) && status >= 400 && status < 500) {
    ledger.leaveOpen(
      id,
      `the page behind a row that is gone is refused with status ${status}, which no document forbids`,
    );
    return;
  }
  const end = walk.ended === 'loop' ? 'returns to an earlier page' : `ends in status ${status} or an invalid link`;
  ledger.violate(id, {
    summary: `after ${what}, the walk ${end}`,
    expected: 'the next page',
    received: walk.ended === 'loop' ? 'an earlier page' : status,
    answers: [...walk.pages, ...(walk.last === undefined ? [] : [walk.last])],
  });
}
