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
  readonly page: StoredPage;
  readonly version: number;
  readonly tenants: PageState['tenants'];
}

/**
 * Makes a memo of pages; those that were not asked for longest go first.
 *
 * @param writeKey - writes all of a request that its response depends on
 */
export function createPageMemo(
  writeKey: (request: MockRequest) => string,
  { pageBytes = DEFAULT_PAGE_BYTES, memory }: PageMemoOptions = {},
): PageMemo {
  const pages = new LRUCache<string, KeptPage>({
    maxSize: pageBytes,
    sizeCalculation: ({ page }, key) => page.bytes + key.length,
  });
  const share = memory?.open({
    release(bytes) {
      const goal = pages.calculatedSize - bytes;
      while (pages.size > 0 && pages.calculatedSize > goal) pages.pop();
      share?.resize(pages.calculatedSize);
    },
  });
  // A request is looked up to see whether its rows have to be prepared, then to respond, then to keep its page.
  let last: { readonly request: MockRequest; readonly key: string; readonly kept: KeptPage | undefined } | undefined;

  const keys = new WeakMap<MockRequest, string>();

  function lookUp(request: MockRequest): NonNullable<typeof last> {
    if (last?.request === request) return last;
    const known = request.isShared ? keys.get(request) : undefined;
    const key = known ?? writeKey(request);
    if (request.isShared && known === undefined) keys.set(request, key);
    last = { request, key, kept: pages.get(key) };
    return last;
  }

  return {
    find(request, state) {
      const { kept } = lookUp(request);
      if (kept === undefined || kept.now !== state.now() || kept.tenants !== state.tenants) return undefined;
      const table = state.table(kept.collection);
      return kept.table === table && kept.version === table.version ? kept.page : undefined;
    },
    keep(request, { tenants }, { collection, table, now }, page) {
      const { key } = lookUp(request);
      const kept = { collection, table, now, version: table.version, tenants, page };
      last = { request, key, kept };
      pages.set(key, kept);
      share?.resize(pages.calculatedSize);
    },
  };
}
