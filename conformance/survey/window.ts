import type { Contract, Field } from '../../src/contract/contract.ts';
import { readField } from '../../src/contract/field-values.ts';
import { type Answer, type Item, identify, type PageAnswer } from '../list/answer.ts';
import type { ListClient } from '../list/client.ts';
import type { ListQuery } from '../list/query.ts';
import type { Walk } from '../list/walk.ts';

/** Rows that a check compares with, and which may change during the run. */
export interface Reference {
  /** Reads the rows again. @returns whether they are what they were; from then on they are what was read */
  reread(): Promise<boolean>;
}

/**
 * A small set of rows that the target's own filters select: all that match, so that the content of each page is known beforehand.
 * The rows are those of the last reading.
 */
export interface Window extends Reference {
  /** Its conditions, order and partition; no limit. */
  readonly query: ListQuery;
  /** Whether all matching rows are known. Where no filter selects a small set, the window is the start of a longer list. */
  readonly closed: boolean;
  readonly items: readonly Item[];
  readonly ids: readonly string[];
  /** The total that the target gave with them. */
  readonly total: number | undefined;
  /** The pages that it was read from. */
  readonly pages: readonly PageAnswer[];
  readonly ended: Walk['ended'];
}

/** Enough for a small set on a target with short pages. */
const MAX_PAGES = 8;

/**
 * Makes a window of rows that were read.
 *
 * @param walk - over all that matches its query, or over the start of a longer list
 * @param size - how many of its rows count; all by default
 */
export function createWindow(list: ListClient, walk: Walk, size?: number): Window {
  const { limit: _limit, ...query } = walk.query;
  // One page more than before, to see that there is still no end.
  const isOdd = walk.ended === 'loop' || walk.ended === 'broken';
  const maxPages = walk.ended === 'end' ? Math.max(MAX_PAGES, walk.pages.length) : walk.pages.length + (isOdd ? 1 : 0);
  let current = readState(walk, list.contract, size);
  return {
    query,
    get closed() {
      return current.closed;
    },
    get items() {
      return current.items;
    },
    get ids() {
      return current.ids;
    },
    get total() {
      return current.total;
    },
    get pages() {
      return current.pages;
    },
    get ended() {
      return current.ended;
    },
    async reread() {
      const again = await list.walk(walk.query, { maxPages });
      // A response without a page says nothing about the rows.
      if (again.ended === 'broken' || again.ended === 'loop') return true;
      const before = current;
      current = readState(again, list.contract, size);
      // Rows that change places without any change have no stable order, which is a violation and not a change.
      const haveMoved = current.sequence !== before.sequence && current.content !== before.content;
      return current.print === before.print && !haveMoved;
    },
  };
}

type State = Omit<Window, 'query' | 'reread'> & {
  readonly print: string;
  readonly sequence: string;
  readonly content: string;
};

function readState(walk: Walk, contract: Contract, size = walk.items.length): State {
  const items = walk.items.slice(0, size);
  return {
    closed: walk.ended === 'end' && items.length === walk.items.length,
    items,
    ids: walk.ids.slice(0, size),
    total: walk.pages[0]?.page.total,
    pages: walk.pages,
    print: fingerprint(items, contract),
    sequence: walk.ids.slice(0, size).join('\n'),
    content: items
      .map((item) => JSON.stringify(item))
      .sort()
      .join('\n'),
    ended: walk.ended,
  };
}

/**
 * A text that changes when a value changes that a filter or an order depends on. Other values and the order of the rows do not
 * count.
 */
export function fingerprint(items: readonly Item[], contract: Contract): string {
  const fields = listFields(contract);
  const rows = items.map((item) => {
    return JSON.stringify([identify(item, contract), fields.map(({ path }) => readField(item, path))]);
  });
  return rows.sort().join('\n');
}

function listFields(contract: Contract): readonly Field[] {
  const { filters, order } = contract;
  const fields = [
    ...filters.flatMap((filter) => filter.fields),
    ...order.by.map(({ field }) => field),
    ...(order.parameter?.fields.values() ?? []),
  ];
  return [...new Map(fields.map((field) => [field.name, field])).values()];
}

/**
 * Watches rows by their first page and total, which most changes affect.
 *
 * @param known - the response to an earlier request for them; without one, they are requested now
 */
export async function createProbe(list: ListClient, query: ListQuery, known?: Answer): Promise<Reference> {
  const ask = (): Promise<Answer> => list.ask(query, { purpose: 'either' });
  let before = describeAnswer(known ?? (await ask()));
  return {
    async reread() {
      const now = describeAnswer(await ask());
      const isSame = now === before;
      before = now;
      return isSame;
    },
  };
}

function describeAnswer({ page, response }: Answer): string {
  return JSON.stringify(page === undefined ? response.status : [page.total, page.ids]);
}

/** Several references as one, which is unchanged when all of them are; each of them is always read again. */
export function joinReferences(...references: readonly Reference[]): Reference {
  return {
    async reread() {
      const same = await Promise.all([...new Set(references)].map((reference) => reference.reread()));
      return same.every(Boolean);
    },
  };
}
