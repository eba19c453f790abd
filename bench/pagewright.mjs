import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CONTRACTS } from './contracts.mjs';
import { readResidentMegabytes, startServer } from './machine.mjs';
import { findRows, getJson, sendRequest } from './pages.mjs';
import { median } from './statistics.mjs';

const MAIN = fileURLToPath(new URL('../dist/src/cli/main.js', import.meta.url));
const MOUNTED = fileURLToPath(new URL('./servers/mounted.mjs', import.meta.url));

/** @returns {string | undefined} why pagewright cannot be measured */
export function findMissingBuild() {
  return existsSync(MAIN) ? undefined : 'it is not built: run `npm run build` in the folder above first';
}

/**
 * @typedef {object} PagewrightServer
 * @property {import('./machine.mjs').RunningServer} server
 * @property {import('./contracts.mjs').Target} target
 * @property {number} readyMs from spawning until /__admin/health answers 200
 * @property {number | null} residentAtReady MB
 */

/**
 * Starts pagewright by itself, as its command line does.
 * @param {{ contract: string, rows: number, core?: number }} options
 * @returns {Promise<PagewrightServer>}
 */
export async function startPagewright({ contract, rows, core }) {
  const command = [process.execPath, MAIN, 'serve', contract, '-p', '0', '--size', String(rows), '--seed', '1', '--scenario', 'large'];
  const server = await startServer(command, { core });
  await waitForHealth(server.port);
  const readyMs = performance.now() - server.startedAt;
  const residentAtReady = readResidentMegabytes(server.pid);
  return { server, target: await readTarget(server.port, contract, rows), readyMs, residentAtReady };
}

/**
 * Starts pagewright mounted in an Express application.
 * @param {{ contract: string, rows: number, core?: number, like: import('./contracts.mjs').Target }} options
 *   `like`: the same list served by itself, in case the mounted one has no administration
 * @returns {Promise<{ server: import('./machine.mjs').RunningServer, target: import('./contracts.mjs').Target }>}
 */
export async function startMountedPagewright({ contract, rows, core, like }) {
  const env = { BENCH_CONTRACT: contract, BENCH_ROWS: String(rows) };
  const server = await startServer([process.execPath, MOUNTED], { core, env });
  const target = await readTarget(server.port, contract, rows).catch(() => ({ ...like, port: server.port, rows }));
  return { server, target };
}

/** What `GET /__admin/contracts` says about one contract, as a target. */
async function readTarget(port, contract, rows) {
  const contracts = await getJson(port, '/__admin/contracts');
  const found = contracts.find((/** @type {any} */ entry) => entry.id === contract);
  if (found === undefined) throw new Error(`/__admin/contracts does not list ${contract}`);
  if (found.rows < rows / 2) throw new Error(`${contract} has ${found.rows} rows instead of ${rows}`);
  const url = new URL(found.url, `http://127.0.0.1:${port}`);
  return { port, path: url.pathname + url.search, headers: found.headers ?? {}, rows };
}

/**
 * Changes one row through the administration.
 * @param {import('./contracts.mjs').Target} target
 * @param {string} contract
 * @param {string} identity
 * @param {Record<string, unknown>} fields
 */
export async function changeRow(target, contract, identity, fields) {
  // The same identity may stand in several collections; the list that is measured is the first.
  const { body } = await sendRequest(target.port, { path: `/__admin/contracts/${contract}` });
  const [{ name }] = JSON.parse(body.toString('utf8')).collections;
  const path = `/__admin/contracts/${contract}/rows/${encodeURIComponent(identity)}?collection=${encodeURIComponent(name)}`;
  const answer = await sendRequest(target.port, { method: 'PATCH', path, body: fields });
  if (answer.status >= 300) throw new Error(`PATCH ${path} answered ${answer.status}: ${answer.body.toString('utf8').slice(0, 200)}`);
}

async function waitForHealth(port) {
  const limit = performance.now() + 60_000;
  while (performance.now() < limit) {
    const answer = await sendRequest(port, { path: '/__admin/health' }).catch(() => undefined);
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  throw new Error('/__admin/health did not answer 200 within 60 s');
}

const WARM_UP_REQUESTS = 300;
const CHANGES = 20;

/**
 * @typedef {object} StartFigures of one contract, pagewright by itself
 * @property {string} contract
 * @property {number} rows
 * @property {number} readyMs median over the starts
 * @property {number | null} residentAtReady MB, the largest of the starts
 * @property {Array<{ label: string, milliseconds: number }>} fresh first uses of combinations of filters
 * @property {{ list: Spread, filtered: Spread } | string} afterChange requests right after a change to one row, or why not measured
 *
 * @typedef {{ median: number, largest: number }} Spread ms
 */

/**
 * Starts a server several times on its own, then asks the last one for what it was never asked before.
 * @param {string} contract
 * @param {{ rows: number, starts: number, core?: number }} options
 * @returns {Promise<StartFigures>}
 */
export async function measureStart(contract, { rows, starts, core }) {
  const readyTimes = [];
  const memory = [];
  for (let start = 1; ; start += 1) {
    const { server, target, readyMs, residentAtReady } = await startPagewright({ contract, rows, core });
    readyTimes.push(readyMs);
    if (residentAtReady !== null) memory.push(residentAtReady);
    if (start === starts) {
      const fresh = await measureFreshFilters(contract, target);
      const filtered = (await CONTRACTS[contract].listFreshFilters(target))[0].path;
      const afterChange = await measureAfterChange(contract, target, filtered).catch((error) => error.message);
      await server.stop();
      const residentAtReadyMost = memory.length === 0 ? null : Math.max(...memory);
      return { contract, rows, readyMs: median(readyTimes), residentAtReady: residentAtReadyMost, fresh, afterChange };
    }
    await server.stop();
  }
}

/** Each combination once. Unfiltered requests go first, so that it is not the compiler that is measured. */
async function measureFreshFilters(contract, target) {
  for (let request = 0; request < WARM_UP_REQUESTS; request += 1) await get(target, target.path);
  const results = [];
  for (const { label, path } of await CONTRACTS[contract].listFreshFilters(target)) {
    const { milliseconds } = await get(target, path);
    results.push({ label, milliseconds });
  }
  return results;
}

/** Changes rows of the first page one by one; after each change, asks for the list, then changes again and asks for a filtered one. */
async function measureAfterChange(contract, target, filtered) {
  const { identity, change } = CONTRACTS[contract];
  const rows = findRows(JSON.parse((await get(target, target.path)).body.toString('utf8')));
  const measure = async (path) => {
    const times = [];
    for (let turn = 0; turn < CHANGES; turn += 1) {
      await changeRow(target, contract, String(rows[turn % rows.length][identity]), change(turn));
      times.push((await get(target, path)).milliseconds);
    }
    return { median: median(times), largest: Math.max(...times) };
  };
  return { list: await measure(target.path), filtered: await measure(filtered) };
}

async function get(target, path) {
  const answer = await sendRequest(target.port, { path, headers: target.headers });
  if (answer.status !== 200) throw new Error(`GET ${path} answered ${answer.status}: ${answer.body.toString('utf8').slice(0, 200)}`);
  return answer;
}
