import type { Contract } from '../../src/contract/contract.ts';
import type { ListClient } from '../list/list-client.ts';
import type { Walk } from '../list/walk.ts';
import { fingerprint } from './fingerprint.ts';
import type { Window } from './survey.ts';

/** A target with short pages needs more of them; a handful of rows never needs as many. */
const MOST_PAGES = 8;

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
  const maxPages = walk.ended === 'end' ? Math.max(MOST_PAGES, walk.pages.length) : walk.pages.length + (isOdd ? 1 : 0);
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
