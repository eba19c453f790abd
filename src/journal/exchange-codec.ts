import type { Headers, PageContent, StoredPage } from '../mock/message.ts';
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
 * joined. What a stored page holds is left out.
 */
export class ExchangeEncoder {
  /** Whether a character takes two bytes; most texts came as bytes, one character each. */
  isWide = false;
  #head = '';
  #text = '';

  /** How many bytes the head takes. */
  get headBytes(): number {
    return this.#head.length;
  }

  /**
   * Takes the texts of an exchange.
   *
   * @param content - what its response is made of, if that is a stored page
   * @returns how many bytes they take
   */
  encode(exchange: Pick<ExchangeRecord, keyof ExchangeTexts>, content: PageContent | undefined): number {
    const { session, faults, request, response } = exchange;
    const first = new TextJoiner();
    first.add(session);
    first.addList(faults);
    const asked = joinRequest(request);
    const last = new TextJoiner();
    if (response !== undefined) {
      last.addList(response.headers === content?.page.headers ? undefined : response.headers.flat());
      if (content === undefined) last.add(response.body);
      else for (const value of content.fresh) last.add(value);
    }
    this.isWide = asked.isWide || WIDE.test(first.text) || WIDE.test(last.text);
    this.#head = first.head + asked.head + last.head;
    this.#text = first.text + asked.text + last.text;
    return this.#head.length + this.#text.length * (this.isWide ? 2 : 1);
  }

  /** Writes what was taken last. */
  writeTo(buffer: Buffer, start: number): void {
    if (this.isWide) {
      buffer.write(this.#head, start, 'latin1');
      buffer.write(this.#text, start + this.#head.length, 'utf16le');
    } else {
      buffer.write(this.#head + this.#text, start, 'latin1');
    }
    this.#text = '';
  }
}

const WIDE = /[^\0-\xff]/;

/** A request's part of an exchange. */
interface JoinedRequest {
  readonly head: string;
  readonly text: string;
  readonly isWide: boolean;
}

/** Of shared requests, which come again. */
const joinedRequests = new WeakMap<object, JoinedRequest>();

function joinRequest(request: ExchangeRecord['request'] & { readonly isShared?: boolean | undefined }): JoinedRequest {
  const known = request.isShared ? joinedRequests.get(request) : undefined;
  if (known !== undefined) return known;
  const joiner = new TextJoiner();
  joiner.add(request.method);
  joiner.add(request.origin);
  joiner.add(request.path);
  joiner.add(request.query);
  joiner.addHeaders(request.headers);
  joiner.addList(request.body === undefined || request.body === '' ? undefined : [request.body]);
  const { head, text } = joiner;
  const joined = { head, text, isWide: WIDE.test(text) };
  if (request.isShared) joinedRequests.set(request, joined);
  return joined;
}

/** Joins texts, and notes how long each is. */
class TextJoiner {
  /** Lengths as bytes, one character each. */
  head = '';
  text = '';

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
export interface EncodedExchange {
  /** How many bytes its head takes. */
  readonly head: number;
  readonly isWide: boolean;
  readonly hasResponse: boolean;
  /** The page that was left out. */
  readonly page: StoredPage | undefined;
}

/** Makes the texts of an exchange from its bytes. */
export function decodeExchange(bytes: Buffer, { head, isWide, hasResponse, page }: EncodedExchange): ExchangeTexts {
  const text = bytes.toString(isWide ? 'utf16le' : 'latin1', head);
  let byteAt = 0;
  let textAt = 0;

  function readNumber(): number {
    let number = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[byteAt] ?? 0;
      byteAt += 1;
      number += (byte & 0x7f) * 2 ** shift;
      if (byte <= 0x7f) return number;
    }
  }

  function read(): string {
    const start = textAt;
    textAt += readNumber();
    return text.slice(start, textAt);
  }

  const readMany = (count: number): readonly string[] => Array.from({ length: count }, read);

  function readList(): readonly string[] | undefined {
    const count = readNumber();
    return count === 0 ? undefined : readMany(count - 1);
  }

  function readHeaders(): Exchange['request']['headers'] {
    const headers = Array.from({ length: readNumber() }, () => {
      const name = read();
      const kind = readNumber();
      return [name, kind === ONE ? read() : readMany(kind - LIST)] as const;
    });
    return Object.fromEntries(headers);
  }

  function readResponse(): NonNullable<ExchangeTexts['response']> {
    const flat = readList();
    const headers: Headers = flat === undefined ? (page?.headers ?? []) : pairsOf(flat);
    return { headers, body: page === undefined ? read() : page.join(readMany(page.gaps)) };
  }

  const session = read();
  const faults = readList();
  const asked = { method: read(), origin: read(), path: read(), query: read(), headers: readHeaders() };
  const [body] = readList() ?? [];
  const request = body === undefined ? asked : { ...asked, body };
  return {
    session,
    ...(faults !== undefined && { faults }),
    request,
    ...(hasResponse && { response: readResponse() }),
  };
}

function pairsOf(flat: readonly string[]): Headers {
  return Array.from({ length: flat.length / 2 }, (_, index) => [flat[index * 2] ?? '', flat[index * 2 + 1] ?? '']);
}
