import { writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { createRandom } from './statistics.mjs';

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/**
 * Sends one request to 127.0.0.1 over a kept-alive connection and reads the whole answer.
 * @param {number} port
 * @param {{ path: string, method?: string, headers?: Record<string, string>, body?: unknown }} options `body` goes as JSON
 * @returns {Promise<{ status: number, headers: Record<string, string | string[] | undefined>, body: Buffer, milliseconds: number }>}
 */
export function sendRequest(port, options) {
  const body = options.body === undefined ? undefined : JSON.stringify(options.body);
  const sentAt = performance.now();
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        agent,
        host: '127.0.0.1',
        port,
        path: options.path,
        method: options.method ?? 'GET',
        headers: {
          host: HOST,
          ...options.headers,
          ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
        },
      },
      (incoming) => {
        /** @type {Buffer[]} */
        const parts = [];
        incoming.on('data', (part) => parts.push(part));
        incoming.once('error', reject);
        incoming.once('end', () => {
          const milliseconds = performance.now() - sentAt;
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(parts), milliseconds });
        });
      },
    );
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

/**
 * The Host of every request, whatever the port: the links in a page repeat it, so that
 * servers on different ports can send equal bytes.
 */
export const HOST = 'localhost';

/**
 * @param {string} path with its query
 * @param {Record<string, string>} headers
 * @returns {string} a complete HTTP/1.1 GET request
 */
export function formatRequest(path, headers) {
  const lines = Object.entries({ host: HOST, accept: 'application/json', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

/**
 * Sends a GET that has to succeed.
 * @param {number} port
 * @param {string} path
 * @param {Record<string, string>} headers
 * @returns {Promise<any>} the parsed body
 */
export async function getJson(port, path, headers = {}) {
  const answer = await sendRequest(port, { path, headers });
  if (answer.status !== 200) {
    throw new Error(`GET ${path} answered ${answer.status}: ${answer.body.toString('utf8').slice(0, 200)}`);
  }
  return JSON.parse(answer.body.toString('utf8'));
}

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
 * Writes Pages where the servers of servers/ read them: what they are in one file, their bodies one after the other in another.
 * @param {string} folder
 * @param {Page[]} pages of one contract
 * @returns {string} the file
 */
export function writePages(folder, pages) {
  const file = join(folder, `${pages[0].contract}.json`);
  writeFileSync(file, JSON.stringify(pages.map(({ path, headers, body }) => ({ path, headers, bytes: body.length }))));
  writeFileSync(`${file}.bodies`, Buffer.concat(pages.map(({ body }) => body)));
  return file;
}

const COUNTRIES = ['AR', 'BR', 'CL', 'CO', 'MX', 'PE', 'UY'];

/**
 * The page that bare servers and peers send when pagewright itself is not measured: 20 rows, about 10 KB.
 * @returns {Page}
 */
export function createFallbackPage() {
  const random = createRandom(1);
  const rows = Array.from({ length: 20 }, (_, index) => createRow(index + 1, random));
  const body = { count: 1_000_000, next: 'http://localhost/customers/?page=2', previous: null, results: rows };
  return {
    contract: 'piriod',
    path: '/customers/',
    requestHeaders: { authorization: 'Token 0123456789abcdef', 'x-simple-workspace': 'workspace-1' },
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(body)),
    rows,
  };
}

function createRow(index, random) {
  const text = (length) => Array.from({ length }, () => Math.floor(random() * 36).toString(36)).join('');
  const created = new Date(1_750_000_000_000 - index * 3_600_000).toISOString();
  return {
    id: `cus_${text(14)}`,
    object: 'customer',
    name: `Customer ${text(12)}`,
    email: `${text(10)}@example.com`,
    phone: `+56 9 ${Math.floor(random() * 90_000_000) + 10_000_000}`,
    tax_id: text(9),
    country: { id: COUNTRIES[Math.floor(random() * COUNTRIES.length)], has_regulation: true },
    address: `${text(18)}, ${text(8)}, ${text(6)} ${text(7)}`,
    subscriptions: [`sub_${text(14)}`],
    sources: [`src_${text(14)}`],
    metadata: { segment: text(6), owner: text(8) },
    total_paid: Math.floor(random() * 1_000_000) / 100,
    total_due: Math.floor(random() * 100_000) / 100,
    created,
    updated: created,
  };
}
