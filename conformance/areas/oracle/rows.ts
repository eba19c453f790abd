import type { Ledger } from '../../ledger.ts';
import { formatRows, type PageAnswer } from '../../list/answer.ts';
import type { Walk } from '../../list/walk.ts';
import { type Knowledge, listOtherValues, type OtherValue } from './knowledge.ts';
import { isSameValue } from './values.ts';

/** In what a walk over the whole list differs from what is known. */
export interface Differences {
  readonly lost: readonly string[];
  readonly extra: readonly string[];
  readonly wrong: readonly (OtherValue & { readonly id: string })[];
  /** A total that is not the number of rows. */
  readonly total?: number;
}

/** Compares a walk with what is known; where it was cut short, nothing is lost. */
export function compareRows(known: Knowledge, walk: Walk): Differences {
  const shown = new Set(walk.ids);
  const wrong = [...known.told].flatMap(([id, row]) => {
    return listOtherValues(row, known.shown.get(id) ?? {}).map((value) => ({ id, ...value }));
  });
  const total = findTotal(walk);
  return {
    lost: walk.ended === 'end' ? known.ids.filter((id) => !shown.has(id)) : [],
    extra: [...shown].filter((id) => !known.possible.has(id)),
    wrong,
    ...(total === undefined || total === known.ids.length ? {} : { total }),
  };
}

/** Whether the target shows what is known, as far as that was compared. */
export function hasNone({ lost, extra, wrong, total }: Differences): boolean {
  return lost.length === 0 && extra.length === 0 && wrong.length === 0 && total === undefined;
}

function findTotal({ pages }: Walk): number | undefined {
  return pages.find(({ page }) => page.total !== undefined)?.page.total;
}

/** Writes to the ledger what differs. */
export function judgeRows(ledger: Ledger, known: Knowledge, walk: Walk): void {
  const { lost, extra, wrong, total } = compareRows(known, walk);
  judgeLost(ledger, known, walk, lost);
  judgeExtra(ledger, walk, extra);
  judgeValues(ledger, known, walk, wrong);
  const given = findTotal(walk);
  if (given === undefined || !known.isSteady) return;
  if (total === undefined) ledger.exercise('total.counts', 'totals');
  else {
    ledger.violate('total.counts', {
      summary: `a page has a total of ${total} in place of ${known.ids.length}, as the oracle says`,
      expected: known.ids.length,
      received: total,
      answers: walk.pages.slice(0, 1),
    });
  }
}

function judgeLost(ledger: Ledger, known: Knowledge, walk: Walk, lost: readonly string[]): void {
  if (lost.length > 0) {
    const total = findTotal(walk);
    const also =
      total === walk.ids.length ? `, nor does its total of ${total} count ${lost.length === 1 ? 'it' : 'them'}` : '';
    ledger.violate('rows.complete', {
      summary: `no page has ${formatRows(lost.length)} of ${known.ids.length}, such as ${lost[0]}${also}`,
      expected: known.ids,
      received: walk.ids,
      answers: walk.pages,
    });
  } else if (walk.ended === 'end') {
    ledger.exercise('rows.complete', 'rows', known.ids.length);
  } else if (walk.ended !== 'cap') ledger.leaveOpen('rows.complete', 'the list cannot be read to its end');
}

function judgeExtra(ledger: Ledger, walk: Walk, extra: readonly string[]): void {
  if (extra.length === 0) ledger.exercise('rows.existing', 'rows', walk.ids.length);
  else {
    ledger.violate('rows.existing', {
      summary: `the list has ${formatRows(extra.length)} that the oracle does not know, such as ${extra[0]}`,
      expected: 'rows that the oracle has',
      received: extra,
      answers: pagesWith(walk, extra.slice(0, 1)),
    });
  }
}

function judgeValues(ledger: Ledger, { told, shown }: Knowledge, walk: Walk, wrong: Differences['wrong']): void {
  const [first] = wrong;
  if (first !== undefined) {
    const others =
      wrong.length === 1 ? '' : `; ${wrong.length - 1} more ${wrong.length === 2 ? 'value differs' : 'values differ'}`;
    ledger.violate('rows.values', {
      summary: `row ${first.id} has another \`${first.field}\` than the oracle says${others}`,
      expected: first.expected,
      received: first.received,
      answers: pagesWith(walk, [first.id]),
    });
    return;
  }
  let compared = 0;
  for (const [id, row] of told) {
    const item = shown.get(id) ?? {};
    compared += Object.keys(item).filter((key) => Object.hasOwn(row, key) && isSameValue(row[key], item[key])).length;
  }
  ledger.exercise('rows.values', 'values', compared);
  if (compared === 0) ledger.leaveOpen('rows.values', 'the oracle has no values of the rows, only which there are');
}

function pagesWith({ pages }: Walk, ids: readonly string[]): readonly PageAnswer[] {
  return pages.filter(({ page }) => ids.some((id) => page.ids.includes(id)));
}
