import { fileURLToPath } from 'node:url';
import { startServer } from '../lib/children.mjs';

const TITLES = {
  node: 'bare node:http, prepared bytes',
  express: 'bare Express 5, prepared bytes',
  'express-json': 'bare Express 5, res.json',
};

/** @typedef {keyof typeof TITLES} BareName */

/**
 * Starts one bare server that sends one page.
 * @param {BareName} name
 * @param {import('../lib/pages.mjs').Page} page
 * @param {{ file: string, core?: number }} options `file`: where the page is written
 * @returns {Promise<import('../measure/cell.mjs').Cell>}
 */
export async function startBare(name, page, { file, core }) {
  const script = fileURLToPath(new URL(`../servers/${name}.mjs`, import.meta.url));
  const server = await startServer([process.execPath, script], { core, env: { BENCH_PAGE: file } });
  return {
    contender: name,
    title: TITLES[name],
    contract: page.contract,
    rows: page.rows.length,
    caseName: 'first',
    server,
    paths: [page.path],
    headers: page.requestHeaders,
    expectedBody: name === 'express-json' ? undefined : page.body,
    expectedRows: page.rows.length,
    isBare: true,
    isPeer: false,
  };
}
