import { LRUCache } from 'lru-cache';
import type { Contract } from '../../contract/contract.ts';
import { backwardOf } from '../../contract/page-parameters.ts';
import type { RequestedRows } from '../../mock/checks.ts';
import type { MockRequest } from '../../mock/message.ts';
import { countPages } from '../../page/neighbours.ts';
import { hasCounts, locateNeighbour, type Page, readId } from '../../page/page-reader.ts';
import { createPager } from '../../page/pager.ts';
import { createParameterTest, formatQuery, parseQuery, readParameter } from '../../page/query.ts';
import { isBackward } from './fault-tokens.ts';

/** Which page of its walk a request asks for, counted from 1. */
export interface PageCounter {
  /**
   * @param page - the response, if it is a page
   * @returns `undefined` when nothing tells
   */
  find(request: MockRequest, rows: RequestedRows, page: Page | undefined): number | undefined;
  /** Remembers where a page leads. */
  note(request: MockRequest, rows: RequestedRows, page: Page, ordinal: number): void;
}

const MAX_POSITIONS = 10_000;

/**
 * Makes the counting of pages. Page numbers and offsets count themselves. Of tokens it is remembered on which page they were
 * given; those that were given while nobody counted are counted as if the pages before were full.
 */
export function createPageCounter(contract: Contract): PageCounter {
  return hasCounts(contract) ? countPositions(contract) : countTokens(contract);
}

function countPositions(contract: Contract): PageCounter {
  // Without tokens there is nothing to seal.
  const pager = createPager(contract, 'none');
  return {
    find(request, { limit, binding, table, selection }) {
      const reading = pager.readPosition(parseQuery(request.query), { binding, now: 0 });
      if (!reading.ok) return undefined;
      const { position } = reading;
      if (position.at === 'page') return position.number;
      const before = position.at === 'offset' ? position.offset : table.select(selection).count - 1;
      return position.at === 'offset'
        ? countPages({ count: before, limit }) + 1
        : Math.max(1, countPages({ count: before + 1, limit }));
    },
    note: () => undefined,
  };
}

function countTokens(contract: Contract): PageCounter {
  const { position, style } = contract.page;
  const backward = backwardOf(contract.page);
  const isDeclared = createParameterTest(contract);
  // With `max`, it would take the memory of all of them from the start, in every session.
  const given = new LRUCache<string, number>({ maxSize: MAX_POSITIONS, sizeCalculation: () => 1 });

  /** What a request is at, as text; empty for the first page. In links, which are opaque, it may have any name. */
  function readPlace(request: MockRequest): string {
    if (style !== 'links') return readParameter(request, position) ?? readParameter(request, backward) ?? '';
    const pairs = parseQuery(request.query).filter(([name]) => name === position || !isDeclared(name));
    return formatQuery(pairs.toSorted(([one], [other]) => (one < other ? -1 : 1)));
  }

  /** The same token is another page's where pages have another size, or are read the other way. */
  function nameOf(request: MockRequest, { binding, limit }: RequestedRows): string {
    const { tenant, scope, filters, order } = binding;
    return JSON.stringify([tenant, scope, filters, order, limit, isBackward(contract, request), readPlace(request)]);
  }

  return {
    find(request, rows, page) {
      const isFirst = readPlace(request) === '';
      const known = isFirst ? undefined : given.get(nameOf(request, rows));
      if (known !== undefined) return known;
      const rank = page === undefined ? undefined : findRank(contract, rows, page);
      if (rank !== undefined) return countPages({ count: rank, limit: rows.limit }) + 1;
      return isFirst ? 1 : undefined;
    },
    note(request, rows, page, ordinal) {
      for (const [role, there] of [
        ['previous', Math.max(1, ordinal - 1)],
        ['next', ordinal + 1],
        ['first', 1],
      ] as const) {
        const neighbour = locateNeighbour(contract, request, page, role);
        if (neighbour !== undefined) given.set(nameOf(neighbour, rows), there);
      }
    },
  };
}

/** How many rows of the list come before the first one of a page; `undefined` for a page without rows. */
export function findRank(contract: Contract, { table, selection }: RequestedRows, { items }: Page): number | undefined {
  const [first] = items;
  const slot = first && table.find(readId(contract, first));
  return slot === undefined ? undefined : table.select(selection).countBefore(table.keyAt(slot, selection.order));
}

/** Whether rows follow those of a page. */
export function hasMoreRows(contract: Contract, rows: RequestedRows, page: Page): boolean {
  const rank = findRank(contract, rows, page);
  return rank !== undefined && rank + page.items.length < rows.table.select(rows.selection).count;
}
