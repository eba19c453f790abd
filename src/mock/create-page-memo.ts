import { LRUCache } from 'lru-cache';
import type { Selection, Table } from '../store/table.ts';

/** All that a body depends on, beside the values that are new in every response. */
export interface PageCircumstances {
  /** The selection as it was read from a query: the same object for the same query of the same tenant and collection. */
  readonly selection: Selection;
  readonly table: Table;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly origin: string;
  readonly path: string;
}

/** A body in parts, between which the values stand that are new in every response. */
export type PageParts = readonly string[];

/** Pages that were asked for before. */
export interface PageMemo {
  /** The page, if nothing that it depends on has changed since it was kept. */
  find(circumstances: PageCircumstances): PageParts | undefined;
  keep(circumstances: PageCircumstances, parts: PageParts): void;
}

const USUAL_ROOM = 32 * 2 ** 20;

interface KeptPage extends PageCircumstances {
  readonly version: number;
  readonly parts: PageParts;
}

/**
 * Makes a memo of pages; those that were not asked for longest go first.
 *
 * @param room - in bytes; 32 MB by default
 */
export function createPageMemo(room: number = USUAL_ROOM): PageMemo {
  const pages = new LRUCache<Selection, KeptPage>({
    maxSize: room,
    sizeCalculation: ({ parts }) => parts.reduce((size, part) => size + part.length, 512),
  });
  return {
    find({ selection, table, now, origin, path }) {
      const kept = pages.get(selection);
      if (kept === undefined || kept.table !== table || kept.version !== table.version) return undefined;
      return kept.now === now && kept.origin === origin && kept.path === path ? kept.parts : undefined;
    },
    keep(circumstances, parts) {
      pages.set(circumstances.selection, { ...circumstances, version: circumstances.table.version, parts });
    },
  };
}
