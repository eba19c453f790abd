import type { Contract } from '../contract/contract.ts';
import { contentOf, type Holdable, type StoredPage } from '../mock/message.ts';
import type { Exchange, ExchangeRecord } from './exchange.ts';
import { decodeExchange, ExchangeEncoder, type KeptRequest, keepRequest } from './exchange-codec.ts';

/** How much a ring holds, whichever is reached first. */
export interface RingLimits {
  readonly exchanges: number;
  /** Of texts, what is kept with them, and pages. */
  readonly bytes: number;
}

/** What an exchange takes beside its texts: its places in the columns. */
const EXCHANGE_BYTES = 64;
const MIN_EXCHANGES = 16;
const MIN_BYTES = 4096;

/** Columns for each exchange: times in milliseconds, and whole numbers. */
const TIMES = { at: 0, clock: 1, duration: 2, count: 3 };
const NUMBERS = { start: 0, length: 1, connection: 2, status: 3, contract: 4, flags: 5, head: 6, open: 7, count: 8 };
const FLAGS = { list: 1, aborted: 2, response: 4, wide: 8, connection: 16 };

let rings = 0;

function nextNumber(): number {
  rings += 1;
  return rings;
}

/**
 * The newest exchanges, held as bytes: times and numbers in columns, texts in one buffer that is written round and round,
 * and what comes again, pages and requests, by reference. Nothing else of it has to be walked by the garbage collector, and
 * nothing of an exchange is made again before somebody reads it. Memory is taken as it is needed.
 */
export class ExchangeRing {
  readonly #limits: RingLimits;
  readonly #encoder = new ExchangeEncoder();
  readonly #contracts: Contract[] = [];
  readonly #number = nextNumber();
  /** What other journals hold, too, with how often this one does. */
  readonly #others = new Map<Holdable, number>();
  #times = new Float64Array(0);
  #numbers = new Uint32Array(0);
  #pages: (StoredPage | undefined)[] = [];
  #requests: (KeptRequest | undefined)[] = [];
  #text: Buffer = Buffer.alloc(0);
  /** The place of the oldest exchange, and where its text begins. */
  #first = 0;
  #textStart = 0;
  #textLength = 0;
  #bytes = 0;
  #length = 0;

  constructor(limits: RingLimits) {
    this.#limits = limits;
  }

  get length(): number {
    return this.#length;
  }

  /** How many bytes are held of the limit: those of a page once, however often it was sent. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Adds an exchange; the oldest go until all have room. One that has no room by itself is not kept, nor any before it. */
  push(exchange: ExchangeRecord): void {
    const { session, request, response } = exchange;
    const content = response && contentOf(response);
    const kept = keepRequest(session, request);
    if (content !== undefined) this.#hold(content.page);
    if (kept !== undefined) this.#hold(kept);
    const size = this.#encoder.encode(exchange, kept, content);
    this.#bytes += EXCHANGE_BYTES + size;
    while (this.#length > 0 && (this.#length >= this.#limits.exchanges || this.#bytes > this.#limits.bytes))
      this.drop();
    if (this.#limits.exchanges < 1 || this.#bytes > this.#limits.bytes) {
      this.#bytes -= EXCHANGE_BYTES + size;
      this.#unhold(content?.page);
      this.#unhold(kept);
      return;
    }
    if (this.#length === this.#pages.length) this.#growColumns();
    if (this.#textLength + size > this.#text.length) this.#growText(this.#textLength + size);
    const start = (this.#textStart + this.#textLength) % this.#text.length;
    this.#write(start, size);
    this.#textLength += size;
    const place = this.#placeOf(this.#length);
    this.#fill(place, exchange, start, size);
    this.#pages[place] = content?.page;
    this.#requests[place] = kept;
    this.#length += 1;
  }

  /** Drops the oldest exchange. */
  drop(): void {
    const place = this.#first;
    const size = this.#numbers[place * NUMBERS.count + NUMBERS.length] ?? 0;
    this.#unhold(this.#pages[place]);
    this.#unhold(this.#requests[place]);
    this.#pages[place] = undefined;
    this.#requests[place] = undefined;
    this.#bytes -= EXCHANGE_BYTES + size;
    this.#textLength -= size;
    this.#textStart = (this.#textStart + size) % this.#text.length;
    this.#first = (place + 1) % this.#pages.length;
    this.#length -= 1;
  }

  /** Gives up memory: the oldest exchanges, until about so many bytes are free, and buffers that are too large then. */
  release(bytes: number): void {
    const goal = this.#bytes - bytes;
    while (this.#length > 0 && this.#bytes > goal) this.drop();
    if (this.#length === 0) this.clear();
    else this.#moveText(Math.max(MIN_BYTES, this.#textLength));
  }

  clear(): void {
    for (const held of [...this.#pages, ...this.#requests]) this.#unhold(held);
    this.#times = new Float64Array(0);
    this.#numbers = new Uint32Array(0);
    this.#pages = [];
    this.#requests = [];
    this.#text = Buffer.alloc(0);
    this.#first = 0;
    this.#textStart = 0;
    this.#textLength = 0;
    this.#bytes = 0;
    this.#length = 0;
  }

  markAborted(index: number): void {
    const at = this.#placeOf(index) * NUMBERS.count + NUMBERS.flags;
    if (this.#has(index)) this.#numbers[at] = (this.#numbers[at] ?? 0) | FLAGS.aborted;
  }

  noteOpenConnections(index: number, latest: number): void {
    const at = this.#placeOf(index) * NUMBERS.count;
    // What came by no connection knows nothing of others.
    if (this.#has(index) && this.#numbers[at + NUMBERS.open] !== 0) this.#numbers[at + NUMBERS.open] = latest;
  }

  /** Makes the exchange at an index, counted from the oldest; `undefined` outside. */
  read(index: number, id: number): Exchange | undefined {
    if (!this.#has(index)) return undefined;
    const place = this.#placeOf(index);
    const [at = 0, clock = 0, durationMs = 0] = this.#times.subarray(place * TIMES.count);
    const [start = 0, length = 0, connection = 0, status = 0, contract = 0, flags = 0, head = 0, open = 0] =
      this.#numbers.subarray(place * NUMBERS.count);
    const known = this.#contracts[contract - 1];
    const hasResponse = (flags & FLAGS.response) !== 0;
    const page = this.#pages[place];
    const request = this.#requests[place];
    const isWide = (flags & FLAGS.wide) !== 0;
    const texts = decodeExchange(this.#slice(start, length), { head, isWide, hasResponse, request, page });
    return {
      id,
      session: texts.session,
      ...(known !== undefined && { contract: known }),
      isList: (flags & FLAGS.list) !== 0,
      at,
      clock,
      durationMs,
      ...((flags & FLAGS.connection) !== 0 && { connection }),
      ...(open !== 0 && { openConnections: open }),
      ...((flags & FLAGS.aborted) !== 0 && { isAborted: true as const }),
      ...(texts.faults !== undefined && { faults: texts.faults }),
      request: texts.request,
      ...(texts.response !== undefined && { response: { status, ...texts.response } }),
    };
  }

  #has(index: number): boolean {
    return index >= 0 && index < this.#length;
  }

  #placeOf(index: number): number {
    return (this.#first + index) % this.#pages.length;
  }

  #fill(place: number, exchange: ExchangeRecord, start: number, size: number): void {
    const { contract, connection, response } = exchange;
    const times = place * TIMES.count;
    this.#times[times + TIMES.at] = exchange.at;
    this.#times[times + TIMES.clock] = exchange.clock;
    this.#times[times + TIMES.duration] = exchange.durationMs;
    const numbers = place * NUMBERS.count;
    this.#numbers[numbers + NUMBERS.start] = start;
    this.#numbers[numbers + NUMBERS.length] = size;
    this.#numbers[numbers + NUMBERS.connection] = connection ?? 0;
    this.#numbers[numbers + NUMBERS.open] = exchange.openConnections ?? 0;
    this.#numbers[numbers + NUMBERS.status] = response?.status ?? 0;
    this.#numbers[numbers + NUMBERS.contract] = contract === undefined ? 0 : this.#numberOf(contract);
    this.#numbers[numbers + NUMBERS.flags] =
      (exchange.isList ? FLAGS.list : 0) |
      (exchange.isAborted === undefined ? 0 : FLAGS.aborted) |
      (response === undefined ? 0 : FLAGS.response) |
      (this.#encoder.isWide ? FLAGS.wide : 0) |
      (connection === undefined ? 0 : FLAGS.connection);
    this.#numbers[numbers + NUMBERS.head] = this.#encoder.headBytes;
  }

  #numberOf(contract: Contract): number {
    const index = this.#contracts.indexOf(contract);
    return index === -1 ? this.#contracts.push(contract) : index + 1;
  }

  /** Counts are kept with what is held, where it is found without a look-up; but what another journal holds, it counts. */
  #hold(held: Holdable): void {
    if (held.uses === 0 && this.#others.size === 0) held.holder = this.#number;
    const isOwn = held.holder === this.#number;
    const uses = isOwn ? held.uses : (this.#others.get(held) ?? 0);
    if (uses === 0) this.#bytes += held.bytes;
    if (isOwn) held.uses = uses + 1;
    else this.#others.set(held, uses + 1);
  }

  #unhold(held: Holdable | undefined): void {
    if (held === undefined) return;
    const isOwn = held.holder === this.#number;
    const uses = (isOwn ? held.uses : (this.#others.get(held) ?? 0)) - 1;
    if (uses === 0) this.#bytes -= held.bytes;
    if (isOwn) held.uses = uses;
    else if (uses > 0) this.#others.set(held, uses);
    else this.#others.delete(held);
  }

  #write(start: number, size: number): void {
    const end = start + size;
    if (end <= this.#text.length) {
      this.#encoder.writeTo(this.#text, start);
      return;
    }
    const whole = Buffer.allocUnsafe(size);
    this.#encoder.writeTo(whole, 0);
    const cut = this.#text.length - start;
    whole.copy(this.#text, start, 0, cut);
    whole.copy(this.#text, 0, cut);
  }

  #slice(start: number, length: number): Buffer {
    const end = start + length;
    if (end <= this.#text.length) return this.#text.subarray(start, end);
    return Buffer.concat([this.#text.subarray(start), this.#text.subarray(0, end - this.#text.length)]);
  }

  #growText(needed: number): void {
    const doubled = Math.max(MIN_BYTES, this.#text.length * 2, needed);
    this.#moveText(Math.max(needed, Math.min(doubled, this.#limits.bytes)));
  }

  #moveText(capacity: number): void {
    const moved = Buffer.allocUnsafeSlow(capacity);
    const before = this.#slice(this.#textStart, this.#textLength);
    before.copy(moved);
    const length = this.#text.length;
    for (let index = 0; index < this.#length; index += 1) {
      const at = this.#placeOf(index) * NUMBERS.count + NUMBERS.start;
      this.#numbers[at] = ((this.#numbers[at] ?? 0) - this.#textStart + length) % length;
    }
    this.#text = moved;
    this.#textStart = 0;
  }

  #growColumns(): void {
    const capacity = Math.min(this.#limits.exchanges, Math.max(MIN_EXCHANGES, this.#length * 2));
    const times = new Float64Array(capacity * TIMES.count);
    const numbers = new Uint32Array(capacity * NUMBERS.count);
    const pages: (StoredPage | undefined)[] = new Array(capacity);
    const requests: (KeptRequest | undefined)[] = new Array(capacity);
    for (let index = 0; index < this.#length; index += 1) {
      const place = this.#placeOf(index);
      times.set(this.#times.subarray(place * TIMES.count, (place + 1) * TIMES.count), index * TIMES.count);
      numbers.set(this.#numbers.subarray(place * NUMBERS.count, (place + 1) * NUMBERS.count), index * NUMBERS.count);
      pages[index] = this.#pages[place];
      requests[index] = this.#requests[place];
    }
    this.#times = times;
    this.#numbers = numbers;
    this.#pages = pages;
    this.#requests = requests;
    this.#first = 0;
  }
}
