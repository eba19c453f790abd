/** Measures what sessions cost: in memory, by what they do, and in time, when they begin. Prints one table. */
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CONTRACTS } from './contracts.mjs';
import { createRandom, median, percentile } from './statistics.mjs';

const MAIN = new URL('../dist/src/index.js', import.meta.url);
const HELP = `Usage: npm run bench:sessions -- [options]

Measures what a thousand sessions cost over scenarios that they share. Takes about a minute.

  --sessions N       how many (default 1000)
  --rows N           rows of the scenario (default 1000000)
  --contracts NAMES  what is served (default piriod,pyng)
  --requests N       of each session (default 20)
  --changes N        rows that each session changes (default 10)
  --help
`;

const options = readOptions(process.argv.slice(2));
const { gc } = globalThis;
if (gc === undefined) stop('memory can only be measured with node --expose-gc: use npm run bench:sessions');
if (!existsSync(fileURLToPath(MAIN))) stop('pagewright is not built: run `npm run build` in the folder above first');
const { createMock } = await import(MAIN.href);

const random = createRandom(1);
const { contracts, rows, requests, changes } = options;
const ids = Array.from({ length: options.sessions }, (_, index) => `session-${index}`);
const mock = await createMock({ contract: contracts, scenario: 'large', size: rows, listen: false });
const measured = [];

// What is made once, whatever the number of sessions: columns, orders, queries that were read, bodies of rows that were shown.
const lists = await Promise.all(mock.contracts.map(prepareList));
mock.journal.clear();
await settle();
const base = readMemory();

const begun = [];
await measure('begun', () => {
  for (const id of ids) {
    const start = performance.now();
    mock.sessions.create({ id });
    begun.push(performance.now() - start);
  }
});
const first = [];
await measure('1 request each', async () => {
  for (const id of ids) {
    const start = performance.now();
    await readPage(id, lists[0], lists[0].pages[0]);
    first.push(performance.now() - start);
  }
});
await measure(`${requests} requests each`, async () => {
  for (let turn = 1; turn < requests; turn += 1) {
    const list = lists[turn % lists.length];
    for (const id of ids) await readPage(id, list, list.pages[Math.floor(random() * list.pages.length)]);
  }
});
await measure(`${changes} rows changed each`, () => {
  for (const id of ids) {
    const { rows: control } = mock.session(id);
    for (let turn = 0; turn < changes; turn += 1) {
      const { id: contract, collection, identities } = lists[turn % lists.length];
      const identity = identities[Math.floor(turn / lists.length)];
      control.change(identity, CONTRACTS[contract].change(turn), { contract, collection });
    }
  }
});
await measure('a page after that', async () => {
  for (const id of ids) for (const list of lists) await readPage(id, list, list.pages[0]);
});
await measure('journals cleared', () => {
  for (const id of ids) mock.session(id).journal.clear();
});
await measure('reset', () => {
  for (const id of ids) mock.session(id).reset();
});
await measure('ended', () => {
  for (const id of ids) mock.sessions.remove(id);
});
report();
await mock.close();

/** Memory after something was done, compared with before anything was. */
async function measure(title, act) {
  const start = performance.now();
  await act();
  const ms = performance.now() - start;
  await settle();
  measured.push({ title, ms, ...readMemory() });
}

function readMemory() {
  const { heapUsed, external, rss } = process.memoryUsage();
  return { held: heapUsed + external, rss };
}

/** Collects garbage until nothing more goes. */
async function settle() {
  for (let turn = 0; turn < 4; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    gc();
  }
}

/** What a list is asked for and changed with; the pages of a walk, up to 20, are shown once. */
async function prepareList({ id, url, headers, collections }) {
  const [{ name: collection }] = collections;
  const list = { id, headers, collection, pages: [url.slice(mock.url.length)] };
  while (list.pages.length < 20) {
    const body = await readPage('default', list, list.pages.at(-1));
    const next = /"(?:nextHref|next)":"https?:\/\/[^/"]*([^"]+)"/.exec(body)?.[1];
    if (next === undefined) break;
    list.pages.push(next);
  }
  const { identity } = CONTRACTS[id];
  const page = mock.rows.list({ contract: id, collection, limit: 1000 });
  return { ...list, identities: page.rows.map((row) => row[identity]) };
}

async function readPage(session, { headers }, path) {
  const named = session === 'default' ? headers : { ...headers, 'X-Pagewright-Session': session };
  const response = await mock.handle(new Request(mock.url + path, { headers: named }));
  const text = await response.text();
  if (response.status !== 200) stop(`${path} answered ${response.status}: ${text.slice(0, 200)}`);
  return text;
}

function report() {
  const perSession = ({ held }) => `${((held - base.held) / ids.length / 1024).toFixed(1)} KB`;
  const lines = measured.map((stage) => [
    stage.title,
    perSession(stage),
    `${((stage.held - base.held) / 2 ** 20).toFixed(1)} MB`,
    `${Math.round(stage.rss / 2 ** 20)} MB`,
    `${((stage.ms / ids.length) * 1000).toFixed(0)} µs`,
  ]);
  const head = ['after', 'held by one', 'held by all', 'resident', 'time for one'];
  const names = contracts.join(', ');
  const machine = `Node ${process.versions.node}, ${cpus()[0]?.model.trim() ?? 'unknown processor'}`;
  const write = (text) => process.stdout.write(`${text}\n`);
  write(`${ids.length.toLocaleString('en')} sessions over ${names}, ${rows.toLocaleString('en')} rows each. ${machine}\n`);
  for (const cells of [head, head.map(() => '---'), ...lines]) write(`| ${cells.join(' | ')} |`);
  write(`\n- before: ${(base.held / 2 ** 20).toFixed(0)} MB held, ${Math.round(base.rss / 2 ** 20)} MB resident`);
  write(`- to begin one: ${spread(begun)}`);
  write(`- the first request in one: ${spread(first)}`);
}

function spread(times) {
  const sorted = Float64Array.from(times).sort();
  return `median ${median(times).toFixed(3)} ms, 99 % within ${percentile(sorted, 0.99).toFixed(3)} ms, at most ${sorted.at(-1).toFixed(3)} ms`;
}

function readOptions(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        sessions: { type: 'string', default: '1000' },
        rows: { type: 'string', default: '1000000' },
        contracts: { type: 'string', default: Object.keys(CONTRACTS).join(',') },
        requests: { type: 'string', default: '20' },
        changes: { type: 'string', default: '10' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      process.stdout.write(HELP);
      process.exit(0);
    }
    const names = values.contracts.split(',');
    const unknown = names.find((name) => !Object.hasOwn(CONTRACTS, name));
    if (unknown !== undefined) throw new Error(`--contracts: ${unknown} is not one of ${Object.keys(CONTRACTS).join(', ')}`);
    const { sessions, rows, requests, changes } = values;
    const numbers = Object.entries({ sessions, rows, requests, changes }).map(([name, text]) => [name, readCount(name, text)]);
    return { contracts: names, ...Object.fromEntries(numbers) };
  } catch (error) {
    return stop(`${error instanceof Error ? error.message : error}\nTry --help.`);
  }
}

function readCount(name, text) {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new Error(`--${name}: expected a whole number of at least 1, not ${text}`);
}

function stop(message) {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
