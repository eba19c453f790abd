import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readResidentMegabytes, startServer } from '../lib/children.mjs';
import { getJson, sendRequest } from '../lib/send-request.mjs';

const MAIN = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));
const MOUNTED = fileURLToPath(new URL('../servers/pagewright-express.mjs', import.meta.url));

/** @returns {string | undefined} why pagewright cannot be measured */
export function findMissingBuild() {
  return existsSync(MAIN) ? undefined : 'it is not built: run `npm run build` in the folder above first';
}

/**
 * @typedef {object} PagewrightServer
 * @property {import('../lib/children.mjs').RunningServer} server
 * @property {import('../cases/cases.mjs').Target} target
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
 * @param {{ contract: string, rows: number, core?: number, like: import('../cases/cases.mjs').Target }} options
 *   `like`: the same list served by itself, in case the mounted one has no administration
 * @returns {Promise<{ server: import('../lib/children.mjs').RunningServer, target: import('../cases/cases.mjs').Target }>}
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
 * @param {import('../cases/cases.mjs').Target} target
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
