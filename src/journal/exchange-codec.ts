import type { Headers, Holdable, PageContent, StoredPage } from '../mock/message.ts';
import type { Exchange, ExchangeRecord } from './exchange.ts';

/** The texts of an exchange, without its times and numbers. */
interface ExchangeTexts extends Pick<Exchange, 'session' | 'faults' | 'request'> {
  readonly response?: Pick<NonNullable<Exchange['response']>, 'headers' | 'body'>;
}

/** The value of a request's header: one text, or from `LIST` on a list of texts. */
const ONE = 0;
const LIST = 1;

/**
 * Turns the texts of exchanges into bytes, one exchange at a time: a head that says how long each text is, then all of them,
 * joined. What a stored page or a kept request holds is left out.
 */
export class ExchangeEncoder {
  /** Whether a character takes two bytes; most texts came as bytes, one character each. */
  isWide = false;
  /** How many bytes the head takes. */
  headBytes = 0;
  #head = '';
  #text = '';

  /**
   * Takes the texts of an exchange.
   *
   * @param kept - its request, if that is kept
   * @param content - what its response is made of, if that is a stored page
   * @returns how many bytes they take
   */
  encode(
    exchange: Pick<ExchangeRecord, keyof ExchangeTexts>,
    kept: KeptRequest | undefined,
    content: PageContent | undefined,
  ): number {
    const { session, faults, request, response } = exchange;
    const joiner = new TextJoiner();
    if (kept === undefined) joiner.addRequest(session, request);
    joiner.addList(faults);
    if (response !== undefined) {
      joiner.addList(response.headers === content?.page.headers ? undefined : response.headers.flat());
      if (content === undefined) joiner.add(response.body);
      else for (const value of content.fresh) joiner.add(value);
    }
    const { head, text } = joiner;
    this.#head = head;
    this.#text = text;
    this.headBytes = head.length;
    this.isWide = hasWide(text);
    return measure(head, text, this.isWide);
  }

  /** Writes what was taken last. */
  writeTo(buffer: Buffer, start: number): void {
    const head = this.#head;
    const text = this.#text;
    this.#text = '';
    if (this.isWide) {
      buffer.write(head, start, 'latin1');
      buffer.write(text, start + head.length, 'utf16le');
    } else if (head.length + text.length > MAX_LOOP) {
      buffer.write(head + text, start, 'latin1');
    } else {
      let at = start;
      for (let index = 0; index < head.length; index += 1) buffer[at++] = head.charCodeAt(index);
      for (let index = 0; index < text.length; index += 1) buffer[at++] = text.charCodeAt(index);
    }
  }
}

/** Shorter texts are written sooner than Node is called for them, in characters. */
const MAX_LOOP = 64;

function hasWide(text: string): boolean {
  return text !== '' && /[^\0-\xff]/.test(text);
}

function measure(head: string, text: string, isWide: boolean): number {
  return head.length + text.length * (isWide ? 2 : 1);
}

/** The request's part of an exchange, of a request that comes again: exchanges have it by reference. */
export class KeptRequest implements Holdable {
  readonly session: string;
  readonly head: string;
  readonly text: string;
  readonly bytes: number;
  holder = 0;
  uses = 0;

  constructor(session: string, request: ExchangeRecord['request']) {
    const joiner = new TextJoiner();
    joiner.addRequest(session, request);
    this.session = session;
    this.head = joiner.head;
    this.text = joiner.text;
    this.bytes = measure(this.head, this.text, hasWide(this.text));
  }
}

/** Most requests of a walk come only once. */
const SEEN = {};

/** A request as it is kept, if it has come before in the session. */
export function keepRequest(session: string, request: ExchangeRecord['request']): KeptRequest | undefined {
  const { memo } = request;
  if (memo === undefined) return undefined;
  const { text } = memo;
  if (text instanceof KeptRequest) return text.session === session ? text : undefined;
  memo.text = text === undefined ? SEEN : new KeptRequest(session, request);
  return memo.text instanceof KeptRequest ? memo.text : undefined;
}

/** Joins texts, and notes how long each is. */
class TextJoiner {
  /** Lengths as bytes, one character each. */
  head = '';
  text = '';

  addRequest(session: string, request: ExchangeRecord['request']): void {
    this.add(session);
    this.add(request.method);
    this.add(request.origin);
    this.add(request.path);
    this.add(request.query);
    this.addHeaders(request.headers);
    this.addList(request.body === undefined || request.body === '' ? undefined : [request.body]);
  }

  add(text: string): void {
    this.#addNumber(text.length);
    this.text += text;
  }

  addList(list: readonly string[] | undefined): void {
    this.#addNumber(list === undefined ? 0 : list.length + 1);
    if (list !== undefined) for (const text of list) this.add(text);
  }

  addHeaders(headers: Exchange['request']['headers']): void {
    let count = 0;
    for (const name in headers) if (headers[name] !== undefined) count += 1;
    this.#addNumber(count);
    for (const name in headers) {
      const value = headers[name];
      if (value === undefined) continue;
      this.add(name);
      this.#addNumber(typeof value === 'string' ? ONE : LIST + value.length);
      if (typeof value === 'string') this.add(value);
      else for (const one of value) this.add(one);
    }
  }

  #addNumber(number: number): void {
    let rest = number;
    for (; rest > 0x7f; rest >>>= 7) this.head += String.fromCharCode((rest & 0x7f) | 0x80);
    this.head += String.fromCharCode(rest);
  }
}

/** What is known of an exchange beside its bytes. */
interface EncodedExchange {
  /** How many bytes its head takes. */
  readonly head: number;
  readonly isWide: boolean;
  readonly hasResponse: boolean;
  /** The request and the page that were left out. */
  readonly request: KeptRequest | undefined;
  readonly page: StoredPage | undefined;
}

/** Makes the texts of an exchange from its bytes. */
export function decodeExchange(bytes: Buffer, exchange: EncodedExchange): ExchangeTexts {
  const { head, isWide, hasResponse, request, page } = exchange;
  const own = new TextReader(bytes.toString('latin1', 0, head), bytes.toString(isWide ? 'utf16le' : 'latin1', head));
  const asked = readRequest(request === undefined ? own : new TextReader(request.head, request.text));
  const faults = own.readList();
  return {
    ...asked,
    ...(faults !== undefined && { faults }),
    ...(hasResponse && { response: readResponse(own, page) }),
  };
}

function readRequest(reader: TextReader): Pick<ExchangeTexts, 'session' | 'request'> {
  const session = reader.read();
  const [method = '', origin = '', path = '', query = ''] = reader.readMany(4);
  const asked = { method, origin, path, query, headers: reader.readHeaders() };
  const [body] = reader.readList() ?? [];
  return { session, request: body === undefined ? asked : { ...asked, body } };
}

function readResponse(reader: TextReader, page: StoredPage | undefined): NonNullable<ExchangeTexts['response']> {
  const flat = reader.readList();
  const headers: Headers = flat === undefined ? (page?.headers ?? []) : pairsOf(flat);
  return { headers, body: page === undefined ? reader.read() : page.join(reader.readMany(page.gaps)) };
}

/** Reads texts as {@link TextJoiner} joined them. */
class TextReader {
  readonly #head: string;
  readonly #text: string;
  #headAt = 0;
  #textAt = 0;

  constructor(head: string, text: string) {
    this.#head = head;
    this.#text = text;
  }

  read(): string {
    const start = this.#textAt;
    this.#textAt += this.#readNumber();
    return this.#text.slice(start, this.#textAt);
  }

  readMany(count: number): readonly string[] {
    return Array.from({ length: count }, () => this.read());
  }

  readList(): readonly string[] | undefined {
    const count = this.#readNumber();
    return count === 0 ? undefined : this.readMany(count - 1);
  }

  readHeaders(): Exchange['request']['headers'] {
    const headers = Array.from({ length: this.#readNumber() }, () => {
      const name = this.read();
      const kind = this.#readNumber();
      return [name, kind === ONE ? this.read() : this.readMany(kind - LIST)] as const;
    });
    return Object.fromEntries(headers);
  }

  #readNumber(): number {
    let number = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#head.charCodeAt(this.#headAt);
      this.#headAt += 1;
      number += (byte & 0x7f) * 2 ** shift;
      // Beyond the end there is no number.
      if (!(byte > 0x7f)) return number;
    }
  }
}

function pairsOf(flat: readonly string[]): Headers {
  return Array.from({ length: flat.length / 2 }, (_, index) => [flat[index * 2] ?? '', flat[index * 2 + 1] ?? '']);
}
