import { CONTRACTS } from '../cases/cases.mjs';
import { createFallbackPage } from '../lib/fallback-page.mjs';
import { createPage, writePage } from '../lib/pages.mjs';
import { sendRequest } from '../lib/send-request.mjs';
import { createRandom } from '../lib/statistics.mjs';
import { startBare } from './bare.mjs';
import { findMissingBuild, startMountedPagewright, startPagewright } from './pagewright.mjs';
import { PEERS, startPeer } from './peers.mjs';

/** Mounting adds the same to every request: two cases are enough to see it. */
const MOUNTED_CASES = ['first', 'filtered'];

/**
 * @typedef {object} Context
 * @property {import('../lib/options.mjs').Options} options
 * @property {number | undefined} core for the servers
 * @property {string} folder for files that live as long as the run
 * @property {(text: string) => void} report
 * @property {string[]} skipped receives what does not take part, and why
 * @property {string[]} failed receives what should have taken part and could not
 *
 * @typedef {import('../measure/cell.mjs').Cell} Cell
 */

/**
 * Starts all servers and finds the requests of all cases.
 * @param {Context} context
 * @returns {Promise<Cell[]>} in the order of the table
 */
export async function startContenders(context) {
  const { cells: standalone, pages, target } = await startStandalone(context);
  const mounted = target === undefined ? [] : await startMounted(context, target);
  const others = await startOthers(context, pages.length > 0 ? pages : [createFallbackPage()]);
  return [...others, ...standalone, ...mounted];
}

async function startStandalone(context) {
  /** @type {{ cells: Cell[], pages: import('../lib/pages.mjs').Page[], target: import('../cases/cases.mjs').Target | undefined }} */
  const started = { cells: [], pages: [], target: undefined };
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
        const path = cells[0].paths[0];
        started.pages.push(createPage(contract, path, target.headers, await sendRequest(target.port, { path, headers: target.headers })));
        if (contract === 'piriod') started.target = target;
      });
    }
  }
  return started;
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

async function startOthers(context, pages) {
  const { options, core, folder } = context;
  /** @type {Cell[]} */
  const cells = [];
  const random = createRandom(3);
  for (const page of pages) {
    const file = writePage(folder, page);
    for (const name of /** @type {const} */ (['node', 'express', 'express-json'])) {
      if (!options.wants(name) || (name === 'express-json' && page !== pages[0])) continue;
      await attempt(context, name, context.failed, async () => cells.push(await startBare(name, page, { file, core })));
    }
  }
  const file = writePage(folder, pages[0]);
  for (const [name, { rows }] of Object.entries(PEERS)) {
    if (!options.wants(name)) continue;
    for (const size of rows) {
      await attempt(context, `${name}, ${size} rows`, context.skipped, async () => cells.push(...(await startPeer(name, size, pages[0], { file, core, random }))));
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
