import { findRows } from '../lib/pages.mjs';

/**
 * @typedef {object} Cell one row of the table: one server, one size of data, one case
 * @property {string} contender name as in --only
 * @property {string} title
 * @property {string} contract whose page it is compared by
 * @property {number} rows
 * @property {string} caseName
 * @property {import('../lib/children.mjs').RunningServer} server
 * @property {string[]} paths requested in turn
 * @property {Record<string, string>} headers
 * @property {Buffer} [expectedBody] what the server claims to send
 * @property {number} expectedRows in the page
 * @property {boolean} isBare a yardstick: no pages, no data, the same bytes again and again
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
 * @param {import('../load/run-load.mjs').LoadResult} result
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
 * @param {import('../load/run-load.mjs').LoadResult[]} results
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
