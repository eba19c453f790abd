import { hasPage, type Item, type PageAnswer } from '../list/answer.ts';
import type { ListClient } from '../list/list-client.ts';
import type { ListQuery } from '../list/list-query.ts';
import type { Walk } from '../list/walk.ts';
import { createWindow } from './create-window.ts';
import { findCoarseFields } from './find-coarse-fields.ts';
import { listCandidates } from './list-candidates.ts';
import { narrowDown } from './narrow-down.ts';
import { readHead } from './read-head.ts';
import { scoreRows } from './score-rows.ts';
import type { Survey, Window } from './survey.ts';

const HEAD_PAGES = 3;
/** So few rows are paged through as they are. */
const HANDFUL = 36;
/** Fewer or more rows than these are not worth paging through. */
const FEWEST_ROWS = 4;
const MOST_ROWS = 80;
/** A handful of rows never needs more pages, however short they are. */
const MOST_PAGES = 8;
/** How many candidates may be asked for. */
const MOST_TRIES = 8;
/** A window this good is not worth another request. */
const GOOD_SCORE = 12;

export interface SurveyOptions {
  /** The first page, asked for without any parameter. */
  readonly opening: PageAnswer;
  /** Every item that the client of the list has seen. */
  readonly seen: ReadonlyMap<string, Item>;
}

/**
 * Looks at the target's rows: the start of the list, and a handful of rows that its own filters carve out. Takes about ten
 * requests, however many rows there are.
 */
export async function takeSurvey(list: ListClient, { opening, seen }: SurveyOptions): Promise<Survey> {
  const start = await readHead(list, HEAD_PAGES);
  const head = createWindow(list, start);
  const pageSize = start.query.limit ?? list.contract.page.limit.default;
  const total = head.total ?? opening.page.total;
  const coarse = await findCoarseFields(list, head.items, pageSize);
  const base = { opening, head, pageSize, coarse, total, seen };
  if (head.closed && head.items.length <= HANDFUL) return { ...base, window: head };
  const carved = await carveWindow(list, { head, pageSize, total: head.closed ? head.items.length : total });
  if (carved !== undefined) return { ...base, window: carved };
  // Nothing carves: all rows if they are few enough to be known, else where the list begins.
  return { ...base, window: head.closed ? head : createWindow(list, start, HANDFUL) };
}

interface Start {
  readonly head: Window;
  readonly pageSize: number;
  readonly total: number | undefined;
}

async function carveWindow(list: ListClient, { head, pageSize, total }: Start): Promise<Window | undefined> {
  let best: { readonly window: Window; readonly score: number } | undefined;
  for (const { conditions } of listCandidates(list.contract, head.items, total).slice(0, MOST_TRIES)) {
    const walk = await readSmallSet(list, { conditions, limit: pageSize });
    if (walk === undefined) continue;
    const score = scoreRows(walk.items, list.contract);
    if (best === undefined || score > best.score) best = { window: createWindow(list, walk), score };
    if (score >= GOOD_SCORE) break;
  }
  if (best !== undefined && best.window.items.length <= HANDFUL) return best.window;
  return (await narrowWindow(list, { head, pageSize, total })) ?? best?.window;
}

async function narrowWindow(list: ListClient, { head, pageSize, total }: Start): Promise<Window | undefined> {
  const from = await narrowDown(list, { items: head.items, total: total ?? head.items.length, pageSize }, MOST_TRIES);
  if (from === undefined) return undefined;
  const walk = await list.walk(from.query, { from, maxPages: MOST_PAGES });
  return isSmallSet(walk) ? createWindow(list, walk) : undefined;
}

/** @returns all rows that match, if they are neither too few nor too many */
async function readSmallSet(list: ListClient, query: ListQuery): Promise<Walk | undefined> {
  const first = await list.ask(query);
  if (!hasPage(first) || (first.page.total ?? 0) > MOST_ROWS) return undefined;
  const walk = await list.walk(query, { from: first, maxPages: MOST_PAGES });
  return isSmallSet(walk) ? walk : undefined;
}

function isSmallSet({ ended, items: { length } }: Walk): boolean {
  return ended === 'end' && length >= FEWEST_ROWS && length <= MOST_ROWS;
}
