import { LRUCache } from 'lru-cache';
import type { Table } from '../store/table.ts';
import type { MemoryPool } from './memory-budget.ts';
import type { MockRequest, StoredPage } from './message.ts';
import type { MockState } from './state.ts';

/** What a page was made from, beside the request. */
interface PageSource {
  readonly collection: string;
  readonly table: Table;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Pages that were requested before. */
export interface PageMemo {
  /** The page that the same request got before, if nothing that it depends on has changed since. */
  find(request: MockRequest, state: PageState): StoredPage | undefined;
  keep(request: MockRequest, state: PageState, source: PageSource, page: StoredPage): void;
}

/** All of a state that pages and the access to them depend on. */
type PageState = Pick<MockState, 'now' | 'table' | 'tenants'>;

/** How much memory pages may take. */
export interface PageMemoOptions {
  /** In bytes; 48 MB by default: 2,300 pages of 20 kB. */
  readonly pageBytes?: number | undefined;
  /** What it shares with others; absent: it is the only one. */
  readonly memory?: MemoryPool | undefined;
}

const DEFAULT_PAGE_BYTES = 48 * 2 ** 20;

interface KeptPage extends PageSource {
  readonly key: string;
  readonly page: StoredPage;
  readonly version: number;
  readonly tenants: PageState['tenants'];
  /** Its place among those that are kept. */
  readonly place: number;
  /** How many pages had been kept when it was requested last. */
  usedAt: number;
}

/** What was found for a request. */
interface LookUp {
  readonly request: MockRequest;
  readonly key: string;
  readonly kept: KeptPage | undefined;
}

/** Where a request that comes again finds its page: by numbers, so that no request keeps rows or pages that nobody else has. */
interface PageReference {
  /** The memo: other lists may be asked with the same request. */
  readonly memo: number;
  readonly key: string;
  place: number;
}

let memos = 0;

/**
 * Makes a memo of pages; those that were not asked for longest go first.
 *
 * @param writeKey - writes all of a request that its response depends on
 */
export function createPageMemo(
  writeKey: (request: MockRequest) => string,
  { pageBytes = DEFAULT_PAGE_BYTES, memory }: PageMemoOptions = {},
): PageMemo {
  const places: (KeptPage | undefined)[] = [];
  const free: number[] = [];
  const pages = new LRUCache<string, KeptPage>({
    maxSize: pageBytes,
    sizeCalculation: ({ page }, key) => page.bytes + key.length,
    dispose({ place }) {
      places[place] = undefined;
      free.push(place);
    },
  });
  const share = memory?.open({
    release(bytes) {
      const goal = pages.calculatedSize - bytes;
      while (pages.size > 0 && pages.calculatedSize > goal) pages.pop();
      share?.resize(pages.calculatedSize);
    },
  });
  memos += 1;
  const memo = memos;
  // A request is looked up to see whether its rows have to be prepared, then to respond, then to keep its page.
  let last: LookUp | undefined;
  let count = 0;

  function lookUp(request: MockRequest): LookUp {
    if (last?.request === request) return last;
    const own = request.memo;
    const known = own?.page as PageReference | undefined;
    if (known?.memo === memo) return lookUpAgain(request, known);
    const key = writeKey(request);
    const kept = pages.get(key);
    const reference: PageReference = { memo, key, place: kept?.place ?? -1 };
    if (own !== undefined) own.page = reference;
    last = { request, key, kept };
    return last;
  }

  function lookUpAgain(request: MockRequest, reference: PageReference): LookUp {
    const { key, place } = reference;
    const there = places[place];
    const kept = there?.key === key ? there : pages.get(key);
    reference.place = kept?.place ?? -1;
    last = { request, key, kept };
    return last;
  }

  return {
    find(request, state) {
      const { key, kept } = lookUp(request);
      if (kept === undefined || kept.now !== state.now() || kept.tenants !== state.tenants) return undefined;
      const table = state.table(kept.collection);
      if (kept.table !== table || kept.version !== table.version) return undefined;
      // In what order pages were requested between two that are new matters to nobody.
      if (kept.usedAt !== count) {
        pages.get(key);
        kept.usedAt = count;
      }
      return kept.page;
    },
    keep(request, { tenants }, { collection, table, now }, page) {
      const { key } = lookUp(request);
      // What stood under the key gives up its place first.
      pages.delete(key);
      count += 1;
      const place = free.pop() ?? places.length;
      const kept = { collection, table, now, version: table.version, tenants, key, page, place, usedAt: count };
      pages.set(key, kept);
      // One that is too large by itself is not kept.
      if (pages.peek(key) === kept) places[place] = kept;
      else free.push(place);
      last = { request, key, kept };
      share?.resize(pages.calculatedSize);
    },
  };
}
