import { performance } from 'node:perf_hooks';
import { readProcessorTime } from '../lib/processor-time.mjs';
import { percentile } from '../lib/statistics.mjs';
import { openConnection } from './open-connection.mjs';

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
  /** @type {import('./open-connection.mjs').Connection[]} */
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
