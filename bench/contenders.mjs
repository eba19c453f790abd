import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CONTRACTS } from './contracts.mjs';
import { startServer } from './machine.mjs';
import { createFallbackPage, createPage, sendRequest, writePages } from './pages.mjs';
import { findMissingBuild, startMountedPagewright, startPagewright } from './pagewright.mjs';
import { createRandom } from './statistics.mjs';

const BARE = fileURLToPath(new URL('./servers/bare.mjs', import.meta.url));
const PEER = fileURLToPath(new URL('./servers/peers.mjs', import.meta.url));

/** Mounting adds the same to every request: two cases are enough to see it. */
const MOUNTED_CASES = ['first', 'filtered'];

/**
 * @typedef {object} Context
 * @property {import('./options.mjs').Options} options
 * @property {number | undefined} core for the servers
 * @property {string} folder for files that live as long as the run
 * @property {(text: string) => void} report
 * @property {string[]} skipped receives what does not take part, and why
 * @property {string[]} failed receives what should have taken part and could not
 *
 * @typedef {import('./rounds.mjs').Cell} Cell
 * @typedef {Record<string, import('./pages.mjs').Page[]>} Prepared pages of one contract, by case
 */

/**
 * Starts all servers and finds the requests of all cases.
 * @param {Context} context
 * @returns {Promise<Cell[]>} in the order of the table
 */
export async function startContenders(context) {
  const { cells: standalone, prepared, target } = await startStandalone(context);
  const mounted = target === undefined ? [] : await startMounted(context, target);
  const others = await startOthers(context, prepared.length > 0 ? prepared : [{ first: [createFallbackPage()] }]);
  return [...others, ...standalone, ...mounted];
}

async function startStandalone(context) {
  /** @type {{ cells: Cell[], prepared: Prepared[], target: import('./contracts.mjs').Target | undefined }} */
  const started = { cells: [], prepared: [], target: undefined };
  const { options, core } = context;
  if (!options.wants('pagewright') && !options.wants('pagewright-express')) return started;
  const reason = findMissingBuild();
  if (reason !== undefined) {
    context.skipped.push(`pagewright: ${reason}`);
    return started;
  }
  for (const contract of Object.keys(CONTRACTS)) {
    for (const rows of options.rows) {
      await attempt(context, `pagewright ${contract}, ${rows} rows`, context.failed, async () => {
        const { server, target } = await startPagewright({ contract, rows, core });
        const cells = await createCells(context, 'pagewright', 'pagewright', contract, server, target);
        if (options.wants('pagewright')) started.cells.push(...cells);
        if (rows !== options.rows.at(-1)) return;
        started.prepared.push(await preparePages(contract, cells));
        if (contract === 'piriod') started.target = target;
      });
    }
  }
  return started;
}

/** Every page that the cases ask for, so that the bare servers can send the same bytes. */
async function preparePages(contract, cells) {
  /** @type {Prepared} */
  const prepared = {};
  for (const { caseName, paths, headers, server } of cells) {
    prepared[caseName] = [];
    for (const path of paths) prepared[caseName].push(createPage(contract, path, headers, await sendRequest(server.port, { path, headers })));
  }
  return prepared;
}

async function startMounted(context, like) {
  const { options, core } = context;
  const rows = options.rows.at(-1);
  /** @type {Cell[]} */
  const cells = [];
  if (!options.wants('pagewright-express')) return cells;
  await attempt(context, 'pagewright-express', context.failed, async () => {
    const { server, target } = await startMountedPagewright({ contract: 'piriod', rows, core, like });
    const all = await createCells(context, 'pagewright-express', 'pagewright mounted in Express 5', 'piriod', server, target);
    cells.push(...all.filter(({ caseName }) => MOUNTED_CASES.includes(caseName)));
  });
  return cells;
}

async function createCells(context, contender, title, contract, server, target) {
  const quick = context.options.quick;
  const collected = await CONTRACTS[contract].collect(target, {
    positions: 500,
    walkPages: quick ? 500 : 10_000,
    random: createRandom(target.rows),
  });
  return Object.entries(collected).flatMap(([caseName, paths]) => {
    if (paths.length === 0) {
      context.skipped.push(`${contender} ${contract} ${caseName} at ${target.rows} rows: no full page matches`);
      return [];
    }
    return [{ contender, title, contract, rows: target.rows, caseName, server, paths, headers: target.headers, expectedRows: 20, isBare: false, isPeer: false }];
  });
}

/** @param {Context} context @param {Prepared[]} prepared */
async function startOthers(context, prepared) {
  const { options, core, folder } = context;
  /** @type {Cell[]} */
  const cells = [];
  const random = createRandom(3);
  const files = prepared.map((cases) => writePages(folder, Object.values(cases).flat()));
  for (const [index, cases] of prepared.entries()) {
    for (const name of /** @type {const} */ (['node', 'express', 'express-json'])) {
      if (!options.wants(name) || (name === 'express-json' && index > 0)) continue;
      const sent = name === 'express-json' ? { first: cases.first } : cases;
      await attempt(context, name, context.failed, async () => cells.push(...(await startBare(name, sent, { file: files[index], core }))));
    }
  }
  for (const [name, { rows }] of Object.entries(PEERS)) {
    if (!options.wants(name)) continue;
    for (const size of rows) {
      await attempt(context, `${name}, ${size} rows`, context.skipped, async () => cells.push(...(await startPeer(name, size, prepared[0].first[0], { file: files[0], core, random }))));
    }
  }
  return cells;
}

async function attempt(context, what, failures, start) {
  context.report(`starting ${what}`);
  try {
    await start();
  } catch (error) {
    failures.push(`${what}: ${error instanceof Error ? error.message : error}`);
  }
}

const TITLES = {
  node: 'bare node:http, prepared bytes',
  express: 'bare Express 5, prepared bytes',
  'express-json': 'bare Express 5, res.json',
};

/** @typedef {keyof typeof TITLES} BareName */

/**
 * Starts one bare server that sends prepared pages.
 * @param {BareName} name
 * @param {Prepared} cases
 * @param {{ file: string, core?: number }} options `file`: where the pages are written
 * @returns {Promise<import('./rounds.mjs').Cell[]>} one for each case
 */
export async function startBare(name, cases, { file, core }) {
  const server = await startServer([process.execPath, BARE, name], { core, env: { BENCH_PAGES: file } });
  return Object.entries(cases).map(([caseName, pages]) => ({
    contender: name,
    title: TITLES[name],
    contract: pages[0].contract,
    rows: pages[0].rows.length,
    caseName,
    server,
    paths: pages.map(({ path }) => path),
    headers: pages[0].requestHeaders,
    expectedBody: name === 'express-json' || pages.length > 1 ? undefined : pages[0].body,
    expectedRows: pages[0].rows.length,
    isBare: true,
    isPeer: false,
  }));
}

/**
 * @typedef {object} Peer
 * @property {string} packageName whose version the title shows
 * @property {string} title
 * @property {number[]} rows sizes of data to measure; [20] when the peer serves one fixed page
 * @property {(rows: number, country: string, random: () => number) => Record<string, string[]>} requests paths by case
 */

/** Numbers of full pages of 20, spread over all of them. */
const pages = (rows, random) => Array.from({ length: 1000 }, () => 2 + Math.floor(random() * (rows / 20 - 1)));

/** @type {Record<string, Peer>} */
export const PEERS = {
  prism: {
    packageName: '@stoplight/prism-http-server',
    title: 'Prism, static example',
    rows: [20],
    requests: () => ({ first: ['/customers/?page=1&page_size=20'] }),
  },
  'json-server': {
    packageName: 'json-server',
    title: 'json-server',
    rows: [10_000, 100_000],
    requests: (rows, country, random) => ({
      first: ['/customers?_page=1&_limit=20'],
      deep: pages(rows, random).map((page) => `/customers?_page=${page}&_limit=20`),
      // At 100,000 rows one such request takes a quarter of a second: 32 of them would hold up the run.
      ...(rows > 10_000 ? {} : { filtered: [1, 2, 3, 4].map((page) => `/customers?country.id=${country}&_page=${page}&_limit=20`) }),
    }),
  },
  mockoon: {
    packageName: '@mockoon/commons-server',
    title: 'Mockoon, data bucket',
    rows: [10_000],
    requests: (rows, country, random) => ({
      first: ['/customers?page=1&limit=20'],
      deep: pages(rows, random).map((page) => `/customers?page=${page}&limit=20`),
      filtered: [1, 2, 3, 4].map((page) => `/customers?country.id_eq=${country}&page=${page}&limit=20`),
    }),
  },
};

/**
 * Starts a peer over one size of data.
 * @param {string} name key of PEERS
 * @param {number} rows
 * @param {import('./pages.mjs').Page} page its rows are multiplied
 * @param {{ file: string, core?: number, random: () => number }} options `file`: where the pages are written
 * @returns {Promise<import('./rounds.mjs').Cell[]>} one for each case
 */
export async function startPeer(name, rows, page, { file, core, random }) {
  const peer = PEERS[name];
  const env = { BENCH_PAGES: file, BENCH_ROWS: String(rows) };
  const server = await startServer([process.execPath, PEER, name], { core, env, limitMs: 30_000 });
  const requests = peer.requests(rows, page.rows[0].country.id, random);
  return Object.entries(requests).map(([caseName, paths]) => ({
    contender: name,
    title: `${peer.title} ${readVersion(peer.packageName)}`,
    contract: page.contract,
    rows,
    caseName,
    server,
    paths,
    headers: page.requestHeaders,
    expectedRows: 20,
    isBare: false,
    isPeer: true,
  }));
}

function readVersion(packageName) {
  const file = new URL(`./node_modules/${packageName}/package.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')).version;
}
