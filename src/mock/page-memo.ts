import { LRUCache } from 'lru-cache';
import type { Table } from '../store/table.ts';
import type { MemoryPool } from './memory-budget.ts';
import type { Headers, MockRequest, MockResponse } from './message.ts';
import type { MockState } from './state.ts';

/** Shorter bodies are sent as text, which Node joins with the head; longer ones are sent from where they are. */
const MIN_BUFFER = 4096;
/** What a page takes beside its bytes, roughly. */
const OVERHEAD = 512;
const NOTHING: readonly string[] = [];

/** Which page a response is, for those who would otherwise copy its body; see {@link contentOf}. */
class PageContent {
  readonly page: StoredPage;
  /** The values that stand in the gaps. */
  readonly fresh: readonly string[];
  /** The response as it was made of the page. */
  original: MockResponse | undefined = undefined;

  constructor(page: StoredPage, fresh: readonly string[]) {
    this.page = page;
    this.fresh = fresh;
  }
}

export type { PageContent };

/** A page of a list as it is kept to be sent again, with a gap for each value that is new in every response. */
export class StoredPage {
  readonly headers: Headers;
  /** How many values it lacks. */
  readonly gaps: number;
  /** How much memory it takes. */
  readonly bytes: number;
  /** What stands between the gaps; nothing once there is a buffer in its place. */
  #parts: readonly string[];
  #buffer: Buffer | undefined;
  #isSent = false;
  /** The response of a page without gaps, which is the same each time. */
  readonly #whole: MockResponse | undefined;

  /** @param parts - what stands between the gaps, as bytes (`latin1`) */
  constructor(headers: Headers, parts: readonly string[]) {
    this.headers = headers;
    this.gaps = parts.length - 1;
    this.bytes = parts.reduce((sum, { length }) => sum + length, OVERHEAD);
    this.#parts = parts;
    this.#whole = this.gaps === 0 ? this.#respondWhole() : undefined;
  }

  /** The response with this page. @param nextFresh - gives the values for the gaps */
  respond(nextFresh: () => string): MockResponse {
    if (this.#whole !== undefined) return this.#whole;
    const fresh: string[] = [];
    for (let gap = 0; gap < this.gaps; gap += 1) fresh.push(nextFresh());
    const content = new PageContent(this, fresh);
    const response = { status: 200, headers: this.headers, body: this.join(fresh), content };
    content.original = response;
    return response;
  }

  /** The body with values in its gaps. */
  join(fresh: readonly string[]): string {
    if (this.#buffer !== undefined) return this.#buffer.toString('latin1');
    let body = this.#parts[0] ?? '';
    for (let index = 0; index < this.gaps; index += 1) body += `${fresh[index]}${this.#parts[index + 1]}`;
    return body;
  }

  /** The bytes of a page that is sent again, long, and without gaps; `undefined` for any other, which is sent as text. */
  takeBuffer(): Buffer | undefined {
    if (this.#buffer === undefined && this.#isSent && this.gaps === 0 && this.bytes > MIN_BUFFER) {
      this.#buffer = Buffer.from(this.join(NOTHING), 'latin1');
      this.#parts = NOTHING;
    }
    this.#isSent = true;
    return this.#buffer;
  }

  /** The text of its body is made only for those who read it. */
  #respondWhole(): MockResponse {
    const content = new PageContent(this, NOTHING);
    const join = (): string => this.join(NOTHING);
    const response: MockResponse = {
      status: 200,
      headers: this.headers,
      get body() {
        return join();
      },
      content,
    };
    content.original = response;
    return response;
  }
}

/** What a response with a stored page is made of; `undefined` for any other, and for one whose body was altered. */
export function contentOf(response: MockResponse): PageContent | undefined {
  const { content } = response;
  if (content === undefined || content.original === response) return content;
  return content.original?.body === response.body ? content : undefined;
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
  /** The page that the same request got before, if nothing that it depends on has changed since. */
  find(request: MockRequest, state: PageState): StoredPage | undefined;
  keep(request: MockRequest, state: PageState, source: PageSource, page: StoredPage): void;
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

  function lookUp(request: MockRequest): NonNullable<typeof last> {
    if (last?.request === request) return last;
    const key = writeKey(request);
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
