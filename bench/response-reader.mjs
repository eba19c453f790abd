/**
 * Reads HTTP/1.1 responses off one keep-alive connection, at the lowest cost that is still correct:
 * the status line, Content-Length or chunked framing, and nothing else. Bodies are skipped, not kept,
 * unless the caller asks for the next one.
 */

const HEAD = 0;
const FIXED_BODY = 1;
const CHUNK_SIZE = 2;
const CHUNK_DATA = 3;
const CHUNK_TRAILER = 4;

const BLANK_LINE = Buffer.from('\r\n\r\n');
const CR_LF = Buffer.from('\r\n');
const MAX_HEAD_BYTES = 65_536;

export class ResponseReader {
  #state = HEAD;
  #left = 0;
  #status = 0;
  /** @type {Buffer | undefined} bytes of a head or of a chunk line that the last read cut in two */
  #rest;
  /** @type {Buffer[] | undefined} */
  #kept;
  #onResponse;

  /** @param {(status: number, body: Buffer | undefined) => void} onResponse called once for each complete response */
  constructor(onResponse) {
    this.#onResponse = onResponse;
  }

  /** Keeps the body of the next response and hands it to `onResponse`. */
  keepNextBody() {
    this.#kept = [];
  }

  /**
   * Takes the bytes of one read. They may be overwritten once this returns.
   * @param {Buffer} bytes
   * @throws {Error} if they are not an HTTP/1.1 response with a length
   */
  push(bytes) {
    let input = bytes;
    if (this.#rest !== undefined) {
      input = Buffer.concat([this.#rest, bytes]);
      this.#rest = undefined;
    }
    let at = 0;
    while (at < input.length) {
      const next = this.#step(input, at);
      if (next < 0) {
        this.#rest = Buffer.from(input.subarray(at));
        if (this.#rest.length > MAX_HEAD_BYTES) throw new Error('response head larger than 64 KB');
        return;
      }
      at = next;
    }
  }

  /** Returns where to go on, or -1 when more bytes are needed. */
  #step(input, at) {
    switch (this.#state) {
      case HEAD:
        return this.#readHead(input, at);
      case FIXED_BODY:
        return this.#readData(input, at);
      case CHUNK_SIZE:
        return this.#readChunkSize(input, at);
      case CHUNK_DATA:
        return this.#readData(input, at);
      default:
        return this.#readTrailer(input, at);
    }
  }

  #readHead(input, at) {
    const end = input.indexOf(BLANK_LINE, at);
    if (end < 0) return -1;
    const head = input.latin1Slice(at, end);
    if (!head.startsWith('HTTP/1.1 ')) throw new Error(`not an HTTP/1.1 response: ${head.slice(0, 40)}`);
    this.#status = Number(head.slice(9, 12));
    const length = /\r\ncontent-length: *(\d+)/i.exec(head);
    if (length !== null) {
      this.#left = Number(length[1]);
      this.#state = FIXED_BODY;
      if (this.#left === 0) this.#finish();
    } else if (/\r\ntransfer-encoding: *chunked/i.test(head)) {
      this.#state = CHUNK_SIZE;
    } else {
      throw new Error('response has neither Content-Length nor chunked encoding');
    }
    return end + 4;
  }

  #readData(input, at) {
    const end = Math.min(input.length, at + this.#left);
    if (this.#kept !== undefined) this.#kept.push(Buffer.from(input.subarray(at, end)));
    this.#left -= end - at;
    if (this.#left === 0) {
      if (this.#state === FIXED_BODY) this.#finish();
      else this.#state = CHUNK_SIZE;
    }
    return end;
  }

  #readChunkSize(input, at) {
    // The line break that ends the chunk before stands in front of the size.
    const start = input[at] === 13 ? at + 2 : at;
    const end = input.indexOf(CR_LF, start);
    if (end < 0) return -1;
    const size = Number.parseInt(input.latin1Slice(start, end), 16);
    if (Number.isNaN(size)) throw new Error('malformed chunk size');
    this.#left = size;
    this.#state = size === 0 ? CHUNK_TRAILER : CHUNK_DATA;
    return end + 2;
  }

  #readTrailer(input, at) {
    const end = input.indexOf(CR_LF, at);
    if (end < 0) return -1;
    if (end === at) this.#finish();
    return end + 2;
  }

  #finish() {
    const body = this.#kept === undefined ? undefined : Buffer.concat(this.#kept);
    this.#kept = undefined;
    this.#state = HEAD;
    this.#onResponse(this.#status, body);
  }
}
