/**
 * Counts what one list request costs, in figures that do not depend on how fast or busy the machine is, and compares them
 * with the budget in budget.json. Takes a few seconds; the exit code is 1 when a count exceeds its budget.
 */
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startCounted } from './counted.mjs';

const BUDGET = new URL('./budget.json', import.meta.url);
const ROWS = 1000;
/** Until the compiler has made of the request's path what it is going to make of it. */
const WARM_UP = 6000;
/** Between two readings of the heap; few enough that nothing is collected in a young generation of 256 MB. */
const ALLOCATING = 4000;
/** The default room of a journal. */
const JOURNAL = 10_000;
const TRACED = 200;
/** The parameter that says how many rows a page has. */
const PAGE_SIZE = { piriod: 'page_size', pyng: 'limit' };
/** All by which a socket is served. */
const CALLS = 'read,readv,recvfrom,recvmsg,write,writev,sendto,sendmsg,epoll_wait,epoll_pwait,epoll_ctl';

/** What is counted, and how it is printed. */
const COUNTS = {
  allocated: 'bytes allocated on the heap for a page that was shown before',
  retained: 'bytes retained for an exchange in a full journal',
  kept: 'exchanges that a full journal keeps',
  grown: 'bytes by which a full journal grows with another request',
  systemCalls: 'system calls for a response',
  functions: 'functions entered for a page that was shown before',
  files: 'files entered for a page that was shown before',
  newFunctions: 'functions entered for a page that is new',
  newFiles: 'files entered for a page that is new',
};

/** Those of which the budget says how many there have to be at least. */
const LEAST = new Set(['kept']);

const { values } = parseArgs({
  options: {
    contracts: { type: 'string', default: 'piriod,pyng' },
    dist: { type: 'string', default: fileURLToPath(new URL('../dist/', import.meta.url)) },
    json: { type: 'boolean', default: false },
    trace: { type: 'boolean', default: false },
  },
});

const counted = {};
for (const contract of values.contracts.split(',')) counted[contract] = await count(contract);
if (values.json) process.stdout.write(`${JSON.stringify(counted, null, 2)}\n`);
else report();

async function count(contract) {
  const { dist } = values;
  // The young generation holds all that is allocated between two readings.
  const flags = ['--max-semi-space-size=256', '--min-semi-space-size=256'];
  const cost = await startCounted(contract, { rows: ROWS, dist, flags });
  const memory = await countMemory(cost, pathsOf(contract, cost));
  const systemCalls = await countSystemCalls(cost, pathsOf(contract, cost));
  cost.stop();
  const walk = await startCounted(contract, { rows: ROWS, dist });
  const calls = await countCalls(walk, pathsOf(contract, walk));
  walk.stop();
  return { ...memory, systemCalls, ...calls };
}

/** A page that is requested all the time, and one that is new. */
function pathsOf(contract, { target }) {
  return { usual: [`${target.path}?${PAGE_SIZE[contract]}=20`], other: [`${target.path}?${PAGE_SIZE[contract]}=7`] };
}

async function countMemory({ ask, send }, { usual }) {
  await send(WARM_UP, usual);
  const allocations = [];
  for (let turn = 0; turn < 3; turn += 1) {
    await ask('held');
    const before = await ask('used');
    await send(ALLOCATING, usual);
    allocations.push(((await ask('used')) - before) / ALLOCATING);
  }
  await ask('clearJournal');
  const empty = await ask('held');
  await send(JOURNAL, usual);
  const full = await ask('held');
  await send(JOURNAL, usual);
  const later = await ask('held');
  const kept = await ask('kept');
  return {
    // Compiling in between adds to a reading and never takes from it.
    allocated: Math.round(Math.min(...allocations)),
    retained: Math.round((full - empty) / kept),
    kept,
    grown: Math.max(0, Math.round((later - full) / JOURNAL)),
  };
}

/** Those of the thread that answers, one request at a time; `null` where they cannot be traced. */
async function countSystemCalls({ pid, send }, { usual }) {
  if (process.platform !== 'linux' || spawnSync('strace', ['-V']).error !== undefined) return null;
  const tracer = spawn('strace', ['-qq', '-e', `trace=${CALLS}`, '-p', String(pid)], { stdio: ['ignore', 'ignore', 'pipe'] });
  let output = '';
  tracer.stderr.on('data', (bytes) => {
    output += bytes;
  });
  const ended = new Promise((resolve) => tracer.once('close', resolve));
  await new Promise((resolve) => setTimeout(resolve, 300));
  await send(TRACED, usual, 1);
  tracer.kill('SIGINT');
  await ended;
  const calls = output.split('\n').map((line) => line.includes('HTTP/1.1 200'));
  const answers = calls.filter(Boolean).length;
  if (answers < TRACED) return null;
  return Math.round(((calls.lastIndexOf(true) - calls.indexOf(true)) / (answers - 1)) * 10) / 10;
}

async function countCalls({ ask, send }, { usual, other }) {
  await ask('watchCalls');
  await send(1, usual);
  // What is prepared beside requests is over when nothing more is entered.
  do await new Promise((resolve) => setTimeout(resolve, 200));
  while ((await ask('calls')).length > 0);
  await send(1, other);
  const fresh = await ask('calls');
  await send(1, other);
  const again = await ask('calls');
  if (values.trace) for (const { file, name, calls } of fresh) process.stderr.write(`${file} ${name} ${calls}\n`);
  const files = (calls) => new Set(calls.map(({ file }) => file)).size;
  return { functions: again.length, files: files(again), newFunctions: fresh.length, newFiles: files(fresh) };
}

function report() {
  const budget = JSON.parse(readFileSync(BUDGET, 'utf8'));
  let exceeded = 0;
  for (const [contract, counts] of Object.entries(counted)) {
    process.stdout.write(`${contract}\n`);
    for (const [name, title] of Object.entries(COUNTS)) {
      const value = counts[name];
      const allowed = budget[contract]?.[name];
      const isOver = value !== null && allowed !== undefined && (LEAST.has(name) ? value < allowed : value > allowed);
      if (isOver) exceeded += 1;
      const text = value === null ? 'not measured' : value.toLocaleString('en');
      const limit = allowed === undefined ? 'no budget' : `budget ${allowed.toLocaleString('en')}`;
      process.stdout.write(`  ${isOver ? 'OVER' : 'ok  '} ${text.padStart(12)}  (${limit})  ${title}\n`);
    }
  }
  if (exceeded > 0) {
    process.stderr.write(`${exceeded} counts exceed their budget in bench/budget.json\n`);
    process.exitCode = 1;
  }
}
