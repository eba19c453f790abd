import { type Answer, hasPage, type Item, type PageAnswer } from '../list/answer.ts';
import type { ListClient } from '../list/client.ts';
import { EVERYTHING, type ListQuery } from '../list/query.ts';
import type { Walk } from '../list/walk.ts';
import { listCandidates, scoreRows } from './candidates.ts';
import { narrowDown } from './narrowing.ts';
import { findCoarseFields } from './ranges.ts';
import { MAX_PAGE_SIZE } from './silence.ts';
import { createWindow, type Window } from './window.ts';

export interface Survey {
  /** The first page, requested without any parameter. */
  readonly opening: PageAnswer;
  /** The start of the list in the default order: up to three pages of the largest size; closed when that is the whole list. */
  readonly head: Window;
  /** The largest page size that the target accepts. */
  readonly pageSize: number;
  /** Names of the fields whose times the target stores with a higher precision than it returns. */
  readonly coarse: ReadonlySet<string>;
  /** How many rows there are, as far as the target says. */
  readonly total: number | undefined;
  /** Rows to page through: with ties of the order and nulls where there are any. */
  readonly window: Window;
  /** Every item seen so far, by identity, as it was last seen; grows during the run. */
  readonly seen: ReadonlyMap<string, Item>;
}

const HEAD_PAGES = 3;
/** Of a quick run. */
const QUICK_PAGES = 2;
/** A list of at most so many rows is its own window. */
const SMALL_SET = 36;
/** Fewer or more rows than these are not worth paging through. */
const MIN_ROWS = 4;
const MAX_ROWS = 80;
/** A handful of rows never needs more pages, however short they are. */
const MAX_PAGES = 8;
/** How many candidates may be asked for. */
const MAX_TRIES = 8;
/** No further request for a window of this score. */
const GOOD_SCORE = 12;

interface SurveyOptions {
  /** The first page, requested without any parameter. */
  readonly opening: PageAnswer;
  /** Every item that the client of the list has seen. */
  readonly seen: ReadonlyMap<string, Item>;
  /** Whether to read as little as it takes. */
  readonly isQuick?: boolean;
}

/**
 * Reads the start of the list, and a small set of rows that its own filters select. Takes about ten requests, however many rows
 * there are.
 */
export async function takeSurvey(list: ListClient, options: SurveyOptions): Promise<Survey> {
  const { opening, seen, isQuick = false } = options;
  const start = await readHead(list, isQuick ? QUICK_PAGES : HEAD_PAGES);
  const head = createWindow(list, start);
  const pageSize = start.query.limit ?? list.contract.page.limit.default;
  const total = head.total ?? opening.page.total;
  const window = await chooseWindow(list, start, { head, pageSize, total, maxTries: isQuick ? 2 : MAX_TRIES });
  const coarse = await findCoarseFields(list, { items: head.items, window, limit: pageSize });
  return { opening, head, pageSize, coarse, total, seen, window };
}

async function chooseWindow(list: ListClient, walk: Walk, start: Start): Promise<Window> {
  const { head, total } = start;
  if (head.closed && head.items.length <= SMALL_SET) return head;
  const carved = await carveWindow(list, { ...start, total: head.closed ? head.items.length : total });
  // No filter selects a small set: all rows if they are known, or else the start of the list.
  return carved ?? (head.closed ? head : createWindow(list, walk, SMALL_SET));
}

interface Start {
  readonly head: Window;
  readonly pageSize: number;
  readonly total: number | undefined;
  /** How many candidates may be asked for. */
  readonly maxTries: number;
}

async function carveWindow(list: ListClient, { head, pageSize, total, maxTries }: Start): Promise<Window | undefined> {
  let best: { readonly window: Window; readonly score: number } | undefined;
  for (const { conditions } of listCandidates(list.contract, head.items, total).slice(0, maxTries)) {
    const walk = await readSmallSet(list, { conditions, limit: pageSize });
    if (walk === undefined) continue;
    const score = scoreRows(walk.items, list.contract);
    if (best === undefined || score > best.score) best = { window: createWindow(list, walk), score };
    // Where all rows are known, the first candidate was known to be the best.
    if (score >= GOOD_SCORE || head.closed) break;
  }
  if (best !== undefined && best.window.items.length <= SMALL_SET) return best.window;
  return (await narrowWindow(list, { head, pageSize, total, maxTries })) ?? best?.window;
}

async function narrowWindow(list: ListClient, { head, pageSize, total, maxTries }: Start): Promise<Window | undefined> {
  const from = await narrowDown(list, { items: head.items, total: total ?? head.items.length, pageSize }, maxTries);
  if (from === undefined) return undefined;
  const walk = await list.walk(from.query, { from, maxPages: MAX_PAGES });
  return isSmallSet(walk) ? createWindow(list, walk) : undefined;
}

/** @returns all rows that match, if they are neither too few nor too many */
async function readSmallSet(list: ListClient, query: ListQuery): Promise<Walk | undefined> {
  const first = await list.ask(query);
  if (!hasPage(first) || (first.page.total ?? 0) > MAX_ROWS) return undefined;
  const walk = await list.walk(query, { from: first, maxPages: MAX_PAGES });
  return isSmallSet(walk) ? walk : undefined;
}

function isSmallSet({ ended, items: { length } }: Walk): boolean {
  return ended === 'end' && length >= MIN_ROWS && length <= MAX_ROWS;
}

/**
 * Reads the start of the list in large pages, or where the target rejects that size, which is reported elsewhere, in pages of the
 * default size.
 */
export async function readHead(list: ListClient, maxPages: number): Promise<Walk> {
  const { limit } = list.contract.page;
  const query = { ...EVERYTHING, limit: Math.min(limit.maximum, MAX_PAGE_SIZE) };
  const from = await list.ask(query, { purpose: 'either' });
  if (hasPage(from)) return list.walk(from.query, { from, maxPages });
  return list.walk({ ...EVERYTHING, limit: limit.default }, { maxPages });
}

/** Records every item that the target returned. */
interface SeenItems {
  readonly items: ReadonlyMap<string, Item>;
  note(answer: Answer): void;
}

/** Only items that the target returned to its own caller in the default partition count. */
export function createSeenItems(): SeenItems {
  const items = new Map<string, Item>();
  return {
    items,
    note(answer) {
      if (!hasPage(answer) || !answer.plain || answer.query.partition !== undefined) return;
      for (const [index, id] of answer.page.ids.entries()) {
        const item = answer.page.items[index];
        if (item !== undefined) items.set(id, item);
      }
    },
  };
}
