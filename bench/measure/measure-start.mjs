import { CONTRACTS } from '../cases/cases.mjs';
import { changeRow, startPagewright } from '../contenders/pagewright.mjs';
import { findRows } from '../lib/pages.mjs';
import { sendRequest } from '../lib/send-request.mjs';
import { median } from '../lib/statistics.mjs';

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
