import { spawn, spawnSync } from 'node:child_process';
import { findRows, formatRequest } from './pages.mjs';

const LEAD_IN_MS = 200;

/**
 * Measures all cells in turn, round after round. A round goes down the list with half of the window and up again
 * with the other half, so that a machine that slows down or speeds up treats all alike; peers are only visited on the way down.
 * @param {Cell[]} cells
 * @param {ReturnType<typeof import('./load.mjs').startGenerator>} generator
 * @param {{ rounds: number, seconds: number, warmUpMs: number, connections: number, report: (text: string) => void }} options
 * @returns {Promise<Measured[]>}
 */
export async function measureRounds(cells, generator, options) {
  const windowMs = (options.seconds * 1000) / 2;
  const measured = cells.map((cell) => ({ cell, samples: [], bodyBytes: 0, fault: '' }));
  const visit = async (entry, leadInMs, length) => {
    const { cell } = entry;
    const load = { port: cell.server.port, pid: cell.server.pid, connections: options.connections, leadInMs, windowMs: length };
    try {
      const result = await generator.run(nameCell(cell), load);
      entry.fault ||= findFault(cell, result);
      entry.bodyBytes = Buffer.byteLength(result.firstBody, 'base64');
      return result;
    } catch (error) {
      entry.fault ||= error instanceof Error ? error.message : String(error);
      return undefined;
    }
  };

  options.report(`warming up ${cells.length} cases`);
  for (const entry of measured) {
    const { cell } = entry;
    generator.define(nameCell(cell), cell.paths.map((path) => formatRequest(path, cell.headers)));
    // The compiler is busy for longest with a server's first case.
    const isFirst = measured.find((other) => other.cell.server === cell.server) === entry;
    await visit(entry, 0, isFirst ? options.warmUpMs * 2 : options.warmUpMs);
  }
  const sound = orderCells(measured.filter((entry) => entry.fault === ''));
  for (let round = 1; round <= options.rounds; round += 1) {
    options.report(`round ${round} of ${options.rounds}`);
    const results = new Map(sound.map((entry) => [entry, []]));
    for (const entry of sound) results.get(entry).push(await visit(entry, LEAD_IN_MS, windowMs));
    for (const entry of sound.toReversed()) {
      if (!entry.cell.isPeer) results.get(entry).push(await visit(entry, LEAD_IN_MS, windowMs));
    }
    for (const [entry, goes] of results) {
      if (entry.fault === '') entry.samples.push(joinResults(goes));
    }
  }
  return measured;
}

/**
 * @typedef {object} Cell one row of the table: one server, one size of data, one case
 * @property {string} contender name as in --only
 * @property {string} title
 * @property {string} contract whose page it is compared by
 * @property {number} rows
 * @property {string} caseName
 * @property {import('./machine.mjs').RunningServer} server
 * @property {string[]} paths requested in turn
 * @property {Record<string, string>} headers
 * @property {Buffer} [expectedBody] what the server claims to send
 * @property {number} expectedRows in the page
 * @property {boolean} isBare a yardstick: prepared pages, no data
 * @property {boolean} isPeer another tool, whose failure is not ours
 *
 * @typedef {object} Sample one round of a cell
 * @property {number} perSecond responses per second
 * @property {number} perCoreSecond responses per second of processor time of the server
 * @property {number} p50 ms
 * @property {number} p99 ms
 * @property {number | null} serverBusy 0–1
 * @property {number} generatorBusy 0–1
 *
 * @typedef {object} Measured
 * @property {Cell} cell
 * @property {Sample[]} samples one for each round
 * @property {number} bodyBytes of the first body
 * @property {string} fault why its figures do not count, or ''
 */

/** @param {Cell} cell @returns {string} unique in a run */
export function nameCell(cell) {
  return [cell.contender, cell.contract, cell.rows, cell.caseName].join('/');
}

/**
 * Judges what came back in one go of the load generator.
 * @param {Cell} cell
 * @param {import('./load.mjs').LoadResult} result
 * @returns {string} what is wrong, or ''
 */
export function findFault(cell, result) {
  if (result.failures > 0) return `${result.failures} failures, the first: ${result.firstFailure}`;
  if (result.responses === 0) return 'no response within the window';
  const body = Buffer.from(result.firstBody, 'base64');
  if (cell.expectedBody !== undefined && !cell.expectedBody.equals(body)) return 'its bytes are not those of the page';
  const rows = findRows(JSON.parse(body.toString('utf8'))).length;
  return rows === cell.expectedRows ? '' : `${rows} rows in the page instead of ${cell.expectedRows}`;
}

/**
 * Joins the goes of one round.
 * @param {import('./load.mjs').LoadResult[]} results
 * @returns {Sample}
 */
export function joinResults(results) {
  const mean = (pick) => results.reduce((sum, result) => sum + pick(result), 0) / results.length;
  const perSecond = mean((result) => result.perSecond);
  const known = results.every((result) => result.serverBusy !== null);
  const serverBusy = known ? mean((result) => result.serverBusy) : null;
  return {
    perSecond,
    perCoreSecond: serverBusy === null || serverBusy === 0 ? perSecond : perSecond / serverBusy,
    p50: mean((result) => result.p50),
    p99: mean((result) => result.p99),
    serverBusy,
    generatorBusy: mean((result) => result.generatorBusy),
  };
}

/**
 * @param {Sample} sample
 * @returns {boolean} whether other programs kept the server from using its core
 */
export function isCoreShared(sample) {
  return sample.serverBusy !== null && sample.serverBusy < 0.85 && sample.generatorBusy < 0.95;
}

/**
 * Puts cells in the order of measuring, which is not that of the table: the bare servers of a contract and case stand in the
 * middle of what is compared with them, so that little time lies between the two sides of a ratio.
 * @template {{ cell: Cell }} T
 * @param {T[]} entries
 * @returns {T[]}
 */
export function orderCells(entries) {
  const contracts = new Set(entries.map(({ cell }) => cell.contract));
  const cases = new Set(entries.map(({ cell }) => cell.caseName));
  return [...contracts].flatMap((contract) => {
    const all = entries.filter(({ cell }) => cell.contract === contract);
    const compared = [...cases].flatMap((caseName) => {
      const ofCase = all.filter(({ cell }) => cell.caseName === caseName && !cell.isPeer);
      const ours = ofCase.filter(({ cell }) => !cell.isBare);
      const half = Math.ceil(ours.length / 2);
      return [...ours.slice(0, half), ...ofCase.filter(({ cell }) => cell.isBare), ...ours.slice(half)];
    });
    return [...all.filter(({ cell }) => cell.isPeer), ...compared];
  });
}

/**
 * Lets wrk measure the bare servers, to see whether the load generator of this benchmark agrees with it.
 * @param {Measured[]} measured
 * @param {{ core?: number, seconds: number, connections: number }} options
 * @returns {Promise<string[]>} lines to print
 */
export async function crossCheck(measured, { core, seconds, connections }) {
  if (spawnSync('wrk', ['--version']).error !== undefined) return ['wrk is not on the PATH: no cross-check'];
  const lines = [];
  for (const { cell, samples } of measured.filter((entry) => ['node', 'express'].includes(entry.cell.contender) && entry.fault === '')) {
    const url = `http://127.0.0.1:${cell.server.port}${cell.paths[0]}`;
    const command = ['wrk', '-t1', `-c${connections}`, `-d${Math.ceil(seconds)}s`, url];
    const output = await readOutput(core === undefined ? command : ['taskset', '-c', String(core), ...command]);
    const rate = Number(/Requests\/sec:\s*([\d.]+)/.exec(output)?.[1]);
    lines.push(`${cell.title}, ${cell.contract}: wrk ${Math.round(rate)} req/s, this benchmark ${Math.round(samples.at(-1)?.perSecond ?? 0)} in its last round`);
  }
  return lines;
}

function readOutput([file, ...args]) {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    child.stdout.on('data', (bytes) => {
      output += bytes;
    });
    child.once('error', () => resolve(''));
    child.once('close', () => resolve(output));
  });
}
