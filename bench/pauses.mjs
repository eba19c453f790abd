/** Measures for how long one thing keeps all others waiting: requests, calls of the admin API, loading. */
import { CONTRACTS, withQuery } from './contracts.mjs';
import { startCounted } from './counted.mjs';
import { createRandom } from './statistics.mjs';

const REQUESTS = 3000;
/** The first use of an order that nothing has been made for, by contracts that have a parameter for it. */
const ORDERS = { piriod: 'email' };
/** What a user asks of a running mock; `createMock()` in a test has the same without HTTP, all at once. */
const ADMIN_CALLS = [
  { label: 'list the journal', method: 'GET', path: '/journal' },
  { label: 'export the journal as HAR', method: 'GET', path: '/journal.har' },
  { label: 'audit the client', method: 'GET', path: '/audit' },
  { label: 'save a snapshot', method: 'POST', path: '/snapshots', body: { name: 'bench' } },
  { label: 'reset', method: 'POST', path: '/reset' },
  { label: 'restore the snapshot', method: 'POST', path: '/snapshots/bench/restore' },
  { label: 'load the scenario again', method: 'POST', path: '/scenarios/large/load' },
];

/**
 * @typedef {object} PauseFigures
 * @property {string} contract
 * @property {number} rows
 * @property {{ label: string, milliseconds: number }[]} pauses the longest time for which the event loop was held, each
 * @property {number} heldAfterLoad MB of heap and buffers
 */

/**
 * @param {string} contract
 * @param {{ rows: number, dist: string, report: (text: string) => void }} options
 * @returns {Promise<PauseFigures>}
 */
export async function measurePauses(contract, { rows, dist, report }) {
  report(`measuring how long pagewright keeps others waiting: ${contract}`);
  const server = await startCounted(contract, { rows, dist });
  try {
    const { ask, send, target } = server;
    const requests = await CONTRACTS[contract].collect(target, { positions: 500, walkPages: 500, random: createRandom(rows) });
    const pauses = [];
    const watch = async (label, act) => {
      await ask('pause');
      await act();
      // Nothing is noticed before a timer had its turn.
      await new Promise((resolve) => setTimeout(resolve, 30));
      pauses.push({ label, milliseconds: await ask('pause') });
    };
    await ask('watchPauses');
    const order = ORDERS[contract];
    if (order !== undefined) await watch(`first ordering=${order}`, () => send(1, [withQuery(target.path, { ordering: order })]));
    await watch('requests', () => send(REQUESTS, Object.values(requests).flat()));
    const heldAfterLoad = (await ask('held')) / 2 ** 20;
    for (const { label, ...call } of ADMIN_CALLS) {
      await watch(label, () => callAdmin(target.port, call));
      await watch(`the first request after: ${label}`, () => send(1, requests.filtered));
    }
    return { contract, rows, pauses, heldAfterLoad };
  } finally {
    server.stop();
  }
}

/** @param {{ method: string, path: string, body?: unknown }} call */
async function callAdmin(port, { method, path, body }) {
  const response = await fetch(`http://127.0.0.1:${port}/__admin${path}`, {
    method,
    ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${method} /__admin${path}: status ${response.status}`);
}
