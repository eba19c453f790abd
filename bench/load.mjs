import { connect } from 'node:net';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { readProcessorTime, startChild } from './machine.mjs';
import { ResponseReader } from './response-reader.mjs';
import { percentile } from './statistics.mjs';

const WORKER = fileURLToPath(new URL('./load-worker.mjs', import.meta.url));

/**
 * Starts the load generator in a process of its own, on a core of its own.
 * @param {import('./machine.mjs').Pinning} pinning
 * @returns {{ define(list: string, requests: string[]): void, run(list: string, load: object): Promise<LoadResult> }}
 */
export function startGenerator(pinning) {
  const child = startChild([process.execPath, WORKER], { core: pinning.generatorCore, ipc: true });
  return {
    define: (list, requests) => void child.send({ list, requests }),
    run: (list, load) =>
      new Promise((resolve, reject) => {
        const onExit = () => reject(new Error('the load generator ended'));
        child.once('exit', onExit);
        child.once('message', (/** @type {any} */ answer) => {
          child.off('exit', onExit);
          if (answer.error === undefined) resolve(answer.result);
          else reject(new Error(answer.error));
        });
        child.send({ list, load });
      }),
  };
}

const DRAIN_LIMIT_MS = 30_000;

/**
 * @typedef {object} LoadOptions
 * @property {number} port on 127.0.0.1
 * @property {string[]} requests complete HTTP/1.1 requests, sent in turn, over and over
 * @property {number} connections each has one request under way at a time
 * @property {number} leadInMs not counted
 * @property {number} windowMs counted
 * @property {number} [pid] of the server, to read its processor time
 *
 * @typedef {object} LoadResult
 * @property {number} perSecond responses a second in the window
 * @property {number} responses in the window
 * @property {number} p50 milliseconds, of the requests sent in the window
 * @property {number} p99 milliseconds
 * @property {number} generatorBusy share of one core that this process used in the window, 0–1
 * @property {number | null} serverBusy the same of the server, null where it cannot be read
 * @property {number} failures answers other than 200, and broken connections
 * @property {string} firstFailure what the first of them was, or ''
 * @property {string} firstBody of the first response, base64
 */

/**
 * Keeps `connections` requests under way for a lead-in and a window, and counts what comes back in the window.
 * Then it lets the last answers arrive, so that the server rests when another one is measured.
 * @param {LoadOptions} options
 * @returns {Promise<LoadResult>}
 */
export async function runLoad(options) {
  const load = new Load(options);
  try {
    await load.open();
    return await load.drive();
  } finally {
    load.close();
  }
}

class Load {
  /** @type {LoadOptions} */
  #options;
  /** @type {Connection[]} */
  #connections = [];
  #next = 0;
  #sending = true;
  #underWay = 0;
  #windowFrom = Infinity;
  #windowTo = Infinity;
  #responses = 0;
  /** @type {number[]} */
  #latencies = [];
  #failures = 0;
  #firstFailure = '';
  #firstBody = '';
  #onIdle = () => {};

  constructor(options) {
    this.#options = options;
  }

  async open() {
    const opening = Array.from({ length: this.#options.connections }, (_, index) => this.#connect(index === 0));
    const settled = await Promise.allSettled(opening);
    const refused = settled.find((outcome) => outcome.status === 'rejected');
    if (refused !== undefined) throw refused.reason;
  }

  async #connect(keepFirstBody) {
    const onAnswer = (answer, connection) => this.#take(answer, connection);
    const onBroken = (reason, wasWaiting) => this.#lose(reason, wasWaiting);
    this.#connections.push(await openConnection(this.#options.port, { keepFirstBody, onAnswer, onBroken }));
  }

  async drive() {
    const { leadInMs, windowMs, pid } = this.#options;
    for (const connection of this.#connections) this.#send(connection);
    await pause(leadInMs);
    const generator = process.cpuUsage();
    const server = readProcessorTime(pid);
    this.#windowFrom = performance.now();
    await pause(windowMs);
    this.#windowTo = performance.now();
    const elapsedMs = this.#windowTo - this.#windowFrom;
    const { user, system } = process.cpuUsage(generator);
    const serverNow = readProcessorTime(pid);
    await this.#drain();
    return this.#summarise(elapsedMs, {
      generatorBusy: (user + system) / 1000 / elapsedMs,
      serverBusy: server === null || serverNow === null ? null : (serverNow - server) / elapsedMs,
    });
  }

  close() {
    for (const connection of this.#connections) connection.close();
  }

  #send(connection) {
    const { requests } = this.#options;
    this.#underWay += 1;
    connection.send(requests[this.#next]);
    this.#next = this.#next + 1 === requests.length ? 0 : this.#next + 1;
  }

  #take({ status, body, sentAt, arrivedAt }, connection) {
    this.#underWay -= 1;
    if (body !== undefined) this.#firstBody = body.toString('base64');
    if (status === 200) this.#count(sentAt, arrivedAt);
    else this.#fail(`status ${status}`);
    if (this.#sending) this.#send(connection);
    else if (this.#underWay === 0) this.#onIdle();
  }

  /**
   * Counts answers that arrive in the window, and takes the latency of requests that were sent in it even when
   * the answer comes later: leaving those out would flatter a slow server.
   */
  #count(sentAt, arrivedAt) {
    if (arrivedAt >= this.#windowFrom && arrivedAt < this.#windowTo) this.#responses += 1;
    if (sentAt >= this.#windowFrom && sentAt < this.#windowTo) this.#latencies.push(arrivedAt - sentAt);
  }

  /** A server that hangs up leaves fewer connections than the result claims: that is a failure. */
  #lose(reason, wasWaiting) {
    this.#fail(reason);
    if (wasWaiting) this.#underWay -= 1;
    if (!this.#sending && this.#underWay === 0) this.#onIdle();
  }

  #fail(reason) {
    this.#failures += 1;
    if (this.#firstFailure === '') this.#firstFailure = reason;
  }

  #drain() {
    this.#sending = false;
    if (this.#underWay === 0) return undefined;
    return new Promise((resolve) => {
      const limit = setTimeout(() => {
        this.#fail(`${this.#underWay} requests unanswered after ${DRAIN_LIMIT_MS / 1000} s`);
        resolve(undefined);
      }, DRAIN_LIMIT_MS);
      this.#onIdle = () => {
        clearTimeout(limit);
        resolve(undefined);
      };
    });
  }

  #summarise(elapsedMs, busy) {
    const sorted = Float64Array.from(this.#latencies).sort();
    return {
      perSecond: (this.#responses / elapsedMs) * 1000,
      responses: this.#responses,
      p50: percentile(sorted, 0.5),
      p99: percentile(sorted, 0.99),
      ...busy,
      failures: this.#failures,
      firstFailure: this.#firstFailure,
      firstBody: this.#firstBody,
    };
  }
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {Buffer | undefined} body only of a connection's first answer, when asked for
 * @property {number} sentAt `performance.now()` when the request was written
 * @property {number} arrivedAt when the last byte of the answer was read
 *
 * @typedef {object} Connection
 * @property {(request: string) => void} send only when no request is under way
 * @property {() => void} close
 */

/**
 * Opens a connection that carries one request at a time.
 * @param {number} port on 127.0.0.1
 * @param {{ keepFirstBody: boolean, onAnswer: (answer: Answer, connection: Connection) => void, onBroken: (reason: string, wasWaiting: boolean) => void }} options
 *   `onBroken`: the server closed the connection or sent what is not HTTP
 * @returns {Promise<Connection>} once it is open; rejected when it cannot be
 */
export function openConnection(port, { keepFirstBody, onAnswer, onBroken }) {
  let sentAt = 0;
  let waiting = false;
  let open = true;
  let reason = 'connection closed by the server';
  const reader = new ResponseReader((status, body) => {
    waiting = false;
    onAnswer({ status, body, sentAt, arrivedAt: performance.now() }, connection);
  });
  if (keepFirstBody) reader.keepNextBody();
  const receive = (bytes) => {
    try {
      reader.push(bytes);
    } catch (error) {
      socket.destroy(error);
    }
    return true;
  };
  const socket = connect({
    host: '127.0.0.1',
    port,
    noDelay: true,
    // One buffer for the connection's life: no allocation for each read.
    onread: { buffer: Buffer.allocUnsafe(65_536), callback: (length, buffer) => receive(buffer.subarray(0, length)) },
  });
  const connection = {
    send: (request) => {
      waiting = true;
      sentAt = performance.now();
      socket.write(request, 'latin1');
    },
    close: () => {
      open = false;
      socket.destroy();
    },
  };
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(connection));
    socket.once('error', (error) => {
      reason = error.message;
      reject(error);
    });
    socket.once('close', () => {
      if (open) onBroken(reason, waiting);
    });
  });
}
