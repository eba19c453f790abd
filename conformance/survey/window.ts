import type { Contract, Field } from '../../src/contract/contract.ts';
import { readField } from '../../src/contract/field-values.ts';
import { type Item, identify, type PageAnswer } from '../list/answer.ts';
import type { ListClient } from '../list/client.ts';
import type { ListQuery } from '../list/query.ts';
import type { Walk } from '../list/walk.ts';

/** Rows that comparisons rest on, and which may turn out to have changed. */
export interface Reference {
  /** Reads the rows again. @returns whether they are what they were; from then on they are what was read */
  reread(): Promise<boolean>;
}

/**
 * A handful of rows that the target's own filters carve out: everything that matches, so that what any page of it must hold
 * can be said beforehand. The rows are those of the last reading.
 */
export interface Window extends Reference {
  /** Its conditions, order and partition; no limit. */
  readonly query: ListQuery;
  /** Whether all rows that match are known. Where no filter can carve a small set, it is the start of a longer list. */
  readonly closed: boolean;
  readonly items: readonly Item[];
  readonly ids: readonly string[];
  /** The total that the target gave with them. */
  readonly total: number | undefined;
  /** The page or pages that it was read from. */
  readonly pages: readonly PageAnswer[];
  /** Why the reading ended. */
  readonly ended: Walk['ended'];
}

/** A target with short pages needs more of them; a handful of rows never needs as many. */
const MAX_PAGES = 8;

/**
 * Makes a window of rows that were read.
 *
 * @param walk - over all that matches its query, or over the start of a longer list
 * @param size - how many of its rows count; all by default
 */
export function createWindow(list: ListClient, walk: Walk, size?: number): Window {
  const { limit: _limit, ...query } = walk.query;
  // A page more than there was shows again that there is no end.
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
      // An answer that is no page says nothing of the rows.
      if (again.ended === 'broken' || again.ended === 'loop') return true;
      const before = current;
      current = readState(again, list.contract, size);
      // Rows that change places although nothing about any of them changed have no stable order, which is worth a word.
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
 * A text that stays the same while rows are the same: whatever a filter or an order depends on. Other values may differ
 * from answer to answer without any harm, and so may the order.
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

/** Watches a set of rows by its first page and its total: rows that come and go show there sooner or later. */
export async function createProbe(list: ListClient, query: ListQuery): Promise<Reference> {
  const look = async (): Promise<string> => {
    const { page, response } = await list.ask(query, { purpose: 'either' });
    return JSON.stringify(page === undefined ? response.status : [page.total, page.ids]);
  };
  let before = await look();
  return {
    async reread() {
      const now = await look();
      const isSame = now === before;
      before = now;
      return isSame;
    },
  };
}

/** Several sets of rows as one: it is what it was when all of them are. Each is read again, whatever became of the others. */
export function joinReferences(...references: readonly Reference[]): Reference {
  return {
    async reread() {
      const same = await Promise.all([...new Set(references)].map((reference) => reference.reread()));
      return same.every(Boolean);
    },
  };
}
