import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startServer } from '../lib/children.mjs';

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
 * @param {import('../lib/pages.mjs').Page} page its rows are multiplied
 * @param {{ file: string, core?: number, random: () => number }} options `file`: where the page is written
 * @returns {Promise<import('../measure/cell.mjs').Cell[]>} one for each case
 */
export async function startPeer(name, rows, page, { file, core, random }) {
  const peer = PEERS[name];
  const script = fileURLToPath(new URL(`../servers/${name}.mjs`, import.meta.url));
  const env = { BENCH_PAGE: file, BENCH_ROWS: String(rows) };
  const server = await startServer([process.execPath, script], { core, env, limitMs: 30_000 });
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
  const file = new URL(`../node_modules/${packageName}/package.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')).version;
}
