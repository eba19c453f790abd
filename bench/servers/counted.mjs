/** A server that says of itself what it costs: its parent asks by messages, one at a time, and gets an answer to each. */
import { openSync, readFileSync, readSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const { gc } = globalThis;
const { BENCH_CONTRACT: contract, BENCH_ROWS: rows, BENCH_DIST: dist } = process.env;

const { createMock } = await import(`${dist}src/index.js`);
const mock = await createMock({ contract, scenario: process.env.BENCH_SCENARIO ?? 'large', size: Number(rows) });
const inspector = new Session();
const pauses = process.platform === 'linux' ? watchThread() : watchClock();

const ANSWERS = {
  address() {
    const [{ url, headers }] = mock.contracts;
    return { url, headers };
  },
  clearJournal: () => mock.journal.clear(),
  /** How many exchanges the journal keeps. */
  kept: () => mock.journal.list().length,
  /** Bytes on the heap, collected or not; without a collection in between, the difference is what was allocated. */
  used: () => process.memoryUsage().heapUsed,
  /** Bytes that are held: the heap, and what buffers hold outside it. */
  async held() {
    await settle();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  },
  async watchCalls() {
    inspector.connect();
    await inspector.post('Profiler.enable');
    await inspector.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  },
  /** Functions and files of the product that were entered since it was last asked. */
  async calls() {
    const { result } = await inspector.post('Profiler.takePreciseCoverage');
    return result.filter(({ url }) => url.startsWith(dist)).flatMap(({ url, functions }) => {
      const entered = functions.filter(({ functionName, ranges: [range] }) => range.count > 0 && (functionName !== '' || range.startOffset > 0));
      return entered.map(({ functionName, ranges: [range] }) => ({ file: findModule(url, range.startOffset), name: functionName, calls: range.count }));
    });
  },
  watchPauses: () => pauses.start(),
  /** The longest time in milliseconds for which nothing else had its turn since it was last asked. */
  pause: () => pauses.take(),
};

/** The module that a place of a bundled file comes from: a comment with its path is in front of each. */
function findModule(url, offset) {
  const before = readFileSync(new URL(url), 'utf8').slice(0, offset);
  return /.*^\/\/ (\S+\.js)$/ms.exec(before)?.[1] ?? url.slice(dist.length);
}

process.on('message', async ({ question, argument }) => {
  try {
    process.send({ answer: await ANSWERS[question](argument) });
  } catch (error) {
    process.send({ error: error.stack });
  }
});
process.on('disconnect', () => process.exit(0));
process.send({ answer: 'ready' });

/** Counts the processor time of this thread between two turns of the event loop: another program on the core does not. */
function watchThread() {
  const file = openSync(`/proc/self/task/${process.pid}/schedstat`, 'r');
  const bytes = Buffer.alloc(64);
  const read = () => Number(bytes.latin1Slice(0, readSync(file, bytes, 0, bytes.length, 0)).split(' ')[0]) / 1e6;
  let last = 0;
  let longest = 0;
  const turn = () => {
    const now = read();
    longest = Math.max(longest, now - last);
    last = now;
    setImmediate(turn);
  };
  const take = () => {
    const taken = longest;
    longest = 0;
    last = read();
    return taken;
  };
  return {
    take,
    start() {
      take();
      setImmediate(turn);
    },
  };
}

/** Where the processor time of a thread cannot be read. */
function watchClock() {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const take = () => {
    const longest = Math.max(0, delay.max / 1e6 - 1);
    delay.reset();
    return longest;
  };
  return {
    take,
    start() {
      delay.enable();
      take();
    },
  };
}

/** Collects garbage until nothing more goes. */
async function settle() {
  for (let turn = 0; turn < 4; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    gc();
  }
}
