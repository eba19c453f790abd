/** Measures for how long one thing keeps all others waiting: requests, calls of the admin API, loading. */
import { CONTRACTS, withQuery } from './contracts.mjs';
import { startCounted } from './counted.mjs';
import { createRandom } from './statistics.mjs';

const REQUESTS = 3000;
/** The first use of an order that nothing has been made for, by contracts that have a parameter for it. */
const ORDERS = { piriod: 'email' };
const ACTS = ['list the journal', 'audit the client', 'save a snapshot', 'reset', 'restore it', 'load the scenario again'];

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
    for (const name of ACTS) {
      await watch(name, () => ask('act', name));
      await watch(`the first request after: ${name}`, () => send(1, requests.filtered));
    }
    return { contract, rows, pauses, heldAfterLoad };
  } finally {
    server.stop();
  }
}
