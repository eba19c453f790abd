import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} Page one list answer, which the bare servers repeat byte by byte
 * @property {string} contract id of the contract that it comes from
 * @property {string} path of the request, with its query
 * @property {Record<string, string>} requestHeaders
 * @property {Record<string, string>} headers of the answer, without those that Node sets itself
 * @property {Buffer} body
 * @property {any[]} rows
 */

const SET_BY_NODE = new Set(['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding']);

/**
 * Makes a Page of an answer.
 * @param {string} contract
 * @param {string} path
 * @param {Record<string, string>} requestHeaders
 * @param {{ headers: Record<string, any>, body: Buffer }} answer
 * @returns {Page}
 */
export function createPage(contract, path, requestHeaders, answer) {
  const headers = Object.fromEntries(Object.entries(answer.headers).filter(([name]) => !SET_BY_NODE.has(name)));
  return { contract, path, requestHeaders, headers, body: answer.body, rows: findRows(JSON.parse(answer.body.toString('utf8'))) };
}

/**
 * Finds the list in a body, wherever the envelope has it: the longest array of objects within three levels.
 * @param {any} body
 * @returns {any[]}
 */
export function findRows(body) {
  if (Array.isArray(body)) return body;
  const inside = (value, depth) => {
    if (Array.isArray(value)) return [value];
    if (depth === 0 || value === null || typeof value !== 'object') return [];
    return Object.values(value).flatMap((member) => inside(member, depth - 1));
  };
  return inside(body, 3).reduce((longest, found) => (found.length > longest.length ? found : longest), []);
}

/**
 * Writes a Page where the servers of servers/ read it.
 * @param {string} folder
 * @param {Page} page
 * @returns {string} the file
 */
export function writePage(folder, page) {
  const file = join(folder, `${page.contract}.json`);
  const { path, headers, body, rows } = page;
  writeFileSync(file, JSON.stringify({ path, headers, body: body.toString('base64'), rows }));
  return file;
}
