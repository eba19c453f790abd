import { LRUCache } from 'lru-cache';
import type { Table } from '../store/table.ts';
import type { MemoryPool } from './memory-budget.ts';
import type { Headers, MockResponse } from './message.ts';
import type { MockState } from './state.ts';

/** Which page a response is, for those who would otherwise copy its body. */
export interface PageContent {
  readonly page: StoredPage;
  /** The values that stand in the gaps. */
  readonly fresh: readonly string[];
  /** The body; a response whose own body is another one has been altered, and is no longer this page. */
  readonly body: string;
}

/** Shorter pieces are joined with what is sent beside them, which costs less; longer ones are sent from where they are. */
const MIN_BUFFER = 4096;
/** What a page takes beside its bytes, roughly. */
const OVERHEAD = 512;
const NOTHING: readonly string[] = [];

/** A page of a list as it is kept to be sent again, with a gap for each value that is new in every response. */
export class StoredPage {
  readonly headers: Headers;
  /** What stands between the gaps, as bytes (`latin1`). */
  readonly parts: readonly string[];
  /** How much memory it takes. */
  readonly bytes: number;
  readonly #whole: MockResponse | undefined;
  #pieces: readonly (string | Buffer)[] | undefined;
  #isSent = false;

  constructor(headers: Headers, parts: readonly string[]) {
    this.headers = headers;
    this.parts = parts;
    // Once as text and once as bytes.
    this.bytes = parts.reduce((sum, { length }) => sum + length * 2, OVERHEAD);
    this.#whole = parts.length === 1 ? this.#respond(parts[0] ?? '', NOTHING) : undefined;
  }

  /** The response with this page. @param nextFresh - gives the values for the gaps */
  respond(nextFresh: () => string): MockResponse {
    if (this.#whole !== undefined) return this.#whole;
    const fresh = this.parts.slice(1).map(nextFresh);
    return this.#respond(this.join(fresh), fresh);
  }

  /** The body with values in its gaps. */
  join(fresh: readonly string[]): string {
    let body = this.parts[0] ?? '';
    for (let index = 1; index < this.parts.length; index += 1) body += `${fresh[index - 1]}${this.parts[index]}`;
    return body;
  }

  /** The parts, to be sent. From the second time on, the long ones are buffers, which are sent from where they are. */
  get pieces(): readonly (string | Buffer)[] {
    if (this.#isSent) {
      this.#pieces ??= this.parts.map((part) => (part.length < MIN_BUFFER ? part : Buffer.from(part, 'latin1')));
    }
    this.#isSent = true;
    return this.#pieces ?? this.parts;
  }

  #respond(body: string, fresh: readonly string[]): MockResponse {
    return { status: 200, headers: this.headers, body, content: { page: this, fresh, body } };
  }
}

/** What a response with a stored page is made of; `undefined` for any other, and for one whose body was altered. */
export function contentOf({ body, content }: Pick<MockResponse, 'body' | 'content'>): PageContent | undefined {
  return content !== undefined && content.body === body ? content : undefined;
}

/** What a page was made from, beside the request. */
export interface PageSource {
  readonly collection: string;
  readonly table: Table;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Pages that were requested before. */
export interface PageMemo {
  /**
   * The page that the same request got before, if nothing that it depends on has changed since.
   *
   * @param key - all of the request that its response depends on
   */
  find(key: string, state: PageState): StoredPage | undefined;
  keep(key: string, state: PageState, source: PageSource, page: StoredPage): void;
}

/** All of a state that pages and the access to them depend on. */
export type PageState = Pick<MockState, 'now' | 'table' | 'tenants'>;

/** How much memory pages may take. */
export interface PageMemoOptions {
  /** In bytes; 32 MB by default. */
  readonly pageBytes?: number | undefined;
  /** What it shares with others; absent: it is the only one. */
  readonly memory?: MemoryPool | undefined;
}

const DEFAULT_PAGE_BYTES = 32 * 2 ** 20;

interface KeptPage extends PageSource {
  readonly page: StoredPage;
  readonly version: number;
  readonly tenants: PageState['tenants'];
}

/** Makes a memo of pages; those that were not asked for longest go first. */
export function createPageMemo({ pageBytes = DEFAULT_PAGE_BYTES, memory }: PageMemoOptions = {}): PageMemo {
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
  return {
    find(key, state) {
      const kept = pages.get(key);
      if (kept === undefined || kept.now !== state.now() || kept.tenants !== state.tenants) return undefined;
      const table = state.table(kept.collection);
      return kept.table === table && kept.version === table.version ? kept.page : undefined;
    },
    keep(key, { tenants }, { collection, table, now }, page) {
      pages.set(key, { collection, table, now, version: table.version, tenants, page });
      share?.resize(pages.calculatedSize);
    },
  };
}
