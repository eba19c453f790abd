/** A request as the mock sees it, whatever server received it. */
export interface MockRequest {
  /** Upper case. */
  readonly method: string;
  /** Path as it was sent, without the query: `/customers/`. */
  readonly path: string;
  /** What stands after the `?`, as it was sent; empty without one. */
  readonly query: string;
  /** By name in lower case, as `http.IncomingMessage` has them. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Scheme, host and prefix under which the client reaches the mock: `http://127.0.0.1:4010`. */
  readonly origin: string;
  /** The body's text, where the method has one and something reads it; of one in parts, its fields as a form has them. */
  readonly body?: string | undefined;
  /** What is made of it; only where the same object comes again when the same is sent again. No copy of it has it. */
  readonly memo?: RequestMemo | undefined;
}

/**
 * What is made of a request that comes again, by who makes it. Fields of an object that is at hand are found sooner than entries
 * of maps, of which each look-up waits for memory.
 */
export interface RequestMemo {
  /** The request as its session sees it. */
  inSession: MockRequest | undefined;
  /** Where its page was found last. */
  page: object | undefined;
  /** Its texts in a journal. */
  text: object | undefined;
}

/** A request that comes again whenever the same is sent. */
export class SharedRequest implements MockRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: MockRequest['headers'];
  readonly origin: string;
  readonly body = undefined;
  readonly #memo: RequestMemo;

  constructor({ method, path, query, headers, origin }: MockRequest) {
    this.method = method;
    this.path = path;
    this.query = query;
    this.headers = headers;
    this.origin = origin;
    this.#memo = { inSession: undefined, page: undefined, text: undefined };
  }

  get memo(): RequestMemo {
    return this.#memo;
  }
}

/** What exchanges of a journal may have in common: it is held by reference, and takes its room once. */
export interface Holdable {
  /** How much memory it takes. */
  readonly bytes: number;
  /** The journal that held it first, by number. */
  holder: number;
  /** For how many of its exchanges. */
  uses: number;
}

export type Headers = readonly (readonly [name: string, value: string])[];

/** An answer, ready to be sent. */
export interface MockResponse {
  readonly status: number;
  readonly headers: Headers;
  /** The body's bytes, one character each (`latin1`), so that parts are joined without being copied. */
  readonly body: string;
  /** The stored page that it is, so that the page need not be copied to be sent; see `contentOf`. */
  readonly content?: PageContent | undefined;
}

/** The value of a header; of one that was sent several times, all of them, as HTTP joins them. */
export function readHeader(request: Pick<MockRequest, 'headers'>, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' || value === undefined ? value : value.join(', ');
}

/** Shorter bodies are sent as text, which Node joins with the head; longer ones are sent from where they are. */
const MIN_BUFFER = 4096;
/** What a page takes beside its bytes, roughly. */
const OVERHEAD = 512;
const NOTHING: readonly string[] = [];

/** Which page a response is, for those who would otherwise copy its body; see {@link contentOf}. */
export class PageContent {
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

/** A page of a list as it is kept to be sent again, with a gap for each value that is new in every response. */
export class StoredPage implements Holdable {
  readonly headers: Headers;
  readonly status: number;
  /** How many values it lacks. */
  readonly gaps: number;
  /** How much memory it takes. */
  readonly bytes: number;
  holder = 0;
  uses = 0;
  /** Names and values of headers in turn, as Node takes them, with the length of the body; made when it is sent first. */
  #head: string[] | undefined;
  #headLength = -1;
  /** What stands between the gaps; nothing once there is a buffer in its place. */
  #parts: readonly string[];
  #buffer: Buffer | undefined;
  #isSent = false;
  /** The response of a page without gaps, which is the same each time. */
  readonly #whole: MockResponse | undefined;

  /** @param parts - what stands between the gaps, as bytes (`latin1`) */
  constructor(headers: Headers, parts: readonly string[], status = 200) {
    this.headers = headers;
    this.status = status;
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
    const response = { status: this.status, headers: this.headers, body: this.join(fresh), content };
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

  /**
   * The headers of a response with this page: names and values in turn, as Node takes them.
   *
   * @param length - of the body, in bytes
   */
  writeHead(length: number): string[] {
    if (this.#head === undefined || this.#headLength !== length) {
      this.#head = [...this.headers.flat(), 'Content-Length', String(length)];
      this.#headLength = length;
    }
    return this.#head;
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
      status: this.status,
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
