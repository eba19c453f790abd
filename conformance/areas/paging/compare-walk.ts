import type { Contract } from '../../../src/contract/contract.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Walk } from '../../list/walk.ts';
import { describeTie, listTieKeys } from '../../survey/sort-values.ts';
import type { Window } from '../../survey/survey.ts';

/** The requirements that a walk puts to the test. */
export interface WalkIds {
  readonly complete: string;
  readonly unique?: string;
  readonly terminates?: string;
}

/** Writes to the ledger whether a walk showed every row of a window, and each of them once. */
export function compareWalk(contract: Contract, ledger: Ledger, walk: Walk, window: Window, ids: WalkIds): void {
  const how = `${walk.towards === 'next' ? 'on' : 'back'} in pages of ${walk.query.limit}`;
  const answers = [...walk.pages, ...(walk.last === undefined ? [] : [walk.last])];
  const ends = ids.terminates ?? ids.complete;
  if (walk.ended === 'loop' || walk.ended === 'broken') {
    const status = walk.last?.response.status;
    const why =
      walk.ended === 'loop'
        ? 'comes to a page that it has read'
        : `comes to an answer with status ${status}, or a link that is none,`;
    ledger.violate(ends, {
      summary: `a walk ${how} ${why} after ${walk.pages.length} pages`,
      expected: 'a page that leads on, or none',
      received: status,
      answers,
    });
    return;
  }
  judgeRows(contract, ledger, walk, { window, ids, how });
  if (walk.pages.length < 2) return;
  ledger.exercise(ids.complete, `walks of several pages`);
  if (ids.unique !== undefined) ledger.exercise(ids.unique, 'walks of several pages');
  if (walk.ended === 'end') ledger.exercise(ends, 'walks of several pages');
}

interface Comparison {
  readonly window: Window;
  readonly ids: WalkIds;
  readonly how: string;
}

function judgeRows(contract: Contract, ledger: Ledger, walk: Walk, { window, ids, how }: Comparison): void {
  const answers = walk.pages;
  const repeated = walk.ids.filter((id, index) => walk.ids.indexOf(id) !== index);
  if (repeated.length > 0) {
    ledger.violate(ids.unique ?? ids.complete, {
      summary: `a walk ${how} shows ${repeated.length} rows twice, such as ${repeated[0]}`,
      expected: 'each row once',
      received: walk.ids,
      answers,
    });
  }
  const shown = new Set(walk.ids);
  const lost = listCertain(contract, window, walk).filter((id) => !shown.has(id));
  const extra = window.closed ? walk.ids.filter((id) => !window.ids.includes(id)) : [];
  if (lost.length > 0 || extra.length > 0) {
    const what =
      lost.length > 0
        ? `loses ${lost.length} rows, such as ${lost[0]}`
        : `shows ${extra.length} rows more, such as ${extra[0]}`;
    ledger.violate(ids.complete, {
      summary: `a walk ${how} ${what}`,
      expected: window.ids,
      received: walk.ids,
      answers,
    });
  }
}

/** Rows that the walk cannot but show: all of them, or where it was cut short, those that come certainly before its end. */
function listCertain(contract: Contract, window: Window, walk: Walk): readonly string[] {
  if (walk.ended === 'end' && window.closed) return window.ids;
  const keys = listTieKeys(contract);
  const reach = Math.min(walk.items.length, window.items.length);
  const edge = window.items[reach - 1];
  if (edge === undefined) return [];
  const tie = describeTie(edge, keys);
  return window.ids.slice(0, reach).filter((_, index) => describeTie(window.items[index] ?? {}, keys) !== tie);
}
